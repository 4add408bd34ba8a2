"""Finds in a list of the graph, such as sectors or topics, what a source names by code or by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kb.loaders.facts import LinkFact
from kb.loaders.places import Read
from kb.words import folded

Key = Callable[[str], Iterable[str]]
"""Gives the ids that an entry may mean by its code, the likeliest first."""


def no_code(entry: str) -> Iterable[str]:  # noqa: ARG001
    """Give none: the list goes by names."""
    return ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A list of the graph: its ids, its names, names that others use, and how its codes are written."""

    ids: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    key: Key = no_code

    @classmethod
    def of(cls, entries: Iterable[tuple[str, str]], key: Key = no_code) -> Vocabulary:
        """Give the list of these ids with their names; a name that several have names none."""
        entries = list(entries)
        names: dict[str, set[str]] = {}
        for id, name in entries:
            names.setdefault(folded(name), set()).add(id)
        ids = frozenset(id for id, _ in entries)
        return cls(ids, {name: ids.pop() for name, ids in names.items() if len(ids) == 1}, key)

    @classmethod
    def read(cls, read: Read, kind: str, prefix: str = "", key: Key = no_code) -> Vocabulary:
        """Give the list that the graph has of a kind, of those whose ids begin with `prefix`."""
        rows = read(f"MATCH (n:{kind}) RETURN n.id, n.name")
        return cls.of(((id, name) for id, name in rows if id.startswith(prefix)), key)

    def find(self, entry: str) -> str | None:
        """Give the id an entry means, None where the list has none that is plain."""
        by_code = next((each for each in self.key(entry) if each in self.ids), None)
        return by_code or self.names.get(folded(entry)) or self.names.get(folded(without_code(entry)))

    def tags(self, kind: str, id: str, relation: str, that_kind: str, column: str, cell: str) -> Iterator[LinkFact]:
        """Give the facts that something has what the entries of a cell name; its edge is a Tag."""
        words: dict[str, list[str]] = {}
        for each in entries(cell):
            if found := self.find(each):
                words.setdefault(found, []).append(each)
        for that, several in words.items():
            basis = {"basis": f"{column}: {'; '.join(several)}"}
            yield LinkFact(kind, id, relation, that_kind, that, basis, confidence="INFERRED")

    def unknown(self, cell: str) -> list[str]:
        """Give the entries of a cell that the list does not have."""
        return [each for each in entries(cell) if self.find(each) is None]


def entries(cell: str) -> list[str]:
    """Give the entries of a cell, each once: semicolons, bars or line breaks are between them."""
    parts = (" ".join(each.split()) for each in re.split(r"[;|\n]", cell))
    return [each for each in dict.fromkeys(parts) if each]


def without_code(entry: str) -> str:
    """Give an entry without the code before it, such as `C.26 - `."""
    return re.sub(r"^(?:[A-Z]{4} ?)?[A-Z]?[.\d]*\s*[-–:.]?\s+", "", entry)


def nace(entry: str) -> Iterator[str]:
    """Give the sector of an entry such as `C.26 - Computers` or `C - Manufacturing`: a bare number is no sure code."""
    if found := re.match(r"([A-U])\.? ?(\d{2}(?:\.\d{1,2})?)\b", entry):
        yield f"NACE2-{found[2]}"
    elif found := re.match(r"([A-U]) ?[-–:]", entry):
        yield f"NACE2-{found[1]}"


def nabs(entry: str) -> Iterator[str]:
    """Give the objectives of an entry such as `NABS06`, `06 - Industrial production` or `12.1`, the narrower first."""
    if found := re.match(r"(?:NABS ?)?0?(\d{1,2})(?:\.(\d{1,3}))?(?!\d)", entry):
        if found[2]:
            yield f"NABS-{found[1]}.{found[2]}"
        yield f"NABS-{found[1]}"
