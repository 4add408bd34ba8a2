"""How a named traversal is declared, and what a declaration is read into.

A query runs from `this`, the node it is a field of (one without `of` is a field of the root). Its text
returns the columns of its rows: `that` for a connection of nodes, or the fields of a row class. One that
does not give a list is a single row, or null where its text finds none.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, get_args, get_type_hints

from kb.files import CYPHER, text
from kb.schema import KINDS, Entity
from kb.schema.model import Annotation, Edge, Field, camel


@dataclass(frozen=True)
class Doc:
    """The help text of an argument, and the numbers it may be."""

    text: str
    least: int | None = None
    most: int | None = None


class Id:
    """The readable key of a node."""


class KindName:
    """The name of a kind."""


class RelationshipName:
    """The name of a type of relationship."""


class NodeKey:
    """Which node is meant: its kind and its id."""


class SearchText:
    """Words to look for; whatever is in them is text, never query syntax."""


class Relationship:
    """A relationship of any type. What relationships of its type do not say is null."""


@dataclass(frozen=True)
class Argument:
    """An argument of a query."""

    name: str
    type: Any
    many: bool
    required: bool
    default: Any
    doc: Doc


@dataclass(frozen=True)
class Column:
    """A field of a row: a value, a node or a plain list of nodes; `query` gives it, once the page is cut."""

    name: str
    type: Any
    kind: str | None
    many: bool
    ordered: bool
    doc: str
    query: str | None


@dataclass(frozen=True)
class Making:
    """A field of an edge: objects that `make` makes of a Cypher value over the columns, and of the arguments."""

    name: str
    type: type
    doc: str
    cypher: str
    make: Callable[[Any, Mapping[str, Any]], list[Any]]


@dataclass(frozen=True)
class RowType:
    """What the rows of a query are, where they are more than nodes."""

    name: str
    doc: str
    columns: dict[str, Column]


Literals: TypeAlias = Callable[[dict[str, Any]], dict[str, int | str]]
"""Gives what Cypher does not take as parameters, by the names the text has for it: numbers, and names of the model."""


@dataclass(frozen=True)
class Query:
    """A named traversal."""

    name: str
    of: str | None
    doc: str
    text: str
    arguments: dict[str, Argument]
    kind: str | None
    row: RowType | None
    many: bool
    edge: Edge | None
    made: tuple[Making, ...]
    order: tuple[str, ...]
    literals: Literals

    @property
    def is_relation(self) -> bool:
        """Tell whether it leads on as a relation does: to nodes, without being told more."""
        return self.kind is not None and not any(each.required for each in self.arguments.values())


@dataclass(frozen=True)
class _Made:
    doc: str
    cypher: str
    make: Callable[[Any, Mapping[str, Any]], list[Any]]


@dataclass(frozen=True)
class _Column:
    doc: str
    query: str | None
    ordered: bool


def then(doc: str, query: str, ordered: bool = False) -> Any:
    """Declare a column that `query` gives, if it is asked for, for the rows of the page; `ordered` keeps its order."""
    return _Column(doc, query, ordered)


def in_order(doc: str) -> Any:
    """Declare a list that is in an order of its own, not that of ids."""
    return _Column(doc, None, True)


def made(doc: str, cypher: str, make: Callable[[Any, Mapping[str, Any]], list[Any]]) -> Any:
    """Declare a list of objects that `make` makes of a Cypher value over the columns, and of the arguments."""
    return _Made(doc, cypher, make)


QUERIES: dict[str, Query] = {}


def query_text(name: str) -> str:
    """Give the Cypher text of that name, without its comments."""
    lines = text(CYPHER / "queries" / f"{name}.cypher").splitlines()
    return "\n".join(line for line in lines if not line.lstrip().startswith("//"))


def query(
    of: str | None,
    order: tuple[str, ...] = (),
    edge: type | None = None,
    literals: Literals = lambda _: {},
) -> Callable[[Callable[..., Any]], Query]:
    """Bind a signature to the Cypher text of the same name.

    `order` names columns, `-` before one for the highest first.
    """

    def bind(function: Callable[..., Any]) -> Query:
        hints = get_type_hints(function, include_extras=True)
        returned = Annotation.of(hints.pop("return"))
        result = returned.types[0]
        is_node = result is Entity or result.__name__ in KINDS
        parameters = inspect.signature(function).parameters
        bound = Query(
            camel(function.__name__),
            of,
            inspect.getdoc(function) or "",
            query_text(function.__name__),
            {camel(name): _argument(name, hints[name], parameters[name].default) for name in parameters},
            result.__name__ if is_node else None,
            None if is_node else _row(result),
            returned.many,
            _edge(edge) if edge else None,
            _makings(edge) if edge else (),
            order,
            literals,
        )
        QUERIES[bound.name if of is None else f"{of}.{bound.name}"] = bound
        return bound

    return bind


def _argument(name: str, hint: Any, default: Any) -> Argument:
    doc = hint.__metadata__[0]
    annotation = Annotation.of(get_args(hint)[0])
    required = default is inspect.Parameter.empty
    return Argument(camel(name), annotation.types[0], annotation.many, required, None if required else default, doc)


def _row(cls: type) -> RowType:
    columns = {}
    hints = get_type_hints(cls, include_extras=True)
    for name, declared in vars(cls).items():
        if name in hints:
            annotation = Annotation.of(hints[name])
            name_of_type = annotation.types[0].__name__
            kind = name_of_type if name_of_type in {*KINDS, Entity.__name__, Relationship.__name__} else None
            columns[camel(name)] = Column(
                camel(name), annotation.types[0], kind, annotation.many, getattr(declared, "ordered", False),
                declared.doc, getattr(declared, "query", None),
            )  # fmt: skip
    return RowType(cls.__name__, inspect.getdoc(cls) or "", columns)


def _edge(cls: type) -> Edge:
    hints = get_type_hints(cls)
    fields = {
        camel(name): Field(camel(name), hints[name], False, True, "", declared.doc, camel(name))
        for name, declared in vars(cls).items()
        if name in hints and not isinstance(declared, _Made)
    }
    return Edge(cls.__name__, inspect.getdoc(cls) or "", fields, ())


def _makings(cls: type) -> tuple[Making, ...]:
    hints = get_type_hints(cls)
    return tuple(
        Making(camel(name), get_args(hints[name])[0], declared.doc, declared.cypher, declared.make)
        for name, declared in vars(cls).items()
        if isinstance(declared, _Made)
    )
