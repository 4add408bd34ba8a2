"""How much is loaded, and that every answer says it of what it rests on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from kb.api.service import Answer, Service
from kb.graph import Graph
from kb.schema import KINDS

Ask = Callable[..., Any]
Asking = Callable[[Graph], Ask]


def test_it_counts_what_there_is(starter: Graph, asking: Asking) -> None:
    rows = asking(starter)("{ coverage(first: 100) { nodes { kind count regions asOf missing } } }")["coverage"][
        "nodes"
    ]
    found = {row["kind"]: row for row in rows}
    counted = dict(starter.read("MATCH (n) WHERE NOT n:Migration RETURN labels(n)[0], count(n)"))
    assert {kind: row["count"] for kind, row in found.items()} == {kind: counted.get(kind, 0) for kind in KINDS}
    assert all(row["missing"] == (row["count"] == 0) for row in rows)
    [[clusters]] = starter.read("MATCH (:Cluster)-[:LOCATED_IN]->(r) RETURN count(DISTINCT r)")
    assert found["Cluster"]["regions"] == clusters
    [[priorities]] = starter.read("MATCH (:Priority)-[:SET_BY]->(:Strategy)-[:OF_REGION]->(r) RETURN count(DISTINCT r)")
    assert found["Priority"]["regions"] == priorities
    assert found["Fund"]["regions"] is None
    last = starter.read("MATCH (l:Load {dataset: 'starter'}) RETURN toString(max(l.finished))")
    assert found["Cluster"]["asOf"] == last[0][0]
    assert found["Statistic"]["asOf"] is None


CLUSTERS = '{ clusters: { some: { technologies: { some: { id: { eq: "PHO" } } } } } }'


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ('{ region(id: "ITC4") { name sources { nodes { id } } } }', {"Region"}),
        ("{ facilities(first: 1) { nodes { region { id } } } }", {"Facility", "Region"}),
        (f"{{ regions(first: 1, where: {CLUSTERS}) {{ totalCount }} }}", {"Region", "Cluster", "Technology"}),
        ("{ amountGroups(by: [{period: EACH}], first: 1) { nodes { count } } }", {"Amount"}),
        ("{ funds(first: 1) { totalCount } calls(first: 1) { totalCount } }", {"Fund", "Call"}),
        ("{ __typename }", set()),
    ],
)
def test_every_answer_says_how_much_is_loaded_of_what_it_looks_for(starter: Graph, text: str, kinds: set[str]) -> None:
    answer = answered(starter, text)
    assert not answer.errors
    assert {each["kind"] for each in answer.coverage or ()} == kinds


def test_a_traversal_looks_for_more_than_it_shows(starter: Graph) -> None:
    answer = answered(starter, '{ region(id: "ITC4") { sharingPriorities(first: 1) { totalCount } } }')
    kinds = {each["kind"]: each for each in answer.coverage or ()}
    assert {"Region", "Priority", "Strategy", "Technology", "Cluster"} <= kinds.keys()
    assert kinds["Priority"]["count"] > 0


def answered(graph: Graph, text: str) -> Answer:
    """Answer an operation twice, the second time by what was kept of the first."""

    async def twice() -> list[Answer]:
        reader = graph.reader()
        try:
            service = Service(reader)
            return [await service.answer(text) for _ in range(2)]
        finally:
            await reader.close()

    first, second = asyncio.run(twice())
    assert first == second
    return first
