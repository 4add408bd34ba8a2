"""How a named traversal is declared, and what a declaration is read into.

A query runs from `this`, the node it is a field of (one without `of` is a field of the root). Its text
returns the columns of its rows: `that` for a connection of nodes, or the fields of a row class. One that
does not give a list is a single row, or null where its text finds none. One that is computed reads what Python
made of a projection of the graph, as the parameter `found`.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from enum import Enum
from functools import cache, cached_property
from typing import Annotated, Any, TypeAlias, get_args, get_type_hints

from kb.files import cypher
from kb.projection import Computed
from kb.schema import KINDS, Entity
from kb.schema.model import Annotation, Edge, Field, camel


@dataclass(frozen=True)
class Doc:
    """The help text of an argument, the numbers it may be or may have of entries, and the kind whose ids it takes."""

    text: str
    least: int | None = None
    most: int | None = None
    of: str = ""

    @property
    def bounds(self) -> tuple[int, int] | None:
        """Give the least and the most it may be, where there is such."""
        return None if self.least is None or self.most is None else (self.least, self.most)


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
    """An argument of a query, or a field of one that is an object: a dataclass whose fields all have a default."""

    name: str
    type: Any
    many: bool
    required: bool
    default: Any
    doc: Doc
    mark: str = ""

    @property
    def parts(self) -> tuple[Argument, ...]:
        """Give the fields of one that is an object."""
        if not is_dataclass(self.type):
            return ()
        hints = get_type_hints(self.type, include_extras=True)
        return tuple(_argument(name, hint, getattr(self.type, name)) for name, hint in hints.items())


@dataclass(frozen=True)
class Column:
    """A field of a row: a value, a node or a plain list of nodes; `query` gives it, once the page is cut."""

    name: str
    type: Any
    kind: str | None
    many: bool
    required: bool
    ordered: bool
    doc: str
    query: str | None
    mark: str = ""


@dataclass(frozen=True)
class Making:
    """A field of an edge or a row: objects that `make` makes of a Cypher value of its row and the arguments."""

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
    made: tuple[Making, ...]


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
    computed: Computed | None

    @property
    def further(self) -> set[str]:
        """Name the texts that columns of its rows have of their own."""
        return {each.query for each in self.row.columns.values() if each.query} if self.row else set()

    @cached_property
    def kinds(self) -> frozenset[str]:
        """Name the kinds that its answers rest on: those its texts look for, and the one it begins at."""
        return kinds_in(" ".join([self.text, *map(query_text, self.further), f":{self.of}"]))

    @cached_property
    def needs(self) -> dict[str, tuple[str, ...]]:
        """Give, for each of these texts, those whose columns it uses."""
        gives = {each: {name for _, name in returned(query_text(each))} for each in self.further}
        return {
            text: tuple(
                sorted(other for other in gives if other != text and gives[other] & variables(query_text(text)))
            )
            for text in gives
        }

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
    """Give the Cypher text of that name."""
    return cypher(f"queries/{name}")


@cache
def returned(text: str) -> list[tuple[str, str]]:
    """Give what the last RETURN of a Cypher text returns: each expression with its name."""
    clause = re.sub(r"^RETURN\s+(DISTINCT\s+)?", "", text[text.rindex("RETURN") :]).strip()
    expressions, depth, start = [], 0, 0
    for at, sign in enumerate(clause + ","):
        depth += (sign in "([{") - (sign in ")]}")
        if sign == "," and depth == 0:
            expressions.append(clause[start:at].strip())
            start = at + 1
    split = (re.fullmatch(r"(.*)\s+AS\s+(\w+)", each, re.DOTALL) for each in expressions)
    return [(match[1], match[2]) if match else (each, each) for match, each in zip(split, expressions, strict=True)]


def kinds_in(text: str) -> frozenset[str]:
    """Name the kinds that a Cypher text looks for, sources aside: every fact has these."""
    return frozenset(re.findall(r"[:|](\w+)", text)) & KINDS.keys() - {"Source"}


def variables(text: str) -> set[str]:
    """Name what may be a variable in a Cypher text: every word but properties, parameters, labels and types."""
    return set(re.findall(r"(?<![.\w$:|])[a-z]\w*", text))


def query(
    of: str | None,
    order: tuple[str, ...] = (),
    edge: type | None = None,
    literals: Literals = lambda _: {},
    computed: Computed | None = None,
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
            computed,
        )
        QUERIES[bound.name if of is None else f"{of}.{bound.name}"] = bound
        return bound

    return bind


def _argument(name: str, hint: Any, default: Any) -> Argument:
    *mark, doc = hint.__metadata__
    given = get_args(hint)[0]
    annotation = Annotation.of(Annotated[given, mark[0]] if mark else given)
    required = default is inspect.Parameter.empty
    if isinstance(default, Enum):
        default = default.name
    return Argument(
        camel(name), annotation.types[0], annotation.many, required, None if required else default, doc,
        annotation.mark,
    )  # fmt: skip


def _declared(cls: type) -> Iterator[tuple[str, Any, Any]]:
    """Give the fields of a class, then those of what it builds on: each name with its type and declaration."""
    hints = get_type_hints(cls, include_extras=True)
    for each in cls.__mro__:
        for name, declared in vars(each).items():
            if name in hints:
                yield name, hints[name], declared


def _row(cls: type) -> RowType:
    columns = {}
    for name, hint, declared in _declared(cls):
        if isinstance(declared, _Made):
            continue
        annotation = Annotation.of(hint)
        name_of_type = annotation.types[0].__name__
        kind = name_of_type if name_of_type in {*KINDS, Entity.__name__, Relationship.__name__} else None
        columns[camel(name)] = Column(
            camel(name), annotation.types[0], kind, annotation.many, annotation.required,
            getattr(declared, "ordered", False), declared.doc, getattr(declared, "query", None), annotation.mark,
        )  # fmt: skip
    return RowType(cls.__name__, inspect.getdoc(cls) or "", columns, _makings(cls))


def _edge(cls: type) -> Edge:
    fields = {
        camel(name): Field(camel(name), hint, False, True, "", declared.doc, camel(name))
        for name, hint, declared in _declared(cls)
        if not isinstance(declared, _Made)
    }
    return Edge(cls.__name__, inspect.getdoc(cls) or "", fields, ())


def _makings(cls: type) -> tuple[Making, ...]:
    return tuple(
        Making(camel(name), get_args(hint)[0], declared.doc, declared.cypher, declared.make)
        for name, hint, declared in _declared(cls)
        if isinstance(declared, _Made)
    )
