"""What there is of what arguments name: an id that there is not is told, and does not find nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeAlias

from kb.api.freshness import Reads
from kb.errors import BadInput
from kb.projection import Projection
from kb.queries import QUERIES

There: TypeAlias = Mapping[str, frozenset[str]]
"""The ids of each kind."""


@dataclass(frozen=True)
class Named:
    """The ids that an argument names, and the kind of what they name."""

    argument: str
    kind: str
    ids: tuple[str, ...]

    @classmethod
    def of(cls, argument: str, kind: str, given: str | Iterable[str]) -> Named:
        """Take what an argument is given."""
        return cls(argument, kind, (given,) if isinstance(given, str) else tuple(given))

    def check(self, there: There) -> None:
        """Raise BadInput for an id that there is not, unless nothing of the kind is loaded, which coverage says."""
        ids = there.get(self.kind, frozenset())
        unknown = next((each for each in self.ids if each not in ids), None) if ids else None
        if unknown is not None:
            close = get_close_matches(unknown, sorted(ids), 1, 0.6)
            hint = f"Did you mean {close[0]}?" if close else "`search` finds ids by words."
            raise BadInput(f"`{self.argument}`: there is no {self.kind} {unknown}.", hint)


@dataclass(frozen=True)
class NamedNode:
    """The node that an argument names, which may be of any kind."""

    argument: str
    kind: str
    id: str

    async def check(self, reader: Reads) -> None:
        """Raise BadInput if there is no such node: it is looked up, since of some kinds there are millions.

        Of a kind of which nothing is loaded coverage tells.
        """
        there = f"RETURN EXISTS {{ (:{self.kind} {{id: $id}}) }} OR NOT EXISTS {{ (:{self.kind}) }}"
        if await reader.read(there, {"id": self.id}) == [[False]]:
            hint = "`search` finds ids by words."
            raise BadInput(f"`{self.argument}`: there is no {self.kind} {self.id}.", hint)


def _made(rows: list[list[object]]) -> There:
    return {str(kind): frozenset(map(str, ids)) for kind, ids in rows}  # type: ignore[call-overload]


def _text() -> str:
    kinds = {argument.doc.of for query in QUERIES.values() for argument in query.arguments.values()} - {""}
    found = (f"MATCH (n:{each}) RETURN '{each}' AS kind, collect(n.id) AS ids" for each in sorted(kinds))
    return " UNION ALL ".join(found)


IDS = Projection("ids", _made, _text())
