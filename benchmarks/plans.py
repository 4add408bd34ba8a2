"""What Neo4j is asked for an operation, and how it goes about it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import neo4j

from kb.api.freshness import Reads
from kb.api.projections import Projections
from kb.api.service import Service
from kb.api.statement import Asked
from kb.projection import Projection


@dataclass(frozen=True)
class Statement:
    """One statement with its parameters."""

    cypher: str
    parameters: dict[str, Any]


@dataclass
class _Recorder:
    """A graph that holds nothing: it keeps what it is asked."""

    asked: list[Statement] = field(default_factory=list)

    async def read(self, cypher: str, parameters: dict[str, Any] | None = None, **options: Any) -> list[Any]:
        # what belongs to no operation, such as which load the graph is at, has rows that are not shaped
        if "shape" in options:
            self.asked.append(Statement(cypher, parameters or {}))
        return []


class _Nothing:
    """What is computed of a graph that holds nothing."""

    async def get(self, _: Projection) -> dict[str, Any]:
        return {}

    async def computed(self, _: Asked) -> list[dict[str, Any]]:
        return []


RECORDER = _Recorder()
SERVICE = Service(cast(Reads, RECORDER), projections=cast(Projections, _Nothing()))


def compiled(query: str, variables: Mapping[str, Any] | None = None) -> list[Statement]:
    """Give the statements of an operation, one for each root field; raise ValueError where it is wrong."""
    RECORDER.asked = []
    answer = asyncio.run(SERVICE.answer(query, dict(variables or {})))
    if answer.errors:
        raise ValueError(f"{query}: {answer.errors[0]}")
    return RECORDER.asked


def explained(driver: neo4j.Driver, statement: Statement) -> list[tuple[str, str]]:
    """Give the operators of a statement's plan, each with its details."""
    plan = driver.execute_query(f"EXPLAIN {statement.cypher}", statement.parameters).summary.plan
    return [(str(each["operatorType"]).partition("@")[0], each["args"].get("Details", "")) for each in _walk(plan)]


def is_scan(operator: str) -> bool:
    """Tell whether an operator goes through all nodes, all of a label, or all relationships of a type."""
    return operator.endswith("Scan") and "Index" not in operator


def _walk(plan: Any) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("children", ()):
        yield from _walk(child)
