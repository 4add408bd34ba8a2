"""Finds the technologies that a text speaks of, by the terms of `technologies.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kb.loaders.facts import LinkFact
from kb.loaders.terms import Found, Term, Terms, words_of

RULES = Path(__file__).parent / "technologies.toml"
NOT = "not"
"""The list of a technology that bars: a term of that technology within its words is not found."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """A technology that a text speaks of, the list that has the term, and the words of the text that are it."""

    technology: str
    rule: str
    words: str

    def link(self, kind: str, id: str, relation: str) -> LinkFact:
        """Give the fact that something has the technology; `relation` is one whose edge is a Tag."""
        basis = {"basis": f"{self.words} ({self.rule})"}
        return LinkFact(kind, id, relation, "Technology", self.technology, basis, confidence="INFERRED")


def tags(*texts: str) -> Iterator[Tagged]:
    """Give the technologies that texts speak of, each once, by the first of its terms.

    Give title and description apart, the title first: a term is found in one of them, not across.
    """
    tagged: set[str] = set()
    for text in texts:
        for technology, found in _first(text).items():
            if technology not in tagged:
                tagged.add(technology)
                yield Tagged(technology, found.term.origin, words_of(text, found))


@cache
def rules() -> dict[str, dict[str, list[str]]]:
    """Give the terms of each technology by language, as the file has them."""
    return tomllib.loads(RULES.read_text(encoding="utf-8"))


@cache
def terms() -> Terms:
    """Give all terms, each with the name of its list, such as PHO.en; raise ValueError where one is none."""
    lists = [(f"{technology}.{name}", of) for technology, named in rules().items() for name, of in named.items()]
    return Terms(Term.of(origin, rank, each) for rank, (origin, of) in enumerate(lists) for each in of)


def _first(text: str) -> dict[str, Found]:
    """Give what speaks of each technology: the first term that is not barred, the longest of those that begin there."""
    found = sorted(terms().find(text), key=lambda each: (each.start, -each.end, each.term.rank))
    first: dict[str, Found] = {}
    for each in found:
        technology, _, name = each.term.origin.partition(".")
        if name != NOT and technology not in first and not _barred(each, f"{technology}.{NOT}", found):
            first[technology] = each
    return first


def _barred(found: Found, origin: str, by: list[Found]) -> bool:
    return any(each.term.origin == origin and found.within(each) for each in by)
