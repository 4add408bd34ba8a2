"""The data model: one declaration per kind, from which everything else follows."""

from __future__ import annotations

from kb.schema import (
    clusters,
    events,
    facilities,
    money,
    partnerships,
    people,
    places,
    provenance,
    strategies,
)
from kb.schema.base import Entity
from kb.schema.model import Confidence, Edge, Field, Kind, Point, Relation, read_edges, read_kinds

KINDS: dict[str, Kind] = read_kinds(Entity.__name__)
EDGES: dict[str, Edge] = read_edges()

__all__ = [
    "EDGES", "KINDS", "Confidence", "Edge", "Entity", "Field", "Kind", "Point", "Relation",
    "clusters", "events", "facilities", "money", "partnerships", "people", "places", "provenance", "strategies",
]  # fmt: skip
