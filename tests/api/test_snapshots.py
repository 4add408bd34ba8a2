"""What GraphQL becomes in Cypher, feature by feature: no database is asked.

Each file of `snapshots/` holds an operation, its statements and their parameters. `KB_UPDATE_SNAPSHOTS=1` writes
them anew; what changed is then read in the diff.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent / "snapshots"
UPDATE = os.environ.get("KB_UPDATE_SNAPSHOTS") == "1"

OPERATIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "one": ('{ region(id: "ITC4") { id name } }', {}),
    "all": ("{ regions { nodes { id } } }", {}),
    "all_after": ("{ regions(first: 2, after: $after) { nodes { id } } }", {"after": ["id", "ITC4"]}),
    "page_info": ("{ regions(first: 2) { nodes { id } pageInfo { hasNextPage endCursor } } }", {}),
    "only_page_info": ("{ regions(first: 2) { pageInfo { hasNextPage } } }", {}),
    "only_total_count": ("{ regions { totalCount } }", {}),
    "total_count": ("{ regions(first: 2) { nodes { id } totalCount } }", {}),
    "only_typename": ("{ regions { __typename } }", {}),
    "aliases_and_typename": ('{ here: region(id: "ITC4") { code: id __typename again: name } }', {}),
    "fragments": (
        'query { region(id: "ITC4") { ...F ... on Entity { name ...F } } } fragment F on Region { id level }',
        {},
    ),
    "skip_and_include": (
        'query { region(id: "ITC4") { id @skip(if: true) name @include(if: true) ... @include(if: false) { level } } }',
        {},
    ),
    "to_one": ('{ cluster(id: "silicon-saxony") { region { id parent { name } } } }', {}),
    "connection_in_node": ('{ region(id: "ITC4") { clusters(first: 3) { nodes { name } } } }', {}),
    "four_levels": (
        "{ regions { nodes { id clusters { nodes { id clusterPartnerships { nodes { id clusters { nodes "
        "{ name } } } } } } } } }",
        {},
    ),
    "edges": (
        '{ cluster(id: "x") { clusterPartnerships { edges { role from asOf node { id } } } } }',
        {},
    ),
    "edges_after": (
        '{ cluster(id: "x") { clusterPartnerships(first: 1, after: $after) { edges { cursor role } } } }',
        {"after": ["id key", "p", "lead"]},
    ),
    "edge_sources": (
        '{ cluster(id: "x") { technologies { edges { basis confidence sources { id title } } } } }',
        {},
    ),
    "distinct": ('{ cluster(id: "x") { partners { nodes { id } totalCount } } }', {}),
    "distinct_with_edge": ('{ region(id: "ITC4") { facilities { edges { note node { id } } } } }', {}),
    "derived": ('{ facility(id: "x") { region { id } sources { nodes { url } } } }', {}),
    "several_kinds": (
        '{ event(id: "x") { launched { nodes { __typename id ... on Tool { url } ... on Publication { series } } } } }',
        {},
    ),
    "several_kinds_to_one": ('{ claim(id: "x") { about { __typename ... on Fund { periods } } } }', {}),
    "several_kinds_after": (
        '{ event(id: "x") { launched(after: $after) { nodes { id } } } }',
        {"after": ["id kind", "eccp-partnering-tool", "Tool"]},
    ),
    "point": ('{ region(id: "ITC4") { point { latitude lon: longitude __typename } } }', {}),
    "dates_and_lists": ("{ loads { nodes { started rejects } } }", {}),
    "query": ('{ region(id: "ITC4") { priorities(inherited: true) { nodes { id } } } }', {}),
    "query_with_count": ('{ region(id: "ITC4") { priorities { totalCount nodes { id } } } }', {}),
    "query_only_count": ('{ region(id: "ITC4") { priorities { totalCount } } }', {}),
    "query_after": (
        '{ region(id: "ITC4") { sharingPriorities(first: 2, after: $after) { totalCount nodes { hops } '
        "pageInfo { endCursor } } } }",
        {"after": ["hops -score region.id", 1, 0.5, "PL2"]},
    ),
    "matches": (
        '{ region(id: "ITC4") { sharingPriorities(technologies: ["PHO"], withinHops: 3) { nodes { hops score '
        "region { name } technologies { id } } } } }",
        {},
    ),
    "matches_with_chain_and_sources": (
        '{ region(id: "ITC4") { sharingPriorities { nodes { path { id } via { name } sources { url } '
        "alreadyTogetherIn { id } myPriorities { name } } } } }",
        {},
    ),
    "query_in_query": (
        '{ region(id: "ITC4") { sharingPriorities(withinHops: 1) { nodes { region { sharingPriorities(withinHops: 6) '
        "{ nodes { region { id priorities { nodes { id } } } } } } } } } }",
        {},
    ),
    "where": (
        '{ regions(where: {country: {eq: "IT"}, name: {contains: "LOMB", ignoreCase: true}, level: {gte: 1, '
        'in: [1, 2]}, editions: {hasAny: ["2024"]}, mainCity: {isNull: false}}) { nodes { id } totalCount } }',
        {},
    ),
    "where_and_or_not": (
        '{ regions(where: {OR: [{id: {startsWith: "IT"}}, {AND: []}], NOT: {statistical: {eq: true}}}) '
        "{ nodes { id } } }",
        {},
    ),
    "where_led_by_an_id": (
        '{ projects(where: {name: {contains: "a"}, AND: [{regions: {some: {parent: {id: {eq: "ITC"}}}}}]}, first: 2) '
        "{ nodes { id } totalCount } }",
        {},
    ),
    "where_related": (
        '{ clusters(where: {region: {country: {eq: "IT"}}, clusterPartnerships: {some: {name: {contains: "a"}}, '
        'none: {clusters: {count: {lt: 3}}}}, technologies: {all: {id: {eq: "PHO"}}, edge: {confidence: {eq: READ}}}}) '
        "{ nodes { id } } }",
        {},
    ),
    "where_distinct": (
        '{ region(id: "ITC4") { facilities(where: {technologies: {some: {}}}, edge: {confidence: {eq: READ}}) '
        "{ totalCount edges { node { id } } } } }",
        {},
    ),
    "where_near": (
        "{ regions(where: {point: {near: {latitude: 45.0, longitude: 9.0, km: 50.0}}}) { nodes { id } } }",
        {},
    ),
    "where_query": ("{ regions(where: {priorities: {count: {gte: 20}}}) { nodes { id } } }", {}),
    "where_matches": (
        '{ region(id: "ITC4") { sharingPriorities(where: {hops: {eq: 1}, region: {country: {in: ["ES"]}}, '
        'technologies: {some: {id: {eq: "PHO"}}, count: {gte: 2}}}) { nodes { hops } } } }',
        {},
    ),
    "where_search": (
        '{ search(query: "photonics", where: {confidence: {eq: READ}}) { nodes { id } } }',
        {},
    ),
    "order_by": (
        "{ clusters(first: 2, after: $after, orderBy: [{region: {name: DESC_NULLS_FIRST}}, {clusterPartnerships: "
        "{count: DESC}}, {name: ASC}]) { nodes { id } } }",
        {"after": ["-region.name.null -region.name -clusterPartnerships.count name id", False, "Sachsen", 3, "a", "b"]},
    ),
    "order_by_after_null": (
        "{ clusters(first: 2, after: $after, orderBy: [{sector: ASC}]) { nodes { id } } }",
        {"after": ["sector.null sector id", True, None, "b"]},
    ),
    "last_before": (
        "{ regions(last: 2, before: $before) { nodes { id } pageInfo { hasPreviousPage startCursor } } }",
        {"before": ["id", "ITC4"]},
    ),
    "groups": (
        "{ priorityGroups(by: [{technologies: {name: EACH}}, {technologies: {id: EACH}}, {period: EACH}], "
        'where: {period: {eq: "2014-2020"}}, having: {count: {gte: 3}}, orderBy: [{count: DESC}]) { totalCount nodes '
        "{ count technologies { id { value } name { value } } period { value } } } }",
        {},
    ),
    "groups_of_all": ("{ claimGroups { nodes { number { count countDistinct sum avg min max } } } }", {}),
    "groups_by_lists_and_dates": (
        "{ regionGroups(by: [{editions: EACH}]) { nodes { editions { value } } } "
        "sourceGroups(by: [{retrieved: MONTH}]) { nodes { retrieved { value max } } } }",
        {},
    ),
    "groups_and_what_they_lead_to": (
        "{ clusterGroups(by: [{region: {country: EACH}}], having: {clusterPartnerships: {count: {gt: 1}}}, "
        "orderBy: [{region: {name: {min: ASC}}}]) { nodes { region { country { value } level { avg } } } } }",
        {},
    ),
    "groups_after": (
        "{ regionGroups(by: [{country: EACH}], first: 2, after: $after) { nodes { count } } }",
        {"after": ["country.null country", False, "IT"]},
    ),
    "paths": (
        '{ paths(from: {kind: REGION, id: "ITC4"}, to: {kind: FUND, id: "ERDF"}, kinds: [CLUSTER, PROGRAMME], '
        "relationships: [LOCATED_IN, FUNDED_BY], maxHops: 6, first: 3, after: $after) { totalCount nodes "
        "{ hops nodes { __typename id ... on Cluster { clusterPartnerships { totalCount } } } relationships { type "
        "role startNode { id ... on Region { level } } sources { url } } } } }",
        {"after": ["hops way", 2, "ITC4\t"]},
    ),
    "paths_by_default": (
        '{ paths(from: {kind: REGION, id: "ITC4"}, to: {kind: FUND, id: "ERDF"}) { nodes { hops } } }',
        {},
    ),
    "where_paths": (
        '{ paths(from: {kind: REGION, id: "ITC4"}, to: {kind: FUND, id: "ERDF"}, relationships: [COVERS], where: '
        "{relationships: {all: {confidence: {eq: READ}, type: {in: [COVERS]}}}, nodes: {count: {lt: 4}}}) "
        "{ nodes { hops } } }",
        {},
    ),
    "neighbourhood": (
        '{ neighbourhood(of: {kind: CLUSTER, id: "x"}, hops: 2, kinds: [REGION], relationships: [LOCATED_IN], '
        "limit: 10) { complete nodes { id } relationships { endNode { id } } } }",
        {},
    ),
    "neighbourhood_without_relationships": (
        '{ neighbourhood(of: {kind: CLUSTER, id: "x"}, relationships: [LOCATED_IN]) { complete } }',
        {},
    ),
    "search_highlights": (
        '{ search(query: "Photonics now") { edges { highlights { field parts { text found } } node { id } } } }',
        {},
    ),
    "search": ('{ search(query: "Photonics now", kinds: [CLUSTER]) { edges { score node { id } } totalCount } }', {}),
}


def compiled(service: Any, name: str) -> str:
    """Give the snapshot of an operation as it is now."""
    query, variables = OPERATIONS[name]
    query, given = with_cursor(service, query, variables)
    service.execute(query, given)
    lines = [f"// {line}" for line in query.splitlines()]
    if given:
        lines.append(f"// {json.dumps(given)}")
    for cypher, parameters in service.statements:
        lines += ["", cypher + ";", "", f"// {json.dumps(parameters)}"]
    return "\n".join(lines) + "\n"


def with_cursor(service: Any, query: str, variables: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Let `$after` or `$before` be the cursor of a row with these sort values."""
    if not variables:
        return query, variables
    [(name, row)] = variables.items()
    return f"query(${name}: String) {query}", {name: service.cursor(*row)}


@pytest.mark.parametrize("name", OPERATIONS)
def test_the_cypher_is_the_one_that_was_read(unanswered, name: str) -> None:
    file = FOLDER / f"{name}.cypher"
    now = compiled(unanswered, name)
    if UPDATE:
        FOLDER.mkdir(exist_ok=True)
        file.write_text(now, encoding="utf-8")
    assert now == file.read_text(encoding="utf-8")


def test_every_snapshot_has_its_operation() -> None:
    assert {file.stem for file in FOLDER.glob("*.cypher")} == set(OPERATIONS)


# No value of an operation is ever part of a statement

MARK = "M4RK"
SPITEFUL = f"{MARK}'}}) RETURN 1 //"


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        ("query($mark: ID!) { region(id: $mark) { id } }", {}),
        (f'{{ region(id: "{SPITEFUL}") {{ id }} }}', {}),
        ("query($first: Int) { a: regions(first: $first) { nodes { id } } }", {}),
        ("{ regions(first: 765) { nodes { clusters(first: 765) { nodes { id } } } } }", {}),
        (
            """query($marks: [ID!]) { region(id: "x") { sharingPriorities(technologies: $marks, withinHops: 2) {
              totalCount nodes { myPriorities { id } sources { id } } } } }""",
            {},
        ),
        (f'{{ region(id: "x") {{ sharingPriorities(technologies: ["{SPITEFUL}"]) {{ nodes {{ hops }} }} }} }}', {}),
        ("query($mark: String!) { search(query: $mark, kinds: [REGION]) { totalCount nodes { id } } }", {}),
        (
            "query($after: String) { regions(after: $after) { nodes { id } } }",
            {"after": ["id", SPITEFUL]},
        ),
        (
            """query($after: String) { region(id: "x") { sharingPriorities(after: $after) { totalCount
              nodes { hops } } } }""",
            {"after": ["hops -score region.id", 1, 0.5, SPITEFUL]},
        ),
        (
            'query($after: String) { cluster(id: "x") { clusterPartnerships(after: $after) { nodes { id } } } }',
            {"after": ["id key", "p", SPITEFUL]},
        ),
        (
            """query($mark: ID!) { paths(from: {kind: REGION, id: $mark}, to: {kind: FUND, id: $mark}, first: 765) {
              nodes { hops } } }""",
            {},
        ),
        (
            "query($mark: ID!) { neighbourhood(of: {kind: REGION, id: $mark}, limit: 765) { relationships { type } } }",
            {},
        ),
        (f'{{ {MARK}: region(id: "x") {{ {MARK}: id {MARK}2: clusters {{ {MARK}: nodes {{ {MARK}: id }} }} }} }}', {}),
        (f'query {MARK} {{ region(id: "x") {{ ...{MARK} }} }} fragment {MARK} on Region {{ id }}', {}),
    ],
)
def test_no_value_of_an_operation_is_in_a_statement(unanswered, query: str, variables: dict[str, Any]) -> None:
    given = {"mark": SPITEFUL, "marks": [SPITEFUL, MARK], "first": 765}
    if variables:
        given["after"] = unanswered.cursor(*variables["after"])
    unanswered.execute(query, given)
    for cypher, _ in unanswered.statements:
        assert MARK.lower() not in cypher.lower()
        assert "765" not in cypher
    assert len(unanswered.statements) == 1
