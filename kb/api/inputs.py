"""The inputs of the schema, made from the fields they speak of: what can be filtered and ordered by."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from functools import partial
from typing import Any

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.field import StrawberryField

from kb.api.operators import IGNORE_CASE, NEAR, TEXTS, operators
from kb.api.reach import Along, PlaceOf, Reach, RowColumn, Rows, Value

NULLS_FIRST = "_NULLS_FIRST"
SCALARS = {"str": "String", "int": "Int", "float": "Float", "bool": "Boolean", "date": "Date", "datetime": "DateTime"}


class Inputs:
    """Makes input types; `names` holds every type of the schema by its name in annotations."""

    def __init__(self, names: dict[str, Any]) -> None:
        self.names = names
        self._input(
            NEAR,
            "A circle on the earth.",
            {
                "latitude": ("float", "Degrees north of its middle."),
                "longitude": ("float", "Degrees east of its middle."),
                "km": ("float", "Its radius in kilometres."),
            },
        )
        self._input(
            "NodeInput",
            "Which node is meant: ids are unique only within a kind.",
            {"kind": ("Kind", "What kind it is of."), "id": ("ID", "Its key.")},
        )
        directions = {
            "ASC": "The least first; what is unknown comes last.",
            "DESC": "The greatest first; what is unknown comes last.",
            "ASC" + NULLS_FIRST: "What is unknown first, then the least.",
            "DESC" + NULLS_FIRST: "What is unknown first, then the greatest.",
        }
        members = {each: strawberry.enum_value(each, description=doc) for each, doc in directions.items()}
        made: Any = Enum("Direction", members)  # type: ignore[misc]
        self.names["Direction"] = strawberry.enum(made, name="Direction", description="In which order.")
        count = {"count": ("Direction | None", "By how many there are.")}
        self._input("CountOrder", "By how many there are.", count, one_of=True)

    def where(self, target: str, fields: Iterable[StrawberryField]) -> None:
        """Make the filter of objects of a type that has these fields."""
        name = f"{target}Where"
        self._input(name, f"What a {target} is like: all that is given here must hold; null asks for nothing.", {
            **{each.graphql_name or "": (f"{filter} | None", each.description or "")
               for each in fields if (filter := self._filter(each))},
            "AND": (f"list[{name}] | None", "All of these."),
            "OR": (f"list[{name}] | None", "At least one of these."),
            "NOT": (f"{name} | None", "Not this."),
        })  # fmt: skip

    def order(self, target: str, fields: Iterable[StrawberryField]) -> None:
        """Make the order of objects of a type that has these fields: each input names one of them."""
        made = {
            each.graphql_name or "": (f"{order} | None", each.description or "")
            for each in fields
            if (order := _order(each))
        }
        self._input(f"{target}Order", f"What a list of {target} is ordered by: one field.", made, one_of=True)

    def related(self, target: str, edge: str | None) -> str:
        """Name the filter of a connection to `target`, over relationships with the properties of `edge`."""
        name = f"{target}{edge or ''}Filter"
        if name not in self.names:
            fields = {
                "some": (f"{target}Where | None", "At least one is like this."),
                "none": (f"{target}Where | None", "None is like this."),
                "all": (f"{target}Where | None", "Each is like this, or there is none."),
                "count": ("IntFilter | None", "How many there are."),
            }
            if edge:
                fields["edge"] = (f"{edge}Where | None", "Only relationships like this are looked at.")
            self._compared("int", False)
            self._input(name, f"Which {target} nodes there are.", fields)
        return name

    def _filter(self, field: StrawberryField) -> str | None:
        """Name the type that a field is filtered by, if it is one to filter by."""
        reach: Reach | None = field.metadata["reach"]
        if isinstance(reach, Value | PlaceOf):
            scalar, many = bare(field.metadata["type"])
            return self._compared(scalar, many)
        if isinstance(reach, Along):
            return self.related(reach.target, reach.relation.edge) if reach.relation.many else f"{reach.target}Where"
        if isinstance(reach, Rows) and reach.query.is_relation:
            return self.related(str(reach.query.kind), None)
        if isinstance(reach, RowColumn) and reach.query is None:
            scalar, many = bare(field.metadata["type"])
            if not reach.is_node:
                return self._compared(scalar, many)
            return self.related(scalar, None) if many else f"{scalar}Where"
        return None

    def _compared(self, scalar: str, many: bool) -> str:
        """Name the filter of a scalar."""
        name = f"{SCALARS.get(scalar, scalar)}{'List' if many else ''}Filter"
        if name not in self.names:
            fields = {
                each.name: (f"{each.takes.replace('*', scalar)} | None", each.doc) for each in operators(scalar, many)
            }
            if scalar in TEXTS and not many:
                fields[IGNORE_CASE] = ("bool | None", "Whether capital and small letters are alike here.")
            self._input(name, "All that is given here must hold; null asks for nothing.", fields)
        return name

    def _input(self, name: str, doc: str, fields: Mapping[str, tuple[str, str]], one_of: bool = False) -> None:
        body: dict[str, Any] = {
            f"{each}_": StrawberryField(
                python_name=f"{each}_",
                graphql_name=each,
                description=text,
                **({"default": strawberry.UNSET} if type_.endswith("None") else {}),
                metadata={"type": type_},
            )
            for each, (type_, text) in fields.items()
        }
        self.names[name] = declared(name, doc, body, self.names, partial(strawberry.input, one_of=one_of))


def declared(
    name: str,
    doc: str,
    fields: Mapping[str, Any],
    names: dict[str, Any],
    make: Callable[..., Any],
    base: Any = None,
) -> Any:
    """Make a GraphQL type of fields, whose types are named in their metadata."""
    body = {**fields, "__annotations__": dict.fromkeys(fields, Any)}
    bare_class = types.new_class(name, (base,) if base else (), {}, lambda space: space.update(body))
    made = make(bare_class, name=name, description=doc)
    for field in fields.values():
        # strawberry would look names up in the module of the class, where they are not
        field.type_annotation = StrawberryAnnotation(field.metadata["type"], namespace=names)
    return made


def bare(annotation: str) -> tuple[str, bool]:
    """Give the scalar of an annotation, and whether it is a list of it."""
    named = annotation.removesuffix(" | None")
    listed = named.startswith("list[")
    return (named[5:-1] if listed else named), listed


def _order(field: StrawberryField) -> str | None:
    """Name the type that a field is ordered by, if it is one to order by."""
    reach: Reach | None = field.metadata["reach"]
    scalar, many = bare(field.metadata["type"])
    if isinstance(reach, Value):
        return None if many else "Direction"
    if isinstance(reach, Along):
        if reach.relation.many:
            return "CountOrder"
        return f"{reach.target}Order"
    if isinstance(reach, Rows) and reach.query.is_relation:
        return "CountOrder"
    if isinstance(reach, RowColumn) and reach.query is None:
        if reach.is_node:
            return "CountOrder" if many else f"{scalar}Order"
        return "Direction"
    return None
