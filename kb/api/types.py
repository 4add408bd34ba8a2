"""GraphQL types, made from the model and the named queries: a kind declared is a kind served."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import is_dataclass, replace
from datetime import date, datetime
from enum import Enum
from typing import Any, NewType, get_args, get_type_hints

import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField
from strawberry.types.fields.resolver import StrawberryResolver
from strawberry.types.scalar import ScalarDefinition

from kb.api.inputs import Inputs, declared
from kb.api.limits import DEFAULT_FIRST, MOST_FIRST
from kb.api.reach import AllOf, Along, ById, Made, NodeOf, NodesIn, PlaceOf, Reach, RowColumn, Rows, Value
from kb.queries import QUERIES
from kb.schema import EDGES, KINDS, RELATIONSHIPS, Edge, Entity, Field, Kind, Point, Relation
from kb.schema.model import Annotation
from kb.signature import (
    Argument,
    Id,
    KindName,
    Making,
    NodeKey,
    Query,
    Relationship,
    RelationshipName,
    RowType,
    SearchText,
)

PartialDate = NewType("PartialDate", str)
SCALARS: dict[object, ScalarDefinition] = {
    PartialDate: strawberry.scalar(
        name="PartialDate",
        description="A date as exactly as it is known: 2016, 2016-06 or 2016-06-01.",
    )
}
"""Scalars of our own, for the configuration of the schema."""


def root_type(resolve: Callable[..., Any]) -> type:
    """Give the root: one of each kind, all of each kind, and the root queries, each answered by `resolve`."""
    return _Types().root(resolve)


class _Types:
    """Makes the types; `names` holds each by its GraphQL name, since they refer to each other."""

    def __init__(self) -> None:
        self.names: dict[str, Any] = {
            "PartialDate": PartialDate,
            "ID": strawberry.ID,
            "date": date,
            "datetime": datetime,
        }
        self.inputs = Inputs(self.names)

    def root(self, resolve: Callable[..., Any]) -> type:
        self._plain_types()
        kinds = {_screaming(each.name): (each.name, each.doc) for each in KINDS.values()}
        self._enum("Kind", "The kinds of nodes.", kinds)
        base = self._entity(KINDS)
        for edge in EDGES.values():
            self.inputs.where(edge.name, list(self._edge_values(edge, "link")))
        for kind in KINDS.values():
            made = self._kind_fields(kind)
            self._type(kind.name, kind.doc, made, base)
            self._inputs(kind.name, made)
        self._relationship()
        fields = [field for kind in KINDS.values() for field in self._root_fields(kind)]
        fields += [self._query(each) for each in QUERIES.values() if each.of is None]
        for field in fields:
            # a resolver brings the arguments of its own signature along
            arguments = field.arguments
            field.base_resolver = StrawberryResolver(resolve)
            field.arguments = arguments
        return self._type("Query", "What can be asked.", fields)

    # The pieces strawberry makes types from

    def _field(
        self, name: str, type_: str, doc: str, reach: Reach | None = None, arguments: Iterable[StrawberryArgument] = ()
    ) -> StrawberryField:
        metadata = {"reach": reach, "type": type_}
        made = StrawberryField(python_name=f"{name}_", graphql_name=name, description=doc, metadata=metadata)
        made.arguments = list(arguments)
        return made

    def _inputs(self, target: str, fields: list[StrawberryField]) -> None:
        self.inputs.where(target, fields)
        self.inputs.order(target, fields)

    def _paging(self, target: str, edge: Edge | None = None) -> list[StrawberryArgument]:
        """Give the arguments of every connection."""
        size = f"How many at most: 0 to {MOST_FIRST}"
        paging = {
            "first": ("int", f"{size}; {DEFAULT_FIRST} where neither this nor `last` is given."),
            "after": ("str", "The cursor to go on from: `endCursor` of the page before."),
            "last": ("int", f"{size}, counted from the end."),
            "before": ("str", "The cursor to go back from: `startCursor` of the page after."),
            "where": (f"{target}Where", "Only those like this."),
            **({"edge": (f"{edge.name}Where", "Only those reached by a relationship like this.")} if edge else {}),
            "orderBy": (f"list[{target}Order]", "What they are ordered by; those that are alike in it are by id."),
        }
        return [self._argument(name, f"{type_} | None", doc, None) for name, (type_, doc) in paging.items()]

    def _argument(self, name: str, type_: str, doc: str, default: Any = strawberry.UNSET) -> StrawberryArgument:
        annotation = StrawberryAnnotation(type_, namespace=self.names)
        return StrawberryArgument(name, name, annotation, description=doc, default=default)

    def _type(
        self,
        name: str,
        doc: str,
        fields: Iterable[StrawberryField],
        base: type | None = None,
        *,
        interface: bool = False,
    ) -> type:
        made: type = declared(
            name,
            doc,
            {str(field.python_name): field for field in fields},
            self.names,
            strawberry.interface if interface else strawberry.type,
            base,
        )
        self.names[name] = made
        return made

    def _enum(self, name: str, doc: str, values: Mapping[str, tuple[Any, str]]) -> None:
        members = {key: strawberry.enum_value(value, description=text) for key, (value, text) in values.items()}
        made: Any = Enum(name, members)  # type: ignore[misc]
        self.names[name] = strawberry.enum(made, name=name, description=doc)

    def _scalar(self, given: Any, mark: str = "") -> str:
        if mark in ("key", "when"):
            return {"key": "ID", "when": "PartialDate"}[mark]
        name = str(given.__name__)
        if issubclass(given, Enum) and name not in self.names:
            self._enum(name, given.__doc__ or "", {each.name: (each.name, each.value) for each in given})
        return name

    def _plain_types(self) -> None:
        self._type(
            "PageInfo",
            "Where a page of a connection is.",
            [
                self._field("hasNextPage", "bool", "Whether more follow."),
                self._field("hasPreviousPage", "bool", "Whether the page began after a cursor."),
                self._field("startCursor", "str | None", "Cursor of the first on the page."),
                self._field("endCursor", "str | None", "Cursor of the last: give it as `after` to go on."),
            ],
        )
        self._type(
            Point.__name__,
            (Point.__doc__ or "").strip(),
            [
                self._field("latitude", "float", "Degrees north."),
                self._field("longitude", "float", "Degrees east."),
            ],
        )

    # Connections

    def _connection(self, target: str, edge: Edge | None, link: str | None, made: Iterable[Making] = ()) -> str:
        """Name the connection to `target` over edges with the properties of `edge`; the variable `link` holds them."""
        stem = f"{target}{edge.name}" if edge else target
        name = f"{stem}Connection"
        if name in self.names:
            return name
        fields = [
            self._field("nodes", f"list[{target}]", "The nodes of the page."),
            self._field("edges", f"list[{stem}Edge]", "The nodes of the page, each with its cursor and relationship."),
            self._field("pageInfo", "PageInfo", "Where the page is."),
            self._field("totalCount", "int", "How many there are in all."),
        ]
        self._type(name, f"A page of {target} nodes.", fields)
        about = f"One way to a {target}." + (f" {edge.doc}" if edge else "")
        made_fields = [self._made(each) for each in made]
        self._type(f"{stem}Edge", about, [*self._edge_fields(target, edge, link), *made_fields])
        return name

    def _edge_fields(self, target: str, edge: Edge | None, link: str | None) -> Iterator[StrawberryField]:
        yield self._field("node", target, "The node itself.")
        yield self._field("cursor", "str", "Its cursor, to go on after it.")
        if edge:
            yield from self._edge_values(edge, link)
        if link:
            sources = NodesIn("(that:Source) WHERE that.id IN link.sources")
            yield self._field("sources", "list[Source]", "Who says so.", sources)

    def _made(self, making: Making) -> StrawberryField:
        type_ = _wrap(self._of_dataclass(making.type), True, True)
        return self._field(making.name, type_, making.doc, Made(making.cypher, making.make))

    def _of_dataclass(self, cls: Any) -> str:
        """Name the type of objects whose attributes, each annotated with its help text, are the answer."""
        if cls.__name__ not in self.names:
            fields = []
            for name, hint in get_type_hints(cls, include_extras=True).items():
                given, doc = get_args(hint)
                annotation = Annotation.of(given)
                [type_] = annotation.types
                named = self._of_dataclass(type_) if is_dataclass(type_) else self._scalar(type_)
                fields.append(self._field(name, _wrap(named, annotation.many, annotation.required), doc))
            self._type(cls.__name__, inspect.getdoc(cls) or "", fields)
        return str(cls.__name__)

    def _edge_values(self, edge: Edge, link: str | None) -> Iterator[StrawberryField]:
        for each in edge.fields.values():
            yield self._value(each, f"{link}.{each.stored_as}" if link else each.name)

    # Kinds

    def _root_fields(self, kind: Kind) -> Iterator[StrawberryField]:
        by_id = [self._argument("id", "ID", "Its key.")]
        yield self._field(kind.singular, f"{kind.name} | None", f"One by its id. {kind.doc}", ById(kind), by_id)
        connection = self._connection(kind.name, None, None)
        yield self._field(kind.plural, connection, f"All, by id. {kind.doc}", AllOf(kind), self._paging(kind.name))

    def _kind_fields(self, kind: Kind) -> list[StrawberryField]:
        fields = {each.name: self._value(each, f"this.{each.stored_as}") for each in kind.fields.values()}
        fields |= {each.name: self._along(each) for each in kind.relations.values()}
        fields |= {each.name: self._query(each) for each in QUERIES.values() if each.of == kind.name}
        return list(fields.values())

    def _entity(self, kinds: Mapping[str, Kind]) -> type:
        """Make the interface of all kinds: the fields that every one of them has, reached alike."""
        first, *others = kinds.values()
        fields = [
            self._value(each, f"this.{each.stored_as}")
            for each in first.fields.values()
            if all(other.fields.get(each.name) == each for other in others)
        ]
        fields += [
            self._along(each)
            for each in first.relations.values()
            if all(other.relations.get(each.name) == each for other in others)
        ]
        made = self._type(Entity.__name__, (Entity.__doc__ or "").strip(), fields, interface=True)
        self._inputs(Entity.__name__, fields)
        return made

    def _relationship(self) -> None:
        """Make the type of a relationship of any type, with whatever relationships of some type say of themselves."""
        types = {name: (name, f"`{kind.name}.{each.name}`: {each.doc}") for name, (kind, each) in RELATIONSHIPS.items()}
        self._enum("RelationshipType", "The types of relationships, each with the field that goes along it.", types)
        says: dict[str, Field] = {}
        for edge in EDGES.values():
            for each in edge.fields.values():
                says.setdefault(each.name, replace(each, required=False))
        sources = NodesIn("(that:Source) WHERE that.id IN this.sources")
        fields = [
            self._field("type", "RelationshipType", "What it says of the two nodes.", Value("type(this)")),
            self._field("startNode", "Entity", "The node it starts at.", NodeOf("startNode(this)")),
            self._field("endNode", "Entity", "The node it points to.", NodeOf("endNode(this)")),
            *(self._value(each, f"this.{each.stored_as}") for each in says.values()),
            self._field("sources", "list[Source]", "Who says so.", sources),
        ]
        self._type(Relationship.__name__, inspect.getdoc(Relationship) or "", fields)
        self.inputs.where(Relationship.__name__, fields)

    def _value(self, field: Field, expression: str) -> StrawberryField:
        reach: Reach = Value(expression)
        if field.type is date:
            reach = Value(f"toString({expression})", compares=expression)
        elif field.type is datetime:
            reach = Value(f"toString({expression})", compares=expression, orders=f"{expression}.epochMillis")
        elif field.type is Point:
            reach = PlaceOf(expression)
        elif field.many:
            reach = Value(f"coalesce({expression}, [])")
        type_ = _wrap(self._scalar(field.type, field.mark), field.many, field.required)
        return self._field(field.name, type_, field.doc, reach)

    def _along(self, relation: Relation) -> StrawberryField:
        reach = Along(relation)
        target = reach.target
        if not relation.many:
            return self._field(relation.name, f"{target} | None", relation.doc, reach)
        edge = EDGES[relation.edge] if relation.edge else None
        connection = self._connection(target, edge, "link" if edge else None)
        return self._field(relation.name, connection, relation.doc, reach, self._paging(target, edge))

    # Queries

    def _query(self, query: Query) -> StrawberryField:
        arguments = [self._query_argument(each) for each in query.arguments.values()]
        target = self._row(query.row, query.many) if query.row else str(query.kind)
        if not query.many:
            return self._field(query.name, f"{target} | None", query.doc, Rows(query), arguments)
        connection = self._connection(target, query.edge, None, query.made)
        return self._field(query.name, connection, query.doc, Rows(query), [*arguments, *self._paging(target)])

    def _query_argument(self, argument: Argument) -> StrawberryArgument:
        named = {
            Id: "ID", KindName: "Kind", RelationshipName: "RelationshipType", NodeKey: "NodeInput", SearchText: "str",
        }  # fmt: skip
        scalar = named.get(argument.type) or self._scalar(argument.type)
        type_ = _wrap(scalar, argument.many, argument.required or argument.default is not None)
        default = strawberry.UNSET if argument.required else argument.default
        return self._argument(argument.name, type_, argument.doc.text, default)

    def _row(self, row: RowType, many: bool) -> str:
        if row.name not in self.names:
            made = list(self._row_fields(row))
            self._type(row.name, row.doc, made)
            if many:
                self._inputs(row.name, made)
        return row.name

    def _row_fields(self, row: RowType) -> Iterator[StrawberryField]:
        for each in row.columns.values():
            reach = RowColumn(each.name, each.kind is not None, each.many, each.ordered, each.query, each.kind or "")
            yield self._field(each.name, _wrap(each.kind or self._scalar(each.type), each.many, True), each.doc, reach)


def _wrap(type_: str, many: bool, required: bool) -> str:
    listed = f"list[{type_}]" if many else type_
    return listed if required else f"{listed} | None"


def _screaming(name: str) -> str:
    return "".join(f"_{each}" if each.isupper() and at else each.upper() for at, each in enumerate(name))
