"""Turns rows into the facts a dataset wants the graph to hold, and into rejects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kb.errors import KbError
from kb.loaders.base import Loader
from kb.loaders.check import checked
from kb.loaders.facts import Fact, Facts, Identity, LinkFact, NodeFact, NodeId, add, differ, relation_of, shown
from kb.loaders.rejects import Reject, Rejected
from kb.loaders.table import Row


@dataclass(slots=True)
class Entry:
    """A row and its facts; it stands or falls as a whole."""

    row: Row
    facts: list[Fact]
    rejected: Rejected | None = None

    @property
    def links(self) -> Iterator[LinkFact]:
        """Give the facts that are links."""
        return (each for each in self.facts if isinstance(each, LinkFact))

    @property
    def nodes(self) -> Iterator[NodeFact]:
        """Give the facts that are nodes."""
        return (each for each in self.facts if isinstance(each, NodeFact))


@dataclass(slots=True)
class Gathered:
    """The rows of a load, and the facts that are no row: the sources of the loader itself."""

    own: list[Fact]
    whole: bool = True
    """Whether all rows were read: what follows from all of them follows from no part."""
    entries: list[Entry] = field(default_factory=list)
    first: dict[Identity, Row | None] = field(default_factory=dict)
    """The row that gave a fact first."""

    def rejects(self) -> list[Reject]:
        """Give the rows that fell."""
        return [each.rejected.of(each.row.file, each.row.line, each.row.raw) for each in self.entries if each.rejected]

    def facts(self, loader: Loader) -> Facts:
        """Give the facts of the rows that stand, and what follows from them."""
        facts: Facts = {}
        for fact in self.own:
            add(facts, fact)
        for entry in self.entries:
            for fact in () if entry.rejected else entry.facts:
                add(facts, fact)
        for fact in loader.derived(facts) if self.whole else ():
            if not add(facts, checked(fact, loader)):
                raise KbError(f"What the loader derives differs from a row: {shown(fact)}.")
        return facts


def gather(loader: Loader, rows: Iterable[Row], sources: Iterable[NodeFact], limit: int | None) -> Gathered:
    """Read and check the rows, each by itself and against those before it.

    With `limit` only so many rows of each file, and those that they lead to.
    """
    own: list[Fact] = [checked(each, loader) for each in sources]
    gathered = Gathered(own, limit is None, first={each.identity: None for each in own})
    entries = [_entry(loader, row) for row in rows]
    gathered.entries = entries if limit is None else _part(entries, limit)
    said = _Said(gathered.first)
    for entry in gathered.entries:
        entry.rejected = entry.rejected or said.add(entry)
    return gathered


def _part(entries: list[Entry], limit: int) -> list[Entry]:
    """Give the first rows of each file and, since a row stands or falls with what it leads to, those they lead to."""
    given = {each.identity: number for number, entry in enumerate(entries) for each in entry.nodes}
    read: Counter[str] = Counter()
    chosen: set[int] = set()
    for number, entry in enumerate(entries):
        read[entry.row.file] += 1
        ahead = [number] if read[entry.row.file] <= limit else []
        while ahead:
            if (now := ahead.pop()) not in chosen:
                chosen.add(now)
                ahead += [given[each] for each in _leads_to(entries[now]) if each in given]
    return [entries[number] for number in sorted(chosen)]


def _leads_to(entry: Entry) -> Iterator[NodeId]:
    for fact in entry.facts:
        yield from (("Source", each) for each in fact.sources)
        if isinstance(fact, LinkFact):
            yield fact.start
            yield fact.end


def _entry(loader: Loader, row: Row) -> Entry:
    if row.broken:
        return Entry(row, [], row.broken)
    try:
        return Entry(row, [checked(fact, loader) for fact in loader.facts(row)])
    except Rejected as rejected:
        return Entry(row, [], rejected)


class _Said:
    """What the rows so far said."""

    def __init__(self, first: dict[Identity, Row | None]) -> None:
        self._first = first
        self._facts: Facts = {}
        self._one: dict[tuple[str, str, str], LinkFact] = {}

    def add(self, entry: Entry) -> Rejected | None:
        """Add the facts of a row, or say what speaks against it."""
        try:
            for number, fact in enumerate(entry.facts):
                self._check(entry, fact, first=number == 0)
            self._check_to_one(entry)
        except Rejected as rejected:
            return rejected
        for fact in entry.facts:
            add(self._facts, fact)
            self._first.setdefault(fact.identity, entry.row)
        self._one.update((each.relation_id, each) for each in entry.links)
        return None

    def _check(self, entry: Entry, fact: Fact, first: bool) -> None:
        code = "DUPLICATE_KEY" if isinstance(fact, NodeFact) else "DUPLICATE_LINK"
        if sum(each.identity == fact.identity for each in entry.facts) > 1:
            raise Rejected(code, f"The row gives {shown(fact)} twice.", "Write it once.")
        if fact.identity not in self._first:
            return
        before = self._first[fact.identity]
        if before is None:
            raise Rejected(code, f"{shown(fact)} is given by the loader itself.", "Take another key.")
        where = f"line {before.line}" if before.file == entry.row.file else f"{before.file}, line {before.line}"
        if first and before.file == entry.row.file:
            raise Rejected(code, f"Duplicate {shown(fact)}, first seen in {where}.", "Keep one of the two rows.")
        if differ(self._facts[fact.identity], fact):
            hint = "Say the same in both, or say it once."
            raise Rejected("DIFFERS", f"{shown(fact)} is given otherwise in {where}.", hint)

    def _check_to_one(self, entry: Entry) -> None:
        ones = [each for each in entry.links if not relation_of(each.kind, each.relation).many]
        for number, link in enumerate(ones):
            before = [self._one[link.relation_id]] if link.relation_id in self._one else []
            before += [each for each in ones[:number] if each.relation_id == link.relation_id]
            for other in before:
                if other.end != link.end:
                    raise second_value(link, other.that)


def second_value(link: LinkFact, that: str) -> Rejected:
    """Give the reject of a second link where the model allows one."""
    reason = f"{link.kind} {link.this} leads to {that} by `{link.relation}` already."
    return Rejected("SECOND_VALUE", reason, "It can lead to one only.")
