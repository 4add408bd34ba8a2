"""What Neo4j does for an operation: the statements it compiles to, their plans, and how much they touch."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import neo4j

from kb.api.schema import build

SCHEMA = build()


@dataclass(frozen=True)
class Statement:
    """One statement with its parameters."""

    cypher: str
    parameters: dict[str, Any]


@dataclass
class _Recorder:
    """A graph that holds nothing: it keeps what it is asked."""

    asked: list[Statement] = field(default_factory=list)

    def read(self, cypher: str, parameters: dict[str, Any]) -> list[list[Any]]:
        self.asked.append(Statement(cypher, parameters))
        return []


def compiled(query: str, variables: dict[str, Any] | None = None) -> list[Statement]:
    """Give the statements of an operation, one for each root field; raise ValueError where it is wrong."""
    recorder = _Recorder()
    work = SCHEMA.execute(query, variable_values=variables, context_value={"graph": recorder, "operation_name": None})
    result = asyncio.run(work)
    if result.errors:
        raise ValueError(f"{query}: {result.errors[0]}")
    return recorder.asked


def explained(driver: neo4j.Driver, statement: Statement) -> list[tuple[str, str]]:
    """Give the operators of a statement's plan, each with its details."""
    plan = driver.execute_query(f"EXPLAIN {statement.cypher}", statement.parameters).summary.plan
    return [(_name(each), each["args"].get("Details", "")) for each in _walk(plan)]


def is_scan(operator: str) -> bool:
    """Tell whether an operator goes through all nodes, all of a label, or all relationships of a type."""
    return operator.endswith("Scan") and "Index" not in operator


def db_hits(driver: neo4j.Driver, statement: Statement) -> int:
    """Run a statement and give how often it touched the graph."""
    plan = driver.execute_query(f"PROFILE {statement.cypher}", statement.parameters).summary.profile
    return sum(each["args"].get("DbHits", 0) for each in _walk(plan))


def _walk(plan: Any) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("children", ()):
        yield from _walk(child)


def _name(operator: dict[str, Any]) -> str:
    return str(operator["operatorType"]).partition("@")[0]
