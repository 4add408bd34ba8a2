"""GraphQL types, made from the model and the named queries: a kind declared is a kind served."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any, NewType

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField
from strawberry.types.fields.resolver import StrawberryResolver

from kb.api.limits import DEFAULT_FIRST, MOST_FIRST
from kb.api.reach import AllOf, Along, ById, NodesIn, PlaceOf, Reach, RowColumn, Rows, Value
from kb.queries import QUERIES, Argument, Id, KindName, Query, RowType, SearchText
from kb.schema import EDGES, KINDS, Edge, Entity, Field, Kind, Point, Relation

PartialDate = strawberry.scalar(
    NewType("PartialDate", str),
    name="PartialDate",
    description="A date as exactly as it is known: 2016, 2016-06 or 2016-06-01.",
)

NAMES: dict[str, Any] = {
    "PartialDate": PartialDate,
    "ID": strawberry.ID,
    "date": date,
    "datetime": datetime,
}
"""Every type by its GraphQL name: what annotations are resolved in, since types refer to each other."""


def _field(
    name: str, type: str, doc: str, reach: Reach | None = None, arguments: Iterable[StrawberryArgument] = ()
) -> StrawberryField:
    made = StrawberryField(
        python_name=f"{name}_",
        graphql_name=name,
        description=doc,
        metadata={"reach": reach, "type": type},
    )
    made.arguments = list(arguments)
    return made


def _argument(name: str, type: str, doc: str, default: Any = strawberry.UNSET) -> StrawberryArgument:
    annotation = StrawberryAnnotation(type, namespace=NAMES)
    return StrawberryArgument(name, name, annotation, description=doc, default=default)


def _type(name: str, doc: str, fields: Iterable[StrawberryField], base: type | None = None, **kind: bool) -> type:
    """Make the type `name` and remember it in NAMES."""
    body = {str(field.python_name): field for field in fields}
    bases = (base,) if base else ()
    made = types.new_class(name, bases, {}, lambda space: space.update(body, __annotations__=dict.fromkeys(body, Any)))
    NAMES[name] = strawberry.type(made, name=name, description=doc, **kind)
    for field in body.values():
        # strawberry resolves names in the module of the class; ours are in NAMES, some of them not made yet
        field.type_annotation = StrawberryAnnotation(field.metadata["type"], namespace=NAMES)
    return made


def _enum(declared: type[Enum]) -> str:
    if declared.__name__ not in NAMES:
        values = {each.name: strawberry.enum_value(each.name, description=each.value) for each in declared}
        made = Enum(declared.__name__, values)  # type: ignore[misc]
        NAMES[declared.__name__] = strawberry.enum(made, name=declared.__name__, description=declared.__doc__)
    return declared.__name__


def _scalar(type: Any, mark: str = "") -> str:
    if mark in ("key", "when"):
        return {"key": "ID", "when": "PartialDate"}[mark]
    if isinstance(type, Enum.__class__):
        return _enum(type)
    return str(type.__name__)


def _wrap(type: str, many: bool, required: bool) -> str:
    listed = f"list[{type}]" if many else type
    return listed if required else f"{listed} | None"


# Paging

PAGING = (
    _argument("first", "int | None", f"How many at most: 0 to {MOST_FIRST}.", DEFAULT_FIRST),
    _argument("after", "str | None", "The cursor to go on from: `endCursor` of the page before.", None),
)


def _page_info() -> None:
    _type(
        "PageInfo",
        "Where a page of a connection is.",
        [
            _field("hasNextPage", "bool", "Whether more follow."),
            _field("hasPreviousPage", "bool", "Whether the page began after a cursor."),
            _field("startCursor", "str | None", "Cursor of the first on the page."),
            _field("endCursor", "str | None", "Cursor of the last: give it as `after` to go on."),
        ],
    )


def _connection(target: str, edge: Edge | None, link: str | None) -> str:
    """Make, once, the connection to `target` over edges with the properties of `edge`; `link` holds them."""
    stem = f"{target}{edge.name}" if edge else target
    if f"{stem}Connection" in NAMES:
        return f"{stem}Connection"
    NAMES[f"{stem}Connection"] = None
    about = f"One way to a {target}" + (f". {edge.doc}" if edge else ".")
    _type(f"{stem}Edge", about, _edge_fields(target, edge, link))
    _type(
        f"{stem}Connection",
        f"A page of {target} nodes.",
        [
            _field("nodes", f"list[{target}]", "The nodes of the page."),
            _field("edges", f"list[{stem}Edge]", "The nodes of the page, each with its cursor and relationship."),
            _field("pageInfo", "PageInfo", "Where the page is."),
            _field("totalCount", "int", "How many there are in all."),
        ],
    )
    return f"{stem}Connection"


def _edge_fields(target: str, edge: Edge | None, link: str | None) -> Iterable[StrawberryField]:
    yield _field("node", target, "The node itself.")
    yield _field("cursor", "str", "Its cursor, to go on after it.")
    if edge:
        for each in edge.fields.values():
            yield _value(each, f"{link}.{each.stored_as}" if link else each.name)
    if link:
        reach = NodesIn("(that:Source) WHERE that.id IN link.sources")
        yield _field("sources", "list[Source]", "Who says so.", reach)


# Kinds


def _value(field: Field, expression: str) -> StrawberryField:
    reach: Reach = Value(expression)
    if field.type in (date, datetime):
        reach = Value(f"toString({expression})")
    elif field.type is Point:
        reach = PlaceOf(expression)
    elif field.many:
        reach = Value(f"coalesce({expression}, [])")
    return _field(field.name, _wrap(_scalar(field.type, field.mark), field.many, field.required), field.doc, reach)


def _along(relation: Relation) -> StrawberryField:
    target = relation.targets[0] if len(relation.targets) == 1 else Entity.__name__
    if not relation.many:
        return _field(relation.name, f"{target} | None", relation.doc, Along(relation))
    edge = EDGES[relation.edge] if relation.edge else None
    connection = _connection(target, edge, "link" if edge else None)
    return _field(relation.name, connection, relation.doc, Along(relation), PAGING)


def _kind_fields(kind: Kind) -> list[StrawberryField]:
    fields = {each.name: _value(each, f"this.{each.stored_as}") for each in kind.fields.values()}
    fields |= {each.name: _along(each) for each in kind.relations.values()}
    fields |= {each.name: _query(each) for each in QUERIES.values() if each.of == kind.name}
    return list(fields.values())


def _entity(kinds: Mapping[str, Kind]) -> type:
    """Make the interface of all kinds: the fields that every one of them has."""
    first, *others = kinds.values()
    made = {
        each.name: _value(each, f"this.{each.stored_as}")
        for each in first.fields.values()
        if all(each.name in kind.fields for kind in others)
    }
    made |= {
        each.name: _along(each)
        for each in first.relations.values()
        if all(getattr(kind.relations.get(each.name), "pattern", None) == each.pattern for kind in others)
    }
    return _type(Entity.__name__, (Entity.__doc__ or "").strip(), made.values(), is_interface=True)


# Queries


def _argument_type(argument: Argument) -> str:
    named = {Id: "ID", KindName: "Kind", SearchText: "str"}
    type = named.get(argument.type) or _scalar(argument.type)
    return _wrap(type, argument.many, argument.required or argument.default is not None)


def _query(query: Query) -> StrawberryField:
    arguments = [
        _argument(each.name, _argument_type(each), each.doc.text, strawberry.UNSET if each.required else each.default)
        for each in query.arguments.values()
    ]
    target = query.kind or _row(query.row)
    return _field(query.name, _connection(target, query.edge, None), query.doc, Rows(query), [*arguments, *PAGING])


def _row(row: RowType | None) -> str:
    assert row is not None
    if row.name not in NAMES:
        fields = []
        for each in row.columns.values():
            type = each.kind or _scalar(each.type)
            reach = RowColumn(each.name, each.kind is not None, each.many, each.ordered, each.query)
            fields.append(_field(each.name, _wrap(type, each.many, True), each.doc, reach))
        _type(row.name, row.doc, fields)
    return row.name


# The whole


def root_type(resolve: Callable[..., Any]) -> type:
    """Make every type and give the root: one of each kind, all of each kind, the root queries, each answered by `resolve`."""
    _page_info()
    _point()
    _kind_enum()
    base = _entity(KINDS)
    for kind in KINDS.values():
        _type(kind.name, kind.doc, _kind_fields(kind), base)
    fields = [field for kind in KINDS.values() for field in _root_fields(kind)]
    fields += [_query(each) for each in QUERIES.values() if each.of is None]
    for field in fields:
        arguments = field.arguments
        field.base_resolver = StrawberryResolver(resolve)
        field.arguments = arguments
    return _type("Query", "What can be asked.", fields)


def _root_fields(kind: Kind) -> Iterable[StrawberryField]:
    by_id = [_argument("id", "ID", "Its key.")]
    yield _field(kind.singular, f"{kind.name} | None", f"One by its id. {kind.doc}", ById(kind), by_id)
    yield _field(kind.plural, _connection(kind.name, None, None), f"All, by id. {kind.doc}", AllOf(kind), PAGING)


def _point() -> None:
    parts = [_field("latitude", "float", "Degrees north."), _field("longitude", "float", "Degrees east.")]
    _type(Point.__name__, (Point.__doc__ or "").strip(), parts)


def _kind_enum() -> None:
    values = {_screaming(name): strawberry.enum_value(name, description=kind.doc) for name, kind in KINDS.items()}
    made = Enum("Kind", values)  # type: ignore[misc]
    NAMES["Kind"] = strawberry.enum(made, name="Kind", description="The kinds of nodes.")


def _screaming(name: str) -> str:
    return "".join(f"_{each}" if each.isupper() and at else each.upper() for at, each in enumerate(name))
