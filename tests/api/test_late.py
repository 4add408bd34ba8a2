"""Variables that are only parameters: which they are, and that an operation is compiled once for all their values."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from graphql import parse

from kb.api import plan
from kb.api import service as answering
from kb.api.documents import Asking
from kb.api.late import late_variables
from kb.api.schema import executable
from kb.api.service import Answer, Service
from kb.errors import GraphTimeout, GraphUnavailable, KbError

CASES = {
    "query($x: ID!) { region(id: $x) { name } }": {"x"},
    "query($x: String) { regions(where: {country: {eq: $x}}) { nodes { id } } }": {"x"},
    "query($x: [String!]) { regions(where: {OR: [{country: {in: $x}}]}) { totalCount } }": {"x"},
    "query($x: Int) { clusters(where: {clusterPartnerships: {count: {gte: $x}}}) { totalCount } }": {"x"},
    "query($x: Boolean!) { regions(where: {name: {isNull: $x}}) { totalCount } }": {"x"},
    "query($x: ID!) { region(id: $x) {...F} } fragment F on Region { clusters(where: {id: {gt: $x}}) { __typename } }":
        {"x"},
    # what a statement depends on
    "query($x: Int) { regions(first: $x) { nodes { id } } }": set(),
    "query($x: String) { regions(after: $x) { nodes { id } } }": set(),
    "query($x: Boolean!) { regions { totalCount @include(if: $x) } }": set(),
    "query($x: Boolean) { regions(where: {name: {eq: \"a\", ignoreCase: $x}}) { totalCount } }": set(),
    "query($x: RegionWhere) { regions(where: $x) { totalCount } }": set(),
    "query($x: StringFilter) { regions(where: {name: $x}) { totalCount } }": set(),
    "query($x: String!) { regions(where: {country: {in: [$x]}}) { totalCount } }": set(),
    "query($x: String!) { search(query: $x) { totalCount } }": set(),
    "query($x: ID!) { paths(from: {kind: REGION, id: $x}, to: {kind: FUND, id: \"ERDF\"}) { totalCount } }": set(),
    "query($x: Confidence) { regions(where: {confidence: {eq: $x}}) { totalCount } }": set(),
    "query($x: String!) { __type(name: $x) { name } }": set(),
    "query($x: [ID!]) { region(id: \"x\") { sharingPriorities(technologies: $x) { totalCount } } }": set(),
    # in both places
    "query($x: Int) { regions(first: $x, where: {level: {eq: $x}}) { nodes { id } } }": set(),
    "query($x: ID!, $y: Int) { region(id: $x) { clusters(first: $y) { totalCount } } }": {"x"},
}  # fmt: skip


@pytest.mark.parametrize("query", CASES)
def test_which_variables_are_only_parameters(query: str) -> None:
    assert late_variables(parse(query), executable()) == CASES[query]


class Recorder:
    """A graph that gives one row, or an error."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.error: Exception | None = None

    async def read(self, cypher: str, parameters: Any = None, *, timeout: Any = None, shape: Any = None) -> list[Any]:
        if shape:  # else it is no statement of the operation
            await self.answer(cypher, parameters)
        return []

    async def answer(self, cypher: str, parameters: Any) -> None:
        self.asked.append((cypher, dict(parameters)))
        if self.error:
            raise self.error

    async def profile(self, cypher: str, parameters: Any) -> tuple[list[Any], int]:
        self.asked.append((cypher, dict(parameters)))
        return [], 7


@pytest.fixture
def graph() -> Recorder:
    return Recorder()


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the root fields that are compiled, as they are."""
    names: list[str] = []
    compile_field = plan.compile_field

    def watched(info: Any, late: Any) -> Any:
        names.append(info.field_name)
        return compile_field(info, late)

    monkeypatch.setattr(plan, "compile_field", watched)
    return names


def answers(graph: Recorder, query: str, *variables: dict[str, Any], **options: Any) -> list[Answer]:
    async def ask() -> list[Answer]:
        service = Service(graph, Asking())
        return [await service.answer(query, each, **options) for each in variables]

    return asyncio.run(ask())


COUNTRY = "query($c: String, $n: Int = 2) { regions(first: $n, where: {country: {eq: $c}}) { nodes { id } } }"


def test_it_is_compiled_once_for_all_their_values(graph: Recorder, compiled: list[str]) -> None:
    answers(graph, COUNTRY, {"c": "ES"}, {"c": "IT"}, {"c": "$p1 OR true //"})
    assert compiled == ["regions"]
    assert len({cypher for cypher, _ in graph.asked}) == 1
    assert [parameters["p0"] for _, parameters in graph.asked] == ["ES", "IT", "$p1 OR true //"]


def test_null_absent_and_other_values_that_count_are_compiled_anew(graph: Recorder, compiled: list[str]) -> None:
    given = [{"c": None}, {}, {"c": "ES"}, {"c": "ES", "n": 3}, {"c": "IT", "n": 3}, {"c": None}, {"c": "ES", "n": 2}]
    answers(graph, COUNTRY, *given)
    assert len(compiled) == 5
    assert ["country" in cypher for cypher, _ in graph.asked] == [False, False, True, True, True, False, True]
    assert [parameters["p1"] for cypher, parameters in graph.asked if "country" in cypher] == [2, 3, 3, 2]


def test_a_value_of_the_wrong_type_is_refused_also_when_it_is_compiled(graph: Recorder) -> None:
    first, second = answers(graph, COUNTRY, {"c": "ES"}, {"c": 7})
    assert first.errors is None
    assert second.errors is not None
    assert not second.ran
    assert len(graph.asked) == 1


def test_half_a_character_is_refused_also_when_it_is_compiled(graph: Recorder) -> None:
    first, second = answers(graph, COUNTRY, {"c": "ES"}, {"c": "\ud800"})
    assert first.errors is None
    assert [each.message for each in second.errors or ()] == [
        "A text holds half a character. Send Unicode text, without lone surrogates."
    ]


def test_operations_of_one_text_are_told_apart(graph: Recorder) -> None:
    query = "query A($x: ID!) { region(id: $x) { id } } query B($x: ID!) { cluster(id: $x) { id } }"

    async def ask() -> None:
        service = Service(graph, Asking())
        for name in "ABAB":
            await service.answer(query, {"x": "1"}, name)

    asyncio.run(ask())
    assert [cypher.partition(":")[2].partition(" ")[0] for cypher, _ in graph.asked] == [
        "Region", "Cluster", "Region", "Cluster",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "error",
    [
        GraphUnavailable("Neo4j does not answer."),
        GraphTimeout("Too slow."),
        KbError("inside"),
        ZeroDivisionError("inside"),
    ],
)
@pytest.mark.parametrize(
    "query",
    [
        'query { one: region(id: "x") { id } }',
        "{ regions { totalCount } }",
        'query { one: region(id: "x") { id } regions { totalCount } two: cluster(id: "y") { id } }',
    ],
)
def test_a_failure_is_told_alike_when_it_is_compiled(graph: Recorder, query: str, error: Exception) -> None:
    async def ask() -> list[Answer]:
        service = Service(graph, Asking())
        found = []
        for graph.error in (error, None, error):
            found.append(await service.answer(query))
        return found

    ordinary, fine, kept = asyncio.run(ask())
    assert fine.errors is None
    assert kept.data == ordinary.data
    assert ordinary.errors
    assert {str(each.formatted) for each in kept.errors or ()} == {str(each.formatted) for each in ordinary.errors}
    assert "inside" not in str(kept.errors).replace("inside kb", "")


def test_what_is_more_than_statements_goes_the_ordinary_way(graph: Recorder) -> None:
    query = '{ __typename regions { totalCount } __type(name: "Region") { name } }'
    for each in answers(graph, query, {}, {}):
        assert list(each.data or {}) == ["__typename", "regions", "__type"]


def test_db_hits_are_counted_also_when_it_is_compiled(graph: Recorder) -> None:
    found = answers(graph, COUNTRY, {"c": "ES"}, {"c": "IT"}, profile=True)
    assert [each.cost and each.cost["dbHits"] for each in found] == [7, 7]


def test_who_waits_too_long_for_a_turn_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "TURN_SECONDS", 0.05)
    monkeypatch.setattr(answering, "AT_ONCE", 1)

    class Slow(Recorder):
        async def answer(self, cypher: str, parameters: Any) -> None:
            await asyncio.sleep(0.5)

    async def ask() -> list[Answer]:
        service = Service(Slow(), Asking())
        return list(await asyncio.gather(*(service.answer("{ regions { totalCount } }") for _ in range(3))))

    codes = [[each.extensions["code"] for each in answer.errors or ()] for answer in asyncio.run(ask())]
    assert codes == [[], ["BUSY"], ["BUSY"]]
