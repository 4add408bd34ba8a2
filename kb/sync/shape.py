"""The form that facts of one kind, or of one relation between two kinds, have in a table: columns of text.

What the graph holds and what files say are compared in this form, so every value has one text only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property, partial
from typing import Any, TypeAlias

import orjson

from kb.loaders.facts import Fact, Identity, LinkFact, NodeFact, edge_fields, fields_of
from kb.schema import KINDS, Field, Point, Relation
from kb.schema.cypher import keys, stored

ORIGIN = "origin"
"""A list of numbers: the version of the load, which of its files, and the line there; of what no row says the first."""

Text: TypeAlias = str | None
Cells: TypeAlias = tuple[Text, ...]


@dataclass(frozen=True, eq=False)
class Shape:
    """A kind, or a stored relation of it that leads to another kind. There is one object of each: `shape_of`."""

    kind: str
    relation: str = ""
    that_kind: str = ""

    @cached_property
    def name(self) -> str:
        """Give the name of its table."""
        return f"{self.kind}.{self.relation}.{self.that_kind}" if self.relation else self.kind

    def __reduce__(self) -> tuple[Any, ...]:
        return shape_of, (self.kind, self.relation, self.that_kind)

    @cached_property
    def is_node(self) -> bool:
        """Tell whether it is of nodes."""
        return not self.relation

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Give the columns that make a fact one and the same."""
        return ("id",) if self.is_node else ("this", "that", "key")

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Give the columns that are properties."""
        return fields_of(self.kind) if self.is_node else edge_fields(self.kind, self.relation)

    @property
    def values(self) -> tuple[str, ...]:
        """Give the columns that say something: the properties, and how sure they are."""
        return (*self.fields, "confidence")

    @property
    def columns(self) -> tuple[str, ...]:
        """Give all columns of a fact."""
        return (*self.keys, *self.values, "sources")

    @property
    def kept(self) -> tuple[str, ...]:
        """Give all columns of a fact in the graph: with the load, file and line that it was last written from."""
        return (*self.columns, ORIGIN)

    @cached_property
    def staged(self) -> tuple[str, ...]:
        """Give the columns of its table on the stage: the row, which of its facts it is, and the fact."""
        return ("_row", "_nth", *self.columns)

    @cached_property
    def declared(self) -> Relation:
        """Give the relation."""
        return stored(KINDS[self.kind])[self.relation]

    @cached_property
    def is_one(self) -> bool:
        """Tell whether it is of links of which a node can have one only."""
        return not self.is_node and not self.declared.many

    @cached_property
    def keyed(self) -> tuple[str, ...]:
        """Give the fields that tell relationships with the same ends apart."""
        return () if self.is_node else keys(self.declared)

    def identity(self, key: Sequence[Text]) -> Identity:
        """Give the identity of the fact with these keys."""
        if self.is_node:
            return self.kind, str(key[0])
        return self.kind, str(key[0]), self.relation, self.that_kind, str(key[1]), key[2] or ""

    def cells(self, key: Cells, properties: Mapping[str, Any], sources: str) -> Cells:
        """Give what the graph says of a fact as cells."""
        values = (written(properties.get(name)) for name in self.values)
        origin = properties.get(ORIGIN)
        return (*key, *values, sources, origin and orjson.dumps(origin).decode())

    def fact(self, cells: Sequence[Text]) -> Fact:
        """Give cells as the fact they are of."""
        said = self.read(dict(zip(self.columns, cells, strict=True)))
        sources, confidence = tuple((cells[-1] or "").split(";")), str(cells[-2])
        if self.is_node:
            return NodeFact(self.kind, str(cells[0]), said, sources, confidence)
        this, that = str(cells[0]), str(cells[1])
        return LinkFact(self.kind, this, self.relation, self.that_kind, that, said, sources, confidence)

    def read(self, cells: Mapping[str, Text]) -> dict[str, Any]:
        """Give the properties that cells say something of."""
        return {
            name: read(field, str(cells[name])) for name, field in self.fields.items() if cells.get(name) is not None
        }

    def made(self, cells: Sequence[Text]) -> list[Any]:
        """Give the values that the cells of `kept` are the texts of; the key of a link that has one is a text."""
        values: list[Any] = list(cells)
        for at, make in self._makers:
            cell = values[at]
            if cell is not None:
                values[at] = make(cell)
        return values

    @cached_property
    def _makers(self) -> list[tuple[int, Callable[[str], Any]]]:
        """Give what makes the values that are not the texts themselves, with their columns."""
        fields = [(at, self.fields[name]) for at, name in enumerate(self.columns) if name in self.fields]
        made = [(at, partial(read, each)) for at, each in fields if each.many or each.type in MADE]
        of_all = len(self.columns)
        return [*made, (of_all - 1, lambda sources: sources.split(";")), (of_all, orjson.loads)]


MADE = (bool, int, float, date, datetime, Point)
"""Types whose values are made of their texts."""

Staged: TypeAlias = tuple[Shape, Cells]
"""A fact that was checked: its shape and the cells of all its columns."""


def shape_of(kind: str, relation: str = "", that_kind: str = "") -> Shape:
    """Give the one shape of these."""
    return _shape(kind, relation, that_kind)


_shape = cache(Shape)


def shape_for(fact: Fact) -> Shape:
    """Give the shape of a fact."""
    if isinstance(fact, NodeFact):
        return shape_of(fact.kind)
    return shape_of(fact.kind, fact.relation, fact.that_kind)


def written(value: Any) -> Text:
    """Give a value as the one text it has; None for nothing, of which an empty list is one."""
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return listed([written(each) for each in value])
    if isinstance(value, dict):
        return f"{value['latitude']!r} {value['longitude']!r}"
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "to_native"):  # dates and times as the driver gives them
        return str(value.to_native().isoformat())
    return str(value)


def listed(texts: list[Text]) -> Text:
    """Give the texts of a list as one."""
    return orjson.dumps(texts).decode() if texts else None


def read(field: Field, text: str) -> Any:
    """Give the value that a text was written of."""
    if field.many:
        return [_one(field, each) for each in orjson.loads(text)]
    return _one(field, text)


def _one(field: Field, text: str) -> Any:
    if field.type is bool:
        return text == "true"
    if field.type is Point:
        latitude, longitude = map(float, text.split(" "))
        return {"latitude": latitude, "longitude": longitude}
    if field.type in (int, float):
        return field.type(text)
    if field.type in (date, datetime):
        return field.type.fromisoformat(text)
    return text
