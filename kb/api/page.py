"""One page of a connection: what is asked of Neo4j for it, and what becomes of that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kb.api import cursor
from kb.api.shape import By, Each, Function, Part, Scope, Shape, Tally, Under, function, shaped


@dataclass(frozen=True)
class Place:
    """Where a page is: its size, which of its ends a cursor gave, and whether it was counted from the last.

    With `keyed`, the sort values of a row come after what is selected.
    """

    size: int
    keyed: bool
    backwards: bool
    after: bool
    before: bool

    def more(self, follow: bool) -> tuple[bool, bool]:
        """Tell whether there are pages after this one, and before it; `follow`: more were found than asked for."""
        return (self.before, follow) if self.backwards else (follow, self.after)


@dataclass(frozen=True)
class Row:
    """A row of a page: a list of its parts and its sort values; where there is but one part, it is that alone."""

    parts: Sequence[Part]
    keyed: bool

    @property
    def is_single(self) -> bool:
        """Tell whether a row is its only part."""
        return len(self.parts) == 1 and not self.keyed

    def cypher(self, keys: str) -> str:
        """Give the Cypher of a row; `keys` are its sort values."""
        parts = [part.cypher for part in self.parts]
        return parts[0] if self.is_single else f"[{', '.join([*parts, *([keys] if self.keyed else [])])}]"

    def code(self, value: str, scope: Scope) -> str:
        """Give the list of what becomes of the parts, and the sort values."""
        values = [value] if self.is_single else [f"{value}[{at}]" for at in range(len(self.parts) + self.keyed)]
        shapes = [*(part.shape for part in self.parts), None]
        return f"[{', '.join(shaped(shape, each, scope) for shape, each in zip(shapes, values, strict=False))}]"


@dataclass(frozen=True)
class Page:
    """One page of a connection: the parts of each row by response key, in this order, and where the page is."""

    typename: str
    fields: Sequence[tuple[str, str, Part | None, Sequence[tuple[str, str]]]]
    mark: int
    place: Place

    @cached_property
    def row(self) -> Row:
        """Give its rows."""
        return Row([part for _, _, part, _ in self.fields if part], self.place.keyed)

    @property
    def has_rows(self) -> bool:
        """Tell whether rows are asked for, and not only how many there are."""
        return bool(self.row.parts) or self.place.keyed

    @property
    def holds_lists(self) -> bool:
        """Tell whether a row has lists in it that Neo4j has to find."""
        return any("COLLECT {" in part.cypher for part in self.row.parts)

    def part(self, rows: str | None, count: str | None) -> Part:
        """Give the connection as one value, of the Cypher for a list of its rows, and for how many there are in all."""
        if rows and count:
            return Part(f"[{rows}, {count}]", By(lambda value, tally: self._whole(value[0], value[1], tally)))
        if rows:
            return Part(rows, self._only_nodes() or By(lambda value, tally: self._whole(value, None, tally)))
        return Part(count or "null", By(lambda value, tally: self.made([], value, tally)))

    def _only_nodes(self) -> Shape | None:
        """Give what is shorter for the many connections of which nothing but one list is asked for."""
        if len(self.fields) > 1 or not self.row.is_single or self.place.backwards:
            return None
        return Under(self.fields[0][0], Each(self.row.parts[0].shape))

    def _whole(self, rows: list[Any], count: int | None, tally: Tally) -> dict[str, Any]:
        shape = self._function
        return self.made([shape(each, tally) for each in rows], count, tally)

    @cached_property
    def _function(self) -> Function:
        return function(self.row)

    def made(self, found: list[list[Any]], count: int | None, tally: Tally) -> dict[str, Any]:
        """Give the connection from rows that are shaped; one more than asked for says that more follow."""
        rows = found[: self.place.size] if len(found) > self.place.size else found
        tally.rows += len(rows)
        if self.place.backwards:
            rows.reverse()
        answer: dict[str, Any] = {}
        at = 0
        for key, name, part, chosen in self.fields:
            if part is not None:
                answer[key] = [row[at] for row in rows]
                at += 1
            elif name == "pageInfo":
                answer[key] = self._info(rows, len(found) > self.place.size, chosen)
            else:
                answer[key] = count if name == "totalCount" else self.typename
        return answer

    def _info(self, rows: list[Any], follow: bool, chosen: Sequence[tuple[str, str]]) -> dict[str, Any]:
        after, before = self.place.more(follow)
        info = {
            "__typename": "PageInfo",
            "hasNextPage": after,
            "hasPreviousPage": before,
            "startCursor": cursor.encode(self.mark, rows[0][-1]) if rows else None,
            "endCursor": cursor.encode(self.mark, rows[-1][-1]) if rows else None,
        }
        return {key: info[name] for key, name in chosen}
