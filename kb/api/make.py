"""Makes GraphQL types, enums and inputs, each known by its name to those that refer to it."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from functools import partial
from typing import Any, NewType

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField
from strawberry.types.scalar import ScalarDefinition

from kb.api.reach import Reach

PartialDate = NewType("PartialDate", str)
SCALARS: dict[object, ScalarDefinition] = {
    PartialDate: strawberry.scalar(
        name="PartialDate",
        description="A date as exactly as it is known: 2016, 2016-06 or 2016-06-01.",
    )
}
"""Scalars of our own, for the configuration of the schema."""


class Maker:
    """Makes the pieces of a schema; `names` holds each by its name in annotations, since they refer to each other."""

    def __init__(self) -> None:
        self._made_of: dict[str, Any] = {}
        self.names: dict[str, Any] = {
            "PartialDate": PartialDate,
            "ID": strawberry.ID,
            "date": date,
            "datetime": datetime,
        }

    def field(
        self, name: str, type_: str, doc: str, reach: Reach | None = None, arguments: Iterable[StrawberryArgument] = ()
    ) -> StrawberryField:
        """Make a field of a type; `type_` is an annotation."""
        metadata = {"reach": reach, "type": type_}
        made = StrawberryField(python_name=f"{name}_", graphql_name=name, description=doc, metadata=metadata)
        made.arguments = list(arguments)
        return made

    def argument(self, name: str, type_: str, doc: str, default: Any = strawberry.UNSET) -> StrawberryArgument:
        """Make an argument of a field."""
        annotation = StrawberryAnnotation(type_, namespace=self.names)
        return StrawberryArgument(name, name, annotation, description=doc, default=default)

    def type(
        self,
        name: str,
        doc: str,
        fields: Iterable[StrawberryField],
        base: type | None = None,
        *,
        interface: bool = False,
    ) -> Any:
        """Make an object type, or an interface."""
        body = {str(field.python_name): field for field in fields}
        return self._declared(name, doc, body, strawberry.interface if interface else strawberry.type, base)

    def input(
        self, name: str, doc: str, fields: Mapping[str, tuple[str, str] | tuple[str, str, Any]], one_of: bool = False
    ) -> None:
        """Make an input type of fields, each with its annotation, its help text and maybe its default."""
        body = {
            f"{each}_": StrawberryField(
                python_name=f"{each}_",
                graphql_name=each,
                description=text,
                **_default(type_, *default),
                metadata={"type": type_},
            )
            for each, (type_, text, *default) in fields.items()
        }
        self._declared(name, doc, body, partial(strawberry.input, one_of=one_of))

    def enum(self, name: str, doc: str, values: Mapping[str, tuple[Any, str]]) -> None:
        """Make an enum of values, each with its help text."""
        members = {key: strawberry.enum_value(value, description=text) for key, (value, text) in values.items()}
        made: Any = Enum(name, members)  # type: ignore[misc]
        self.names[name] = strawberry.enum(made, name=name, description=doc)

    def is_new(self, name: str, of: Any) -> bool:
        """Tell whether the type that is made of something is still to be made; raise ValueError for a name twice."""
        if self._made_of.setdefault(name, of) != of:
            raise ValueError(f"Two types are called {name}.")
        return name not in self.names

    def scalar(self, given: Any, mark: str = "") -> str:
        """Name the scalar or enum of a declared type; `mark` is that of its declaration."""
        if mark in ("key", "when"):
            return {"key": "ID", "when": "PartialDate"}[mark]
        name = str(given.__name__)
        if issubclass(given, Enum) and self.is_new(name, given):
            self.enum(name, given.__doc__ or "", {each.name: (each.name, each.value) for each in given})
        return name

    def _declared(
        self, name: str, doc: str, fields: Mapping[str, StrawberryField], make: Callable[..., Any], base: Any = None
    ) -> Any:
        body = {**fields, "__annotations__": dict.fromkeys(fields, Any)}
        bare_class = types.new_class(name, (base,) if base else (), {}, lambda space: space.update(body))
        made = self.names[name] = make(bare_class, name=name, description=doc)
        for field in fields.values():
            # strawberry would look names up in the module of the class, where they are not
            field.type_annotation = StrawberryAnnotation(field.metadata["type"], namespace=self.names)
        return made


def _default(type_: str, *given: Any) -> dict[str, Any]:
    if given:
        return {"default": given[0]}
    return {"default": strawberry.UNSET} if type_.endswith("None") else {}


def wrap(type_: str, many: bool, required: bool) -> str:
    """Give the annotation of a scalar, or of a list of it."""
    listed = f"list[{type_}]" if many else type_
    return listed if required else f"{listed} | None"


def bare(annotation: str) -> tuple[str, bool]:
    """Give the scalar of an annotation, and whether it is a list of it."""
    named = annotation.removesuffix(" | None")
    listed = named.startswith("list[")
    return (named[5:-1] if listed else named), listed
