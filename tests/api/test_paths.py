"""Ways between two nodes, and what is around one: found as one by one through all facts, and always soon."""

from __future__ import annotations

import time
from itertools import groupby, pairwise
from typing import Any

import pytest

from kb.queries import QUERIES

PATHS = """query($from: NodeInput!, $to: NodeInput!, $kinds: [Kind!], $types: [RelationshipType!], $most: Int!,
  $after: String) {
  paths(from: $from, to: $to, kinds: $kinds, relationships: $types, maxHops: $most, first: 1000,
    after: $after) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes {
      hops
      nodes { __typename id }
      relationships { type startNode { __typename id } endNode { id } role from to asOf basis period confidence
        sources { id } }
    }
  }
}"""
NEIGHBOURHOOD = """query($of: NodeInput!, $hops: Int!, $kinds: [Kind!], $types: [RelationshipType!], $limit: Int!) {
  neighbourhood(of: $of, hops: $hops, kinds: $kinds, relationships: $types, limit: $limit) {
    complete nodes { __typename id name } relationships { type role startNode { id } endNode { id } sources { id } } }
}"""

LOMBARDY, SAXONY = {"kind": "REGION", "id": "ITC4"}, {"kind": "REGION", "id": "DED"}
PHOTONICS, ADVANCED = {"kind": "TECHNOLOGY", "id": "PHO"}, {"kind": "TECHNOLOGY", "id": "AMT"}
EVENT, ERDF = {"kind": "EVENT", "id": "smart-regions-2016"}, {"kind": "FUND", "id": "ERDF"}
VANGUARD = {"kind": "PLATFORM", "id": "VANGUARD"}
CLUSTER = {"kind": "CLUSTER", "id": "silicon-saxony"}

PAIRS = {
    "regions": (LOMBARDY, SAXONY, {}),
    "the other way": (SAXONY, LOMBARDY, {}),
    "hubs": (ADVANCED, EVENT, {}),
    "technologies": (ADVANCED, PHOTONICS, {}),
    "far": (CLUSTER, ERDF, {}),
    "far and many": (LOMBARDY, PHOTONICS, {}),
    "neighbours": (VANGUARD, LOMBARDY, {}),
    "by clusters": (LOMBARDY, SAXONY, {"kinds": ["CLUSTER", "CLUSTER_PARTNERSHIP"]}),
    "by few kinds": (ADVANCED, LOMBARDY, {"kinds": ["REGION", "PARTNERSHIP"]}),
    "along few types": (LOMBARDY, SAXONY, {"types": ["LOCATED_IN", "MEMBER_OF"]}),
    "along shortcuts": ({"kind": "REGION", "id": "ITC4C"}, {"kind": "REGION", "id": "IT"}, {"types": ["WITHIN"]}),
    "no way": (LOMBARDY, SAXONY, {"types": ["FUNDED_BY"]}),
    "to itself": (LOMBARDY, LOMBARDY, {}),
    "empty lists": (LOMBARDY, SAXONY, {"kinds": [], "types": []}),
}
NONE = {"no way", "to itself"}


def asked(start: Any, end: Any, most: int = 6, **limits: Any) -> dict[str, Any]:
    return {"from": start, "to": end, "most": most, **limits}


@pytest.mark.parametrize("name", PAIRS)
def test_the_ways_are_found_in_order_and_soon(both, name: str) -> None:
    start, end, limits = PAIRS[name]
    [*pages] = both.pages(PATHS, "paths", **asked(start, end, **limits))
    began = time.monotonic()  # it is planned by now
    both.service.ask(PATHS, asked(start, end, **limits))
    assert time.monotonic() - began < 5
    assert sum(len(page["nodes"]) for page in pages) == pages[0]["totalCount"]
    assert bool(pages[0]["nodes"]) != (name in NONE)


@pytest.mark.parametrize("most", [1, 2, 3, 4, 5])
def test_a_way_is_only_so_long(both, most: int) -> None:
    for start, end in ((LOMBARDY, SAXONY), (VANGUARD, LOMBARDY), (ADVANCED, EVENT)):
        found = both.ask(PATHS, asked(start, end, most))["paths"]["nodes"]
        assert all(each["hops"] <= most for each in found)


def test_longer_ways_are_left_out_where_there_are_too_many(both) -> None:
    """All of the ways of a length are there, or none."""
    four, six = (both.ask(PATHS, asked(LOMBARDY, SAXONY, most))["paths"]["nodes"] for most in (4, 6))
    assert four == six
    assert {way["hops"] for way in four} == {2, 3, 4}


def test_a_way_leads_from_one_end_to_the_other(service) -> None:
    several = 0
    for way in service.ask(PATHS, asked(LOMBARDY, SAXONY))["paths"]["nodes"]:
        nodes = [(node["__typename"], node["id"]) for node in way["nodes"]]
        assert (nodes[0], nodes[-1]) == (("Region", "ITC4"), ("Region", "DED"))
        assert len(nodes) == len(set(nodes)) == way["hops"] + 1
        joined = [{link["startNode"]["id"], link["endNode"]["id"]} for link in way["relationships"]]
        steps = [{one, other} for (_, one), (_, other) in pairwise(nodes)]
        assert [each for each, _ in groupby(joined)] == steps
        assert not {link["type"] for link in way["relationships"]} & {"WITHIN", "SAME_TERRITORY"}
        several += len(joined) > len(steps)
    assert several


def test_each_way_is_there_once(service) -> None:
    """Also where several relationships lead from one node to the next."""
    ways = service.ask(PATHS, asked(LOMBARDY, SAXONY))["paths"]["nodes"]
    found = [tuple((node["__typename"], node["id"]) for node in way["nodes"]) for way in ways]
    assert len(found) == len(set(found))


def test_the_ends_may_be_of_any_kind(both) -> None:
    """What `kinds` says is of what lies between."""
    found = both.ask(PATHS, asked(LOMBARDY, SAXONY, 2, kinds=["PARTNERSHIP"]))["paths"]["nodes"]
    assert {tuple(node["__typename"] for node in way["nodes"]) for way in found} == {
        ("Region", "Partnership", "Region")
    }


FILTERED = """{ paths(from: {kind: REGION, id: "ITC4"}, to: {kind: REGION, id: "DED"}, last: 40, where: {
  relationships: {all: {confidence: {eq: READ}}, none: {type: {in: [PART_OF]}, role: {startsWith: "co"}}},
  nodes: {some: {name: {contains: "a"}}}, hops: {gte: 3}}, orderBy: [{relationships: {count: DESC}}])
  { totalCount nodes { hops nodes { id ... on Region { clusters(first: 2) { nodes { name } } } } } } }"""


def test_ways_are_filtered_and_ordered_as_any_list(both) -> None:
    found = both.ask(FILTERED)["paths"]
    assert found["totalCount"] > 10
    assert {way["hops"] for way in found["nodes"]} == {3, 4}


def test_ways_are_paged_through(both) -> None:
    query = """query($after: String) { paths(from: {kind: REGION, id: "ITC4"}, to: {kind: REGION, id: "DED"}, first: 60,
      after: $after) { pageInfo { hasNextPage endCursor } totalCount nodes { hops nodes { id } } } }"""
    pages = list(both.pages(query, "paths"))
    assert len(pages) == 3
    assert sum(len(page["nodes"]) for page in pages) == pages[0]["totalCount"]


MIDDLES = [LOMBARDY, ADVANCED, ERDF, EVENT, {"kind": "REGION", "id": "DE"}, {"kind": "LOAD", "id": "nuts-1"}]


@pytest.mark.parametrize("middle", MIDDLES, ids=lambda each: each["id"])
@pytest.mark.parametrize("hops", [1, 2, 3])
def test_a_neighbourhood(both, middle: dict[str, str], hops: int) -> None:
    for limits in (
        {"limit": 50},
        {"limit": 1},
        {"limit": 1000},
        {"limit": 20, "kinds": ["REGION", "CLUSTER"]},
        {"limit": 200, "kinds": [], "types": ["WITHIN", "LOCATED_IN", "SAME_TERRITORY"]},
    ):
        answer = both.ask(NEIGHBOURHOOD, {"of": middle, "hops": hops, **limits})["neighbourhood"]
        ids = {node["id"] for node in answer["nodes"]}
        assert answer["nodes"][0]["id"] == middle["id"]
        assert len(answer["nodes"]) == limits["limit"] or answer["complete"]
        assert all({link["startNode"]["id"], link["endNode"]["id"]} <= ids for link in answer["relationships"])


GIVEN = {"to": '"ES51"', "technology": '"PHO"', "date": '"2020"'}
"""What traversals of a node have to be given."""


@pytest.mark.parametrize("name", [name for name, each in QUERIES.items() if each.of])
def test_any_traversal_goes_on_from_a_way(service, name: str) -> None:
    """With all that its rows tell: Neo4j does not take every pattern beside the one that finds ways."""
    query = QUERIES[name]
    given = [f"{each}: {GIVEN[each]}" for each, argument in query.arguments.items() if argument.required]
    columns = query.row.columns.items() if query.row else ()
    rows = " ".join(each if column.kind is None else f"{each} {{ __typename }}" for each, column in columns)
    rows = f"{{ __typename {rows} }}"
    leads = f"{query.name}({', '.join([*given, *(['first: 1'] if query.many else [])])})".replace("()", "")
    field = f"{leads} {{ nodes {rows} }}" if query.many else f"{leads} {rows}"
    found = f"nodes {{ ... on {query.of} {{ {field} }} }}"
    way = 'from: {kind: REGION, id: "ITC4"}, to: {kind: REGION, id: "DED"}, maxHops: 3, first: 5'
    around = '{kind: REGION, id: "ITC4"}'
    answer = service.ask(
        f"{{ paths({way}) {{ nodes {{ {found} }} }} neighbourhood(of: {around}, limit: 5) {{ {found} }} }}"
    )
    assert len(answer["paths"]["nodes"]) == len(answer["neighbourhood"]["nodes"]) == 5
