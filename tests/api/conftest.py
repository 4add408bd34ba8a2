"""What the tests of the API share: the service and the reference over the same facts."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from zlib import crc32

import pytest
import strawberry
from graphql import ExecutionResult

from kb.api import service as answering
from kb.api.cursor import encode
from kb.api.documents import Asking
from kb.api.limits import Limits
from kb.api.schema import build
from kb.graph import Graph
from kb.reader import Reader


def beside(name: str) -> ModuleType:
    """Import a file of the tests that is no test: no folder of tests is on the path."""
    spec = importlib.util.spec_from_file_location(f"tests_{name}", Path(__file__).parent.parent / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


beside("groups")
reference = beside("reference")
operations = beside("operations")


WIDE = Limits(
    depth=50, tokens=50_000, fields=10_000, aliases=1_000, duplicates=1_000, directives=1_000, definitions=1_000,
    objects=10_000, rows=10**12, cost=10**15,
)  # fmt: skip
"""What answers are compared for may cost what it likes."""


class Service:
    """The service over a graph: anything with a `read` that is awaited."""

    def __init__(self, graph: Any) -> None:
        self.graph = graph
        self._service = answering.Service(self, Asking(WIDE))
        self.statements: list[tuple[str, dict[str, Any]]] = []
        self._runner = asyncio.Runner()

    async def read(self, cypher: str, parameters: dict[str, Any] | None = None, **options: Any) -> list[Any]:
        """Read from the graph, and remember the statement, if it is an operation's: then its rows are shaped."""
        if "shape" in options:
            self.statements.append((cypher, parameters or {}))
        return await self.graph.read(cypher, parameters, **options)

    def execute(self, query: str, variables: dict[str, Any] | None = None) -> Any:
        """Answer an operation: by way of graphql-core, then by what it was compiled to then, which is no different."""
        first = self._answered(query, variables)
        asked = sorted(self.statements, key=str)  # they run side by side
        again = self._answered(query, variables)
        assert sorted(self.statements, key=str) == asked
        assert as_text(again.data) == as_text(first.data)
        assert again.cost == first.cost
        assert [each.formatted for each in again.errors or ()] == [each.formatted for each in first.errors or ()]
        return again

    def _answered(self, query: str, variables: dict[str, Any] | None) -> Any:
        self.statements.clear()
        return self._runner.run(self._service.answer(query, variables))

    def ask(self, query: str, variables: dict[str, Any] | None = None) -> dict[str, Any]:
        """Give the data of an operation that is right."""
        return data(self.execute(query, variables))

    def cursor(self, order: str, *values: Any) -> str:
        """Give the cursor of a row with these sort values; `order` names the keys, `-` before one that descends."""
        marked = ", ".join(f"{each.lstrip('-')} {each.startswith('-')}" for each in order.split())
        return encode(crc32(marked.encode()), list(values))

    def close(self, reader: Reader | None = None) -> None:
        if reader:
            self._runner.run(reader.close())
        self._runner.close()


class Both:
    """The service and the reference, asked the same."""

    def __init__(self, service: Service, reference: Any) -> None:
        self.service, self.reference = service, reference

    def ask(self, query: str, variables: dict[str, Any] | None = None) -> dict[str, Any]:
        """Give what both answer: the same values, in the same order."""
        return self.ask_each(query, variables, variables)[0]

    def ask_each(
        self, query: str, of_service: dict[str, Any] | None, of_reference: dict[str, Any] | None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Ask each with variables of its own, since cursors are each one's own; give both answers, that are alike."""
        ours, theirs = self.service.ask(query, of_service), data(self.reference.execute(query, of_reference))
        assert as_text(with_cursors_of(theirs, ours)) == as_text(theirs)
        return ours, theirs

    def pages(self, query: str, *way: str, **variables: Any) -> Iterator[dict[str, Any]]:
        """Ask for page after page of the connection that `way` leads to; `query` takes its place as `$after`."""
        after: list[Any] = [None, None]
        more = True
        while more:
            answers = self.ask_each(query, *({"after": each, **variables} for each in after))
            infos = [at(answer, *way, "pageInfo") for answer in answers]
            after, more = [each["endCursor"] for each in infos], infos[0]["hasNextPage"]
            yield at(answers[0], *way)


def data(result: ExecutionResult | Any) -> dict[str, Any]:
    """Give the data of an answer without errors."""
    assert not result.errors, result.errors
    assert result.data is not None
    return result.data


def at(value: Any, *way: str) -> Any:
    """Follow keys into an answer."""
    for key in way:
        value = value[key]
    return value


def as_text(answer: Any) -> str:
    """Give an answer as it is sent: the order of its keys counts, too; not the last digits of a number."""
    return json.dumps(rounded(answer), indent=1)


def rounded(answer: Any) -> Any:
    """Round numbers: sums are added up in different orders."""
    if isinstance(answer, dict):
        return {key: rounded(value) for key, value in answer.items()}
    if isinstance(answer, list):
        return [rounded(value) for value in answer]
    return float(f"{answer:.12g}") if isinstance(answer, float) else answer


def with_cursors_of(theirs: Any, ours: Any) -> Any:
    """Give our answer with the cursors of the other: each makes its own."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        return {key: with_cursors_of(theirs.get(key), value) for key, value in ours.items()}
    if isinstance(theirs, list) and isinstance(ours, list) and len(theirs) == len(ours):
        return [with_cursors_of(*pair) for pair in zip(theirs, ours, strict=True)]
    is_cursor = isinstance(theirs, str) and theirs.startswith(reference.CURSOR)
    return theirs if is_cursor and isinstance(ours, str) and ours else ours


@pytest.fixture(scope="session")
def operations_of() -> Any:
    """Give the strategy of random operations."""
    return operations.operations


@pytest.fixture(scope="session")
def schema() -> strawberry.Schema:
    """Give the schema of the service."""
    return build()


@pytest.fixture
def service(starter: Graph) -> Iterator[Service]:
    """Give the service over the starter dataset."""
    reader = starter.reader()
    made = Service(reader)
    yield made
    made.close(reader)


@pytest.fixture(scope="session")
def references() -> dict[str, Any]:
    """Give the references made so far, by the loads of their graph."""
    return {}


@pytest.fixture
def both(service: Service, starter: Graph, schema: strawberry.Schema, references: dict[str, Any]) -> Both:
    """Give the service and the reference over the starter dataset."""
    loads = str(starter.read("MATCH (load:Load) RETURN load.id, toString(load.finished) ORDER BY load.id"))
    if loads not in references:
        references[loads] = reference.Reference(starter, schema.as_str())
    return Both(service, references[loads])


class Recorder:
    """A graph that holds nothing: it remembers what it is asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []

    async def read(self, cypher: str, parameters: dict[str, Any] | None = None, **_: Any) -> list[Any]:
        self.asked.append((cypher, parameters or {}))
        return []


@pytest.fixture
def unanswered() -> Iterator[Service]:
    """Give the service over a graph that gives no row: what it is asked is all there is to see."""
    made = Service(Recorder())
    yield made
    made.close()
