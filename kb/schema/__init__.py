"""The data model: one declaration per kind, from which everything else follows."""

from __future__ import annotations

from kb.schema import (
    chains,
    clusters,
    events,
    facilities,
    money,
    partnerships,
    people,
    places,
    provenance,
    statistics,
    strategies,
)
from kb.schema.base import Entity
from kb.schema.model import Confidence, Edge, Field, Kind, Point, Relation, read_edges, read_kinds

KINDS: dict[str, Kind] = read_kinds(Entity.__name__)
EDGES: dict[str, Edge] = read_edges()
RELATIONSHIPS: dict[str, tuple[Kind, Relation]] = {
    each.type: (kind, each)
    for kind in KINDS.values()
    for each in kind.relations.values()
    if each.type and each.inverse_of is None
}
"""Every type of relationship in the graph, with the kind and the field that declare it."""

__all__ = [
    "EDGES", "KINDS", "RELATIONSHIPS", "Confidence", "Edge", "Entity", "Field", "Kind", "Point", "Relation",
    "chains", "clusters", "events", "facilities", "money", "partnerships", "people", "places", "provenance",
    "statistics", "strategies",
]  # fmt: skip
