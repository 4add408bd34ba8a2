"""What a loader yields: facts on nodes and facts on links, each with its sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from kb.schema import KINDS, Relation
from kb.schema.cypher import keys

NodeId: TypeAlias = tuple[str, str]
"""A kind and an id."""
LinkId: TypeAlias = tuple[str, str, str, str, str, str]
"""This kind, this id, the relation, that kind, that id, and the key that tells repeated links apart."""
Identity: TypeAlias = NodeId | LinkId


@dataclass(frozen=True, slots=True)
class NodeFact:
    """That something is there, and what is said of it. Without sources the loader's own source says so."""

    kind: str
    id: str
    properties: Mapping[str, Any] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    confidence: str = "READ"

    @property
    def identity(self) -> NodeId:
        """Give what makes it one and the same fact."""
        return self.kind, self.id


@dataclass(frozen=True, slots=True)
class LinkFact:
    """That one thing is linked to another by a stored relation of its kind."""

    kind: str
    this: str
    relation: str
    that_kind: str
    that: str
    properties: Mapping[str, Any] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    confidence: str = "READ"

    @property
    def key(self) -> str:
        """Give the values of the edge's keys, joined; empty where the edge has none."""
        names = keys(relation_of(self.kind, self.relation))
        return "|".join(str(self.properties.get(name) or "") for name in names)

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
    facts[fact.identity] = replace(there, sources=tuple(sorted({*there.sources, *fact.sources})))
    return True


def differ(one: Fact, other: Fact) -> bool:
    """Tell whether two facts of one identity say different things."""
    return one.properties != other.properties or one.confidence != other.confidence


def shown(fact: Fact) -> str:
    """Give a fact's identity for people to read."""
    if isinstance(fact, NodeFact):
        return f"{fact.kind} {fact.id}"
    key = f" ({fact.key})" if fact.key.strip("|") else ""
    return f"{fact.kind} {fact.this} {fact.relation} {fact.that_kind} {fact.that}{key}"
