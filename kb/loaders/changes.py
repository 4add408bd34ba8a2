"""What a load changes: the facts it wants, less the facts the graph has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kb.loaders import added
from kb.loaders.base import Loader
from kb.loaders.facts import Fact, Facts, Identity, LinkFact, relation_of
from kb.loaders.present import Present, Stored
from kb.schema.cypher import keys

Properties = Mapping[str, Any]


@dataclass(slots=True)
class Changes:
    """Facts to set, each with the properties that change (None takes one away), and facts to delete."""

    created: list[Identity] = field(default_factory=list)
    updated: list[Identity] = field(default_factory=list)
    withdrawn: list[Identity] = field(default_factory=list)
    unchanged: int = 0
    sets: dict[Identity, Properties] = field(default_factory=dict)
    deletes: list[Identity] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.sets or self.deletes)

    def set(self, identity: Identity, before: Properties, after: Properties) -> bool:
        """Note how the properties change; give whether they do."""
        names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
        if names:
            self.sets[identity] = {name: after.get(name) for name in names}
        return bool(names)


def compare(loader: Loader, facts: Facts, present: Present, keep_missing: bool) -> Changes:
    """Give what must change for the graph to hold `facts`; `keep_missing` withdraws only what a fact replaces."""
    changes = Changes()
    for identity, fact in facts.items():
        before = present.facts.get(identity, Stored({}))
        changed = changes.set(identity, before.properties, _wanted(loader, fact, before, present))
        if identity not in present.ours:
            changes.created.append(identity)
        elif changed:
            changes.updated.append(identity)
        else:
            changes.unchanged += 1
    gone = present.ours - facts.keys()
    for identity in sorted(_replaced(facts, gone) if keep_missing else gone):
        changes.withdrawn.append(identity)
        before = present.facts[identity]
        others = before.sources - present.own
        if others:
            changes.set(identity, before.properties, _left(loader, identity, before, others))
        else:
            changes.deletes.append(identity)
    return changes


def _wanted(loader: Loader, fact: Fact, before: Stored, present: Present) -> dict[str, Any]:
    """Give the properties the fact is to have, those of other datasets among them."""
    sources = sorted(before.sources - present.own | set(fact.sources))
    if isinstance(fact, LinkFact):
        key = {"key": fact.key} if keys(relation_of(fact.kind, fact.relation)) else {}
        return {**fact.properties, **key, "sources": sources, "confidence": fact.confidence}
    if fact.kind in loader.adds:
        mine = {name: fact.properties.get(name) for name in loader.adds[fact.kind]}
        return {**before.properties, **mine, "sources": sources}
    mine = {"id": fact.id, **fact.properties, "sources": sources, "confidence": fact.confidence}
    # what others add is theirs to say, also where this dataset has an empty list of it
    names = added(fact.kind, loader.name) & before.properties.keys()
    return {**mine, **{name: before.properties[name] for name in names}}


def _left(loader: Loader, identity: Identity, before: Stored, others: set[str]) -> dict[str, Any]:
    """Give what is left of a fact that other datasets hold when this one withdraws."""
    gone = loader.adds.get(identity[0], ()) if len(identity) == 2 else ()
    kept = {name: value for name, value in before.properties.items() if name not in gone}
    return {**kept, "sources": sorted(others)}


def _replaced(facts: Facts, gone: set[Identity] | frozenset[Identity]) -> Iterator[Identity]:
    """Give the links that must go since a relation that can lead to one only now leads elsewhere."""
    ones = {
        each.relation_id
        for each in facts.values()
        if isinstance(each, LinkFact) and not relation_of(each.kind, each.relation).many
    }
    return (each for each in gone if len(each) > 2 and each[:3] in ones)
