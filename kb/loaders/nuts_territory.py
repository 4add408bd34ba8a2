"""Which codes are one territory, and which regions lie in which.

Codes are one territory where a region has a single child in some edition (CZ08 and CZ080), or where a code
changed and the extent did not (NL332 and NL361). Every other relation between regions holds between territories.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kb.loaders.facts import Facts, LinkFact, NodeFact

Pair = tuple[str, str]


def same_territory(facts: Facts) -> Iterator[Pair]:
    """Give every ordered pair of codes of one territory, a code and itself included."""
    for codes in _territories(facts):
        yield from ((one, other) for one in codes for other in codes)


def within(facts: Facts) -> Iterator[Pair]:
    """Give every pair of a code and one of a territory it lies in: its own, and those around it."""
    territories = _territories(facts)
    territory = {code: number for number, codes in enumerate(territories) for code in codes}
    parents: dict[int, set[int]] = defaultdict(set)
    for child, parent in _links(facts, "parent"):
        parents[territory[child]].add(territory[parent])
    for code, own in territory.items():
        for around in sorted(_reached(own, parents)):
            yield from ((code, other) for other in territories[around])


def _reached(start: int, parents: dict[int, set[int]]) -> set[int]:
    reached, next_up = {start}, [start]
    while next_up:
        new = parents[next_up.pop()] - reached
        reached |= new
        next_up += new
    return reached


def _territories(facts: Facts) -> list[list[str]]:
    members = {each.id: [each.id] for each in facts.values() if isinstance(each, NodeFact) and each.kind == "Region"}
    for one, other in (*_only_children(facts), *_recoded(facts)):
        if members[one] is not members[other]:
            members[one].extend(members[other])
            for code in members[other]:
                members[code] = members[one]
    return [sorted(codes) for code, codes in members.items() if code == min(codes)]


def _only_children(facts: Facts) -> Iterable[Pair]:
    children: dict[Pair, list[str]] = defaultdict(list)
    for child, parent in _links(facts, "parent"):
        for edition in facts["Region", child].properties["editions"]:
            children[edition, parent].append(child)
    return [(parent, each[0]) for (_, parent), each in children.items() if len(each) == 1]


def _recoded(facts: Facts) -> Iterable[Pair]:
    return [
        (each.this, each.that)
        for each in facts.values()
        if isinstance(each, LinkFact) and each.relation == "successors" and each.properties["sameExtent"]
    ]


def _links(facts: Facts, relation: str) -> Iterator[Pair]:
    for each in facts.values():
        if isinstance(each, LinkFact) and each.relation == relation and each.kind == "Region":
            yield each.this, each.that
