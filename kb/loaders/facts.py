"""What a loader yields: facts on nodes and facts on links, each with its sources."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias

from kb.schema import EDGES, KINDS, Field, Relation
from kb.schema.cypher import keys

NodeId: TypeAlias = tuple[str, str]
"""A kind and an id."""
LinkId: TypeAlias = tuple[str, str, str, str, str, str]
"""This kind, this id, the relation, that kind, that id, and the key that tells repeated links apart."""
Identity: TypeAlias = NodeId | LinkId


NOTHING: Mapping[str, Any] = MappingProxyType({})


class NodeFact(NamedTuple):
    """That something is there, and what is said of it. Without sources the loader's own source says so."""

    kind: str
    id: str
    properties: Mapping[str, Any] = NOTHING
    sources: tuple[str, ...] = ()
    confidence: str = "READ"

    @property
    def identity(self) -> NodeId:
        """Give what makes it one and the same fact."""
        return self.kind, self.id


class LinkFact(NamedTuple):
    """That one thing is linked to another by a stored relation of its kind."""

    kind: str
    this: str
    relation: str
    that_kind: str
    that: str
    properties: Mapping[str, Any] = NOTHING
    sources: tuple[str, ...] = ()
    confidence: str = "READ"

    @property
    def key(self) -> str:
        """Give the values of the edge's keys, joined; empty where the edge has none."""
        names = _keys(self.kind, self.relation)
        return "|".join(str(self.properties.get(name) or "") for name in names) if names else ""

    @property
    def identity(self) -> LinkId:
        """Give what makes it one and the same fact."""
        return self.kind, self.this, self.relation, self.that_kind, self.that, self.key

    @property
    def relation_id(self) -> tuple[str, str, str]:
        """Give the relation of the one node that it is."""
        return self.kind, self.this, self.relation

    @property
    def start(self) -> NodeId:
        """Give the node whose relation it is."""
        return self.kind, self.this

    @property
    def end(self) -> NodeId:
        """Give the node it leads to."""
        return self.that_kind, self.that


Fact: TypeAlias = NodeFact | LinkFact
Facts: TypeAlias = dict[Identity, Fact]


APART = ("id", "confidence")
"""Fields that a fact holds beside its properties."""


@cache
def fields_of(kind: str) -> dict[str, Field]:
    """Give the properties of a kind under the names they are stored by."""
    return {each.stored_as: each for each in KINDS[kind].fields.values() if each.name not in APART}


@cache
def edge_fields(kind: str, relation: str) -> dict[str, Field]:
    """Give the properties of a relation's edge under the names they are stored by."""
    edge = KINDS[kind].relations[relation].edge
    fields = EDGES[edge].fields.values() if edge else ()
    return {each.stored_as: each for each in fields if each.name not in APART}


@cache
def _keys(kind: str, relation: str) -> tuple[str, ...]:
    return keys(relation_of(kind, relation))


def relation_of(kind: str, name: str) -> Relation:
    """Give the relation of that name."""
    return KINDS[kind].relations[name]


def add(facts: Facts, fact: Fact) -> bool:
    """Add a fact, or its sources to the same fact that is there already; give False where the two differ."""
    there = facts.get(fact.identity)
    if there is None:
        facts[fact.identity] = fact
        return True
    if differ(there, fact):
        return False
    facts[fact.identity] = there._replace(sources=tuple(sorted({*there.sources, *fact.sources})))
    return True


def differ(one: Fact, other: Fact) -> bool:
    """Tell whether two facts of one identity say different things."""
    return one.properties != other.properties or one.confidence != other.confidence


def shown(fact: Fact) -> str:
    """Give a fact's identity for people to read."""
    return shown_as(fact.identity)


def shown_as(identity: Identity) -> str:
    """Give an identity for people to read."""
    if len(identity) == 2:
        return " ".join(identity)
    *parts, key = identity
    return " ".join(parts) + (f" ({key})" if key.strip("|") else "")
