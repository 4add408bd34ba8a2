"""What becomes of the lists that Neo4j returns: the response, in the order it was asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias, cast

from kb.api import cursor

Shape: TypeAlias = Callable[[Any], Any]
Maker: TypeAlias = Callable[[Sequence[str], Sequence[Shape], str], Shape]
"""Makes the shape of an object of its keys, the shapes of its values and its type."""


@dataclass(frozen=True)
class Part:
    """A Cypher expression, and what becomes of its value; without a shape the value is the answer."""

    cypher: str
    shape: Shape | None = None

    def shaped(self, value: Any) -> Any:
        """Give the answer for one value."""
        return self.shape(value) if self.shape else value


def or_null(shape: Shape | None) -> Shape | None:
    """Let null be null."""
    return shape and (lambda value: None if value is None else shape(value))


def each(shape: Shape | None) -> Shape | None:
    """Shape every value of a list."""
    return shape and (lambda values: [shape(value) for value in values])


def record(typename: str, fields: Sequence[tuple[str, Part | None]]) -> Part:
    """Give an object: a list in Cypher, a dict in the answer. A field without a part is `__typename`."""
    parts = [part for _, part in fields if part]
    make = _display(tuple(None if part is None else part.shape is not None for _, part in fields))
    shapes = [part.shape for part in parts if part.shape]
    return Part(
        "[" + ", ".join(part.cypher for part in parts) + "]", make([key for key, _ in fields], shapes, typename)
    )


@lru_cache(1024)
def _display(shaped: tuple[bool | None, ...]) -> Maker:
    """Give what makes the shape of an object of its keys, shapes and type; `shaped` tells which fields have a shape.

    Answers are mostly small objects, and a dict is displayed four times as fast as it is made of pairs. Only numbers
    are written into the code.
    """
    values, column, shape = [], 0, 0
    for has_shape in shaped:
        values.append(
            "typename" if has_shape is None else f"s{shape}(row[{column}])" if has_shape else f"row[{column}]"
        )
        column, shape = column + (has_shape is not None), shape + bool(has_shape)
    display = ", ".join(f"k{at}: {value}" for at, value in enumerate(values))
    keys, shapes = (
        "".join(f"{letter}{at}, " for at in range(many)) for letter, many in (("k", len(shaped)), ("s", shape))
    )
    code = f"lambda keys, shapes, typename: (lambda {keys}{shapes}: lambda row: {{{display}}})(*keys, *shapes)"
    return cast(Maker, eval(code))  # noqa: S307


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
    """One page of a connection: the parts of each row by response key, in this order, and where the page is."""

    typename: str
    fields: Sequence[tuple[str, str, Part | None, Sequence[tuple[str, str]]]]
    mark: int
    place: Place

    def shape(self, value: list[Any]) -> dict[str, Any]:
        """Give the connection from [rows or null, count or null]; a row more than asked for says that more follow."""
        found, count = value
        rows = found or []
        if len(rows) > self.place.size:
            rows = rows[: self.place.size]
        if self.place.backwards:
            rows.reverse()
        answer: dict[str, Any] = {}
        at = 0
        for key, name, part, chosen in self.fields:
            if part is not None:
                shape = part.shape
                answer[key] = [shape(row[at]) for row in rows] if shape else [row[at] for row in rows]
                at += 1
            elif name == "pageInfo":
                answer[key] = self._info(rows, len(found or ()) > self.place.size, chosen)
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
