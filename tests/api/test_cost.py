"""What an operation is said to cost, worked out by hand."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from graphql import get_introspection_query

from kb.api.documents import Asking
from kb.api.limits import Limits
from kb.api.service import Answer, Service
from kb.web import operations

COST = {
    "{ regions { nodes { id } } }": 50,
    "{ regions(first: 7) { nodes { id name } edges { cursor node { id } } pageInfo { hasNextPage } } }": 7,
    "{ regions(last: 7) { pageInfo { hasNextPage } } }": 7,
    "{ regions(first: 0) { nodes { id } } }": 0,
    "{ regions(first: 1000) { totalCount } }": 10,
    "{ regions(first: 7) { totalCount nodes { id } } }": 17,
    "{ a: regions(first: 7) { nodes { id } } b: regions(first: 3) { nodes { id } } }": 10,
    '{ region(id: "x") { id parent { id parent { id } } } }': 3,
    '{ region(id: "x") { id @skip(if: true) parent @include(if: false) { id } } }': 1,
    "{ regions(first: 10) { nodes { clusters(first: 5) { nodes { id } totalCount } } } }": 10 + 50 + 100,
    "{ regions(first: 10) { edges { node { clusters(first: 5) { edges { sources { id } } } } } } }": 10 + 50 + 250,
    '{ regions(first: 10, where: {id: {eq: "x"}}, orderBy: [{id: ASC}]) { nodes { id } } }': 10 + 20,
    '{ regions(where: {id: {eq: "x"}}) { totalCount } }': 10 + 10 + 10,
    '{ region(id: "x") { sharingPriorities(first: 3) { nodes { region { id } path { id } } } } }': 101 + 3 + 3 + 15,
    '{ region(id: "x") { sharingPriorities { totalCount } } }': 1 + 100 + 10 + 100,
    '{ search(query: "x", first: 4) { nodes { ... on Cluster { region { id } } ... on Facility { host { id } } } } }':
        100 + 4 + 4 + 4,
    "query($o: [RegionOrder!]) { regions(first: 8, orderBy: $o, where: null) { nodes { id } } }": 8,
    "{ __schema { types { name fields { name } } } __typename }": 0,
    "query($n: Int = 3, $yes: Boolean = true) { regions(first: $n) { nodes { id parent @skip(if: $yes) { id } } } }": 3,
    "{ regions(first: 2) { ...A ...B } } fragment A on RegionConnection { nodes { parent { id } } } "
    "fragment B on RegionConnection { nodes { parent { name } } ...A }": 2 + 2,
}  # fmt: skip


class Nothing:
    """A graph that holds nothing."""

    async def read(self, cypher: str, parameters: Any = None, **_: Any) -> list[Any]:
        return []


def answered(query: str, variables: dict[str, Any] | None = None, limits: Limits | None = None) -> Answer:
    service = Service(Nothing(), Asking(limits or Limits()))  # type: ignore[arg-type]
    return asyncio.run(service.answer(query, variables))


@pytest.mark.parametrize("query", COST)
def test_the_cost_is_what_the_page_says(query: str) -> None:
    answer = answered(query)
    assert answer.errors is None
    assert answer.cost is not None
    assert answer.cost["requested"] == COST[query]


def test_what_costs_as_much_as_may_be_runs_and_one_more_does_not() -> None:
    query = "query($n: Int) { regions(first: $n) { nodes { id } } }"
    assert answered(query, {"n": 20}, Limits(cost=20)).errors is None
    refused = answered(query, {"n": 21}, Limits(cost=20))
    assert refused.errors is not None
    assert refused.errors[0].extensions == {"code": "TOO_COSTLY"}
    assert not refused.ran
    assert "21" in refused.errors[0].message
    assert "20 is the most" in refused.errors[0].message


FOUR = """{ regions { nodes { id clusters { nodes { id clusterPartnerships { nodes { id
  clusters { nodes { id } } } } } } } } }"""
ALL = """{ regions(first: 1000) { totalCount nodes { id sharingPriorities(first: %s) { totalCount nodes { hops
  region { id name } technologies { id name } score myPriorities { id } theirPriorities { id } path { id } via { id }
  alreadyTogetherIn { id } sources { id title } } } } } }"""


@pytest.mark.parametrize(
    "query", [FOUR, ALL % 10, ALL % 1000, get_introspection_query(), *(each.query for each in operations.read())]
)
def test_normal_use_passes(query: str) -> None:
    assert answered(query).ran


def test_the_rows_that_came_are_counted(service: Any) -> None:
    for selected, rows in (("id name country __typename", 1), ("__typename", 1)):
        assert service.execute(f'{{ region(id: "ITC4") {{ {selected} }} }}').cost["actual"] == rows
    assert service.execute('{ region(id: "none") { id name } }').cost["actual"] == 0
    answer = service.execute('{ regions(first: 9) { nodes { id } edges { cursor } } region(id: "ITC4") { id } }')
    assert answer.cost["actual"] == 9 + 1
    answer = service.execute(
        '{ region(id: "ITC4") { clusters { nodes { id sources { nodes { id } } } edges { sources { id } } } } }'
    )
    clusters = answer.data["region"]["clusters"]
    rows = len(clusters["nodes"]) + sum(len(each["sources"]["nodes"]) for each in clusters["nodes"])
    assert answer.cost["actual"] == 1 + rows + sum(len(each["sources"]) for each in clusters["edges"])
