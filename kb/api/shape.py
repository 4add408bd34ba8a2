"""What becomes of the lists that Neo4j returns: the response, in the order it was asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import count
from typing import Any, TypeAlias, cast

from kb.api import cursor


@dataclass
class Tally:
    """Counts the rows of an answer while they are shaped."""

    rows: int = 0


Shape: TypeAlias = Callable[[Any, Tally], Any]
"""What becomes of a value; the rows in it are counted."""
Maker: TypeAlias = Callable[[Sequence[str], Sequence[Shape], str], Shape]
"""Makes the shape of an object of its keys, the shapes of its values and its type."""


@dataclass(frozen=True)
class Part:
    """A Cypher expression, and what becomes of its value; without a shape the value is the answer."""

    cypher: str
    shape: Shape | None = None

    def shaped(self, value: Any, tally: Tally) -> Any:
        """Give the answer for one value."""
        return self.shape(value, tally) if self.shape else value


def or_null(shape: Shape | None) -> Shape | None:
    """Let null be null."""
    return shape and (lambda value, tally: None if value is None else shape(value, tally))


def each(shape: Shape) -> Shape:
    """Shape every row of a list."""

    def every(rows: list[Any], tally: Tally) -> list[Any]:
        tally.rows += len(rows)
        return [shape(row, tally) for row in rows]

    return every


def record(typename: str, fields: Sequence[tuple[str, Part | None]]) -> Part:
    """Give an object: a list in Cypher, a dict in the answer. A field without a part is `__typename`."""
    parts = [part for _, part in fields if part]
    make = _maker(tuple(None if part is None else part.shape is not None for _, part in fields))
    shape = make([key for key, _ in fields], [part.shape for part in parts if part.shape], typename)
    return Part(f"[{', '.join(part.cypher for part in parts)}]", shape)


@lru_cache(1024)
def _maker(shaped: tuple[bool | None, ...]) -> Maker:
    """Give what makes the shape of an object; `shaped` tells which fields have a shape, None is `__typename`.

    Answers are small objects by the thousands, and a dict that is written out is made four times as fast as one of
    pairs. Nothing but numbers goes into the code.
    """
    columns, shapes = count(), count()
    values = ["typename" if each is None else _value(each, next(columns), shapes) for each in shaped]
    pairs = ", ".join(f"key{at}: {value}" for at, value in enumerate(values))
    names = [f"key{at}" for at in range(len(shaped))] + [f"shape{at}" for at in range(next(shapes))]
    code = f"lambda keys, shapes, typename: (lambda {', '.join(names)}: lambda row, tally: {{{pairs}}})(*keys, *shapes)"
    return cast(Maker, eval(code))  # noqa: S307


def _value(has_shape: bool, column: int, shapes: Iterator[int]) -> str:
    return f"shape{next(shapes)}(row[{column}], tally)" if has_shape else f"row[{column}]"


def attributes(typename: str, fields: Sequence[tuple[str, str, Shape | None]]) -> Shape:
    """Make a dict of an object: under each key an attribute, shaped."""

    def shape(value: Any, tally: Tally) -> dict[str, Any]:
        found = ((key, typename if name == "__typename" else getattr(value, name), make) for key, name, make in fields)
        return {key: make(each, tally) if make else each for key, each, make in found}

    return shape


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
class Page:
    """One page of a connection: the parts of each row by response key, in this order, and where the page is.

    A row is the list of its parts and its sort values; where there is but one part, it is that alone.
    """

    typename: str
    fields: Sequence[tuple[str, str, Part | None, Sequence[tuple[str, str]]]]
    mark: int
    place: Place

    @cached_property
    def _shapes(self) -> list[Shape | None]:
        return [part.shape for _, _, part, _ in self.fields if part]

    @property
    def has_rows(self) -> bool:
        """Tell whether rows are asked for, and not only how many there are."""
        return bool(self._shapes) or self.place.keyed

    @cached_property
    def is_single(self) -> bool:
        """Tell whether a row is its only part."""
        return len(self._shapes) == 1 and not self.place.keyed

    @property
    def holds_lists(self) -> bool:
        """Tell whether a row has lists in it that Neo4j has to find."""
        return any("COLLECT {" in part.cypher for _, _, part, _ in self.fields if part)

    def row_of(self, keys: str) -> str:
        """Give the Cypher of a row; `keys` are its sort values."""
        parts = [part.cypher for _, _, part, _ in self.fields if part]
        return parts[0] if self.is_single else f"[{', '.join([*parts, *([keys] if self.place.keyed else [])])}]"

    def part(self, rows: str | None, count: str | None) -> Part:
        """Give the connection as one value, of the Cypher for a list of its rows, and for how many there are in all."""
        if rows and count:
            return Part(f"[{rows}, {count}]", lambda value, tally: self._whole(value[0], value[1], tally))
        if rows:
            return Part(rows, self._only() or (lambda value, tally: self._whole(value, None, tally)))
        return Part(count or "null", lambda value, tally: self._whole([], value, tally))

    def row(self, row: Any, tally: Tally) -> list[Any]:
        """Shape one row."""
        values = [row] if self.is_single else row
        for at, shape in enumerate(self._shapes):
            if shape:
                values[at] = shape(values[at], tally)
        return values

    def _whole(self, rows: list[Any], count: int | None, tally: Tally) -> dict[str, Any]:
        return self.made([self.row(each, tally) for each in rows], count, tally)

    def _only(self) -> Shape | None:
        """Give what is shorter for the many connections of which nothing but the nodes is asked for."""
        if len(self.fields) > 1 or not self.is_single or self.place.backwards:
            return None
        [key], [shape] = [each[0] for each in self.fields], self._shapes
        shaped = each(shape) if shape else each(lambda value, _: value)
        return lambda value, tally: {key: shaped(value, tally)}

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
