"""How Neo4j finds what is asked for: by its indexes, and never by looking at every node."""

from __future__ import annotations

import re
from collections.abc import Iterator

import neo4j
import pytest

from benchmarks.plans import compiled, explained, is_scan
from kb.api.cursor import encode
from kb.api.items import all_of
from kb.schema import KINDS
from kb.web import operations

OPERATIONS = {each.name: each for each in operations.read()}
BY_ID = all_of(KINDS["Region"], "n").mark

COUNTED = {
    "amounts-per-fund": {"Claim"},
    "directorates-for-a-technology": {"Programme"},
    "disagreements": {"Claim"},
    "eligible-pairs": {"Technology"},
    "funds-for-a-joint-facility": {"Fund"},
    "investment-pipeline": {"Partnership"},
    "leads-and-followers": {"Partnership"},
    "pilots-and-partnerships": {"PILOT_OF"},
    "priorities-per-technology": {"Priority"},
    "regions-by-category": {"Partnership", "IN_CATEGORY"},
    "regions-like-this": {"Region"},
    "regions-without-partnership": {"Strategy"},
    "stale-facts": {"ClusterPartnership", "Partnership", "Strategy"},
    "technologies-without-facilities": {"Technology"},
    "where-a-fact-is-from": {"Load"},
}
"""Examples about all of a kind or of a type of relationship, or that count what is filtered without an index."""
SCANNED = re.compile(r":(\w+)")

INDEXED = {
    "by id": '{ region(id: "ITC4") { name } }',
    "several by id": '{ a: cluster(id: "aca") { name } b: project(id: "complat") { name } }',
    "a page": "{ regions(first: 50) { nodes { name } } }",
    "the last page": "{ regions(last: 50) { nodes { name } pageInfo { startCursor } } }",
    "the next page": f'{{ regions(first: 50, after: "{encode(BY_ID, ["ITC4"])}") {{ nodes {{ name }} }} }}',
    "the page before": f'{{ regions(last: 50, before: "{encode(BY_ID, ["ITC4"])}") {{ nodes {{ name }} }} }}',
    "between two cursors": f'{{ regions(after: "{encode(BY_ID, ["IT"])}", before: "{encode(BY_ID, ["PL"])}") '
    "{ nodes { name } } }",
    "how many there are": "{ regions { totalCount } }",
    "a page and how many": "{ regions { nodes { name } totalCount } }",
    "id eq": '{ regions(where: {id: {eq: "ITC4"}}) { nodes { name } totalCount } }',
    "id in": '{ regions(where: {id: {in: ["ITC4", "ES51"]}}) { nodes { name } totalCount } }',
    "id startsWith": '{ regions(where: {id: {startsWith: "ITC"}}) { nodes { name } totalCount } }',
    "id between": '{ regions(where: {id: {gte: "IT", lt: "IU"}}) { nodes { name } totalCount } }',
    "id by AND": '{ regions(where: {AND: [{id: {eq: "ITC4"}}, {level: {eq: 2}}]}) { nodes { name } totalCount } }',
    "id by OR": '{ regions(where: {OR: [{id: {eq: "ITC4"}}, {id: {eq: "ES51"}}]}) { nodes { name } totalCount } }',
    "id eq, by another order": '{ regions(where: {id: {in: ["ITC4", "ES51"]}}, orderBy: [{name: DESC}]) '
    "{ nodes { name } } }",
    "a page by another field": '{ regions(where: {country: {eq: "IT"}}) { nodes { name } } }',
    "a page by what it is related to": '{ clusters(where: {region: {country: {eq: "IT"}}}) { nodes { name } } }',
    "by the id of what it is related to": '{ clusters(where: {region: {id: {eq: "ITC4C"}}}) '
    "{ nodes { name } totalCount } }",
    "by an id further on": "{ priorityGroups(by: [{technologies: {id: EACH}}], "
    'where: {strategy: {region: {id: {eq: "ITC4"}}}}) { nodes { count } } }',
    "near a place": "{ facilities(where: {point: {near: {latitude: 45.5, longitude: 9.2, km: 50}}}) "
    "{ nodes { name } totalCount } }",
    "search": '{ search(query: "photonics") { nodes { name } totalCount } }',
    "search in a kind": '{ search(query: "photonics", kinds: [CLUSTER]) { nodes { ... on Cluster { sector } } } }',
    "own priorities": '{ region(id: "ITC4") { priorities(inherited: true) { totalCount nodes { name } } } }',
    "shared priorities": '{ region(id: "ITC4") { sharingPriorities(technologies: ["PHO"], withinHops: 3) '
    "{ totalCount nodes { region { name } path { id } via { id } sources { title } } } } }",
    "sources": '{ region(id: "ITC4") { sources { nodes { title } } clusters { edges { sources { title } } } } }',
    "claims of anything": '{ event(id: "smart-regions-2016") { claims { nodes { value about { id } } } } }',
}


@pytest.fixture(scope="module")
def driver(server) -> Iterator[neo4j.Driver]:
    with neo4j.GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as made:
        yield made


def scans(driver: neo4j.Driver, query: str, variables: dict | None = None) -> list[tuple[str, str]]:
    found = [each for statement in compiled(query, variables) for each in explained(driver, statement)]
    assert found
    return [each for each in found if is_scan(each[0])]


@pytest.mark.parametrize("name", OPERATIONS)
def test_examples_look_at_every_node_only_where_they_count_all(starter, driver, name: str) -> None:
    found = scans(driver, OPERATIONS[name].query, OPERATIONS[name].variables)
    assert {operator for operator, _ in found} <= {"NodeByLabelScan", "DirectedRelationshipTypeScan"}
    assert {SCANNED.findall(details)[0] for _, details in found} == COUNTED.get(name, set())


@pytest.mark.parametrize("name", INDEXED)
def test_what_an_index_serves_is_found_by_it(starter, driver, name: str) -> None:
    assert scans(driver, INDEXED[name]) == []


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_kind_is_read_by_id_and_page_by_page(starter, driver, kind) -> None:
    ids = (
        f'{{ {kind.singular}(id: "x") {{ id }} }}',
        f'{{ {kind.plural}(where: {{id: {{eq: "x"}}}}) {{ totalCount }} }}',
    )
    for query in (*ids, f"{{ {kind.plural} {{ nodes {{ id }} totalCount }} }}"):
        assert scans(driver, query) == []


@pytest.mark.parametrize("name", ["a page", "the last page", "the next page", "the page before", "between two cursors"])
def test_a_page_by_id_is_read_in_the_order_of_the_index(starter, driver, name: str) -> None:
    [statement] = compiled(INDEXED[name])
    names = {each for each, _ in explained(driver, statement)}
    assert names & {"NodeIndexScan", "NodeUniqueIndexSeekByRange"}
    assert not names & {"Sort", "Top", "PartialTop", "PartialSort"}


def test_a_scan_is_seen(starter, driver) -> None:
    """No index serves a part of a name where all are counted: what the other tests look for is found here."""
    assert scans(driver, '{ regions(where: {name: {contains: "a"}}) { totalCount } }')
