"""What the graph has of funds, programmes and categories: a link to something else would cost the whole row."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from kb.loaders.places import Read
from kb.words import folded

_CODE = re.compile(r"(\d{1,3})(?!\d)")
_ANOTHER = re.compile(r"(?<=[\s.,;])\d{2,3}\s*[.:\-–]\s*(?=[^\W\d])")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The funds, the programmes by their CCI, and the categories of intervention by their names."""

    funds: frozenset[str] = frozenset()
    programmes: Mapping[str, str] = field(default_factory=dict)
    categories: frozenset[str] = frozenset()
    names: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def read(cls, read: Read) -> Self:
        """Give what the graph has."""
        fields = read("MATCH (f:InterventionField) RETURN f.id, f.name, f.period")
        return cls(
            frozenset(id for (id,) in read("MATCH (f:Fund) RETURN f.id")),
            dict(read("MATCH (p:Programme) WHERE p.cci IS NOT NULL RETURN p.cci, p.id")),
            frozenset(id for id, _, _ in fields),
            {(period or "", plain(name)): id for id, name, period in fields},
        )

    def category(self, period: str, words: str) -> str | None:
        """Give the category by the code that the words begin with, or by its name; None where they name several."""
        found = _CODE.match(words)
        if not found:
            return self.names.get((period, plain(words)))
        id = f"{period}-{int(found[1]):03}"
        return id if id in self.categories and not _ANOTHER.search(words, found.end()) else None


def plain(words: str) -> str:
    """Give words without case, accents and signs: to compare names by."""
    return re.sub(r"\W+", " ", folded(words)).strip()
