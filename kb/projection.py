"""What is computed outside Neo4j: of a part of the graph that is read once for each load."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kb.files import cypher


@dataclass(frozen=True)
class Projection:
    """A part of the graph: what `make` makes of the rows of a Cypher text."""

    name: str
    make: Callable[[list[list[Any]]], Any]
    text: str


def projection_text(name: str) -> str:
    """Give the Cypher text of a projection."""
    return cypher(f"projections/{name}")


@dataclass(frozen=True)
class Computed:
    """What a traversal begins with: rows that `rows` computes of a projection and the arguments.

    Each row is a map of ids and numbers, for the traversal's text to find the nodes of.
    """

    projection: Projection
    rows: Callable[[Any, Mapping[str, Any]], list[dict[str, Any]]]
