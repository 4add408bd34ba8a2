"""GraphQL types, made from the model and the named queries: a kind declared is a kind served."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import is_dataclass, replace
from datetime import date, datetime
from enum import Enum
from typing import Any, get_args, get_type_hints

import strawberry
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField
from strawberry.types.fields.resolver import StrawberryResolver

from kb.api.group_types import GroupTypes
from kb.api.inputs import Inputs
from kb.api.limits import DEFAULT_FIRST, MOST_FIRST
from kb.api.make import Maker, wrap
from kb.api.reach import AllOf, Along, ById, GroupsOf, Made, NodeOf, NodesIn, PlaceOf, Reach, RowColumn, Rows, Value
from kb.queries import QUERIES
from kb.schema import EDGES, KINDS, RELATIONSHIPS, Edge, Entity, Field, Kind, Point, Relation
from kb.schema.model import Annotation, camel
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


def root_type(resolve: Callable[..., Any]) -> Any:
    """Give the root: one of each kind, all of each kind, and the root queries, each answered by `resolve`."""
    return _Types().root(resolve)


class _Types:
    def __init__(self) -> None:
        self.make = Maker()
        self.inputs = Inputs(self.make)
        self.groups = GroupTypes(self.make, self.inputs)

    def root(self, resolve: Callable[..., Any]) -> Any:
        self._plain_types()
        kinds = {_screaming(each.name): (each.name, each.doc) for each in KINDS.values()}
        self.make.enum("Kind", "The kinds of nodes.", kinds)
        base = self._entity(KINDS)
        for edge in EDGES.values():
            self.inputs.where(edge.name, list(self._edge_values(edge, "link")))
        for kind in KINDS.values():
            made = self._kind_fields(kind)
            self.make.type(kind.name, kind.doc, made, base)
            self._inputs(kind.name, made)
            self.groups.of(kind.name, made)
        self._relationship()
        fields = [field for kind in KINDS.values() for field in self._root_fields(kind)]
        fields += [self._query(each) for each in QUERIES.values() if each.of is None]
        for field in fields:
            # a resolver brings the arguments of its own signature along
            arguments = field.arguments
            field.base_resolver = StrawberryResolver(resolve)
            field.arguments = arguments
        return self.make.type("Query", "What can be asked.", fields)

    def _inputs(self, target: str, fields: list[StrawberryField]) -> None:
        self.inputs.where(target, fields)
        self.inputs.order(target, fields)

    def _paging(self, target: str, edge: Edge | None = None, where: str = "where") -> list[StrawberryArgument]:
        """Give the arguments of every connection; `where` is what its filter is called."""
        size = f"How many at most: 0 to {MOST_FIRST}"
        paging = {
            "first": ("int", f"{size}; {DEFAULT_FIRST} where neither this nor `last` is given."),
            "after": ("str", "The cursor to go on from: `endCursor` of the page before."),
            "last": ("int", f"{size}, counted from the end."),
            "before": ("str", "The cursor to go back from: `startCursor` of the page after."),
            where: (f"{target}Where", "Only those like this."),
            **({"edge": (f"{edge.name}Where", "Only those reached by a relationship like this.")} if edge else {}),
            "orderBy": (
                f"list[{target}Order]",
                "What they are ordered by, before the order they have without.",
            ),
        }
        return [self.make.argument(name, f"{type_} | None", doc, None) for name, (type_, doc) in paging.items()]

    def _plain_types(self) -> None:
        self.make.type(
            "PageInfo",
            "Where a page of a connection is.",
            [
                self.make.field("hasNextPage", "bool", "Whether more follow."),
                self.make.field("hasPreviousPage", "bool", "Whether the page began after a cursor."),
                self.make.field("startCursor", "str | None", "Cursor of the first on the page."),
                self.make.field("endCursor", "str | None", "Cursor of the last: give it as `after` to go on."),
            ],
        )
        self.make.type(
            Point.__name__,
            (Point.__doc__ or "").strip(),
            [
                self.make.field("latitude", "float", "Degrees north."),
                self.make.field("longitude", "float", "Degrees east."),
            ],
        )

    # Connections

    def _connection(self, target: str, edge: Edge | None, link: str | None, made: Iterable[Making] = ()) -> str:
        """Name the connection to `target` over edges with the properties of `edge`; the variable `link` holds them."""
        stem = f"{target}{edge.name}" if edge else target
        name = f"{stem}Connection"
        if name in self.make.names:
            return name
        fields = [
            self.make.field("nodes", f"list[{target}]", "The nodes of the page."),
            self.make.field(
                "edges", f"list[{stem}Edge]", "The nodes of the page, each with its cursor and relationship."
            ),
            self.make.field("pageInfo", "PageInfo", "Where the page is."),
            self.make.field("totalCount", "int", "How many there are in all."),
        ]
        self.make.type(name, f"A page of {target} nodes.", fields)
        about = f"One way to a {target}." + (f" {edge.doc}" if edge else "")
        made_fields = [self._made(each) for each in made]
        self.make.type(f"{stem}Edge", about, [*self._edge_fields(target, edge, link), *made_fields])
        return name

    def _edge_fields(self, target: str, edge: Edge | None, link: str | None) -> Iterator[StrawberryField]:
        yield self.make.field("node", target, "The node itself.")
        yield self.make.field("cursor", "str", "Its cursor, to go on after it.")
        if edge:
            yield from self._edge_values(edge, link)
        if link:
            sources = NodesIn("(that:Source) WHERE that.id IN link.sources")
            yield self.make.field("sources", "list[Source]", "Who says so.", sources)

    def _made(self, making: Making) -> StrawberryField:
        type_ = wrap(self._of_dataclass(making.type), True, True)
        return self.make.field(making.name, type_, making.doc, Made(making.cypher, making.make))

    def _of_dataclass(self, cls: Any) -> str:
        """Name the type of objects whose attributes, each annotated with its help text, are the answer."""
        if self.make.is_new(cls.__name__, cls):
            fields = []
            for name, hint in get_type_hints(cls, include_extras=True).items():
                given, doc = get_args(hint)
                annotation = Annotation.of(given)
                [type_] = annotation.types
                named = self._of_dataclass(type_) if is_dataclass(type_) else self.make.scalar(type_)
                fields.append(self.make.field(camel(name), wrap(named, annotation.many, annotation.required), doc))
            self.make.type(cls.__name__, inspect.getdoc(cls) or "", fields)
        return str(cls.__name__)

    def _edge_values(self, edge: Edge, link: str | None) -> Iterator[StrawberryField]:
        for each in edge.fields.values():
            yield self._value(each, f"{link}.{each.stored_as}" if link else each.name)

    # Kinds

    def _root_fields(self, kind: Kind) -> Iterator[StrawberryField]:
        by_id = [self.make.argument("id", "ID", "Its key.")]
        yield self.make.field(kind.singular, f"{kind.name} | None", f"One by its id. {kind.doc}", ById(kind), by_id)
        connection = self._connection(kind.name, None, None)
        yield self.make.field(kind.plural, connection, f"All, by id. {kind.doc}", AllOf(kind), self._paging(kind.name))
        yield self._groups(kind)

    def _groups(self, kind: Kind) -> StrawberryField:
        target = f"{kind.name}Group"
        arguments = [
            self.make.argument("by", f"list[{kind.name}By]", "What they are by; if empty, all are one group.", []),
            self.make.argument("where", f"{kind.name}Where | None", "Only these nodes are looked at.", None),
            *self._paging(target, where="having"),
        ]
        doc = f"Groups of {kind.plural} that are alike, with what is told of each; by what they have in common."
        connection = self._connection(target, None, None)
        return self.make.field(f"{kind.singular}Groups", connection, doc, GroupsOf(kind), arguments)

    def _kind_fields(self, kind: Kind) -> list[StrawberryField]:
        fields = {each.name: self._value(each, f"this.{each.stored_as}") for each in kind.fields.values()}
        fields |= {each.name: self._along(each) for each in kind.relations.values()}
        fields |= {each.name: self._query(each) for each in QUERIES.values() if each.of == kind.name}
        return list(fields.values())

    def _entity(self, kinds: Mapping[str, Kind]) -> Any:
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
        made = self.make.type(Entity.__name__, (Entity.__doc__ or "").strip(), fields, interface=True)
        self._inputs(Entity.__name__, fields)
        self.groups.of(Entity.__name__, fields)
        return made

    def _relationship(self) -> None:
        """Make the type of a relationship of any type, with whatever relationships of some type say of themselves."""
        types = {name: (name, f"`{kind.name}.{each.name}`: {each.doc}") for name, (kind, each) in RELATIONSHIPS.items()}
        self.make.enum("RelationshipType", "The types of relationships, each with the field that goes along it.", types)
        says: dict[str, Field] = {}
        for edge in EDGES.values():
            for each in edge.fields.values():
                says.setdefault(each.name, replace(each, required=False))
        sources = NodesIn("(that:Source) WHERE that.id IN this.sources")
        fields = [
            self.make.field("type", "RelationshipType", "What it says of the two nodes.", Value("type(this)")),
            self.make.field("startNode", "Entity", "The node it starts at.", NodeOf("startNode(this)")),
            self.make.field("endNode", "Entity", "The node it points to.", NodeOf("endNode(this)")),
            *(self._value(each, f"this.{each.stored_as}") for each in says.values()),
            self.make.field("sources", "list[Source]", "Who says so.", sources),
        ]
        self.make.type(Relationship.__name__, inspect.getdoc(Relationship) or "", fields)
        self._inputs(Relationship.__name__, fields)

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
        type_ = wrap(self.make.scalar(field.type, field.mark), field.many, field.required)
        return self.make.field(field.name, type_, field.doc, reach)

    def _along(self, relation: Relation) -> StrawberryField:
        reach = Along(relation)
        target = reach.target
        if not relation.many:
            return self.make.field(relation.name, f"{target} | None", relation.doc, reach)
        edge = EDGES[relation.edge] if relation.edge else None
        connection = self._connection(target, edge, "link" if edge else None)
        return self.make.field(relation.name, connection, relation.doc, reach, self._paging(target, edge))

    # Queries

    def _query(self, query: Query) -> StrawberryField:
        arguments = [self._query_argument(each) for each in query.arguments.values()]
        target = self._row(query.row, query.many) if query.row else str(query.kind)
        if not query.many:
            return self.make.field(query.name, f"{target} | None", query.doc, Rows(query), arguments)
        connection = self._connection(target, query.edge, None, query.made)
        return self.make.field(query.name, connection, query.doc, Rows(query), [*arguments, *self._paging(target)])

    def _query_argument(self, argument: Argument) -> StrawberryArgument:
        named = {
            Id: "ID", KindName: "Kind", RelationshipName: "RelationshipType", NodeKey: "NodeInput", SearchText: "str",
        }  # fmt: skip
        if argument.parts:
            self._object_argument(argument)
            return self.make.argument(argument.name, f"{argument.type.__name__} | None", argument.doc.text, None)
        scalar = named.get(argument.type) or self.make.scalar(argument.type, argument.mark)
        type_ = wrap(scalar, argument.many, argument.required or argument.default is not None)
        default = strawberry.UNSET if argument.required else argument.default
        if isinstance(argument.type, type) and issubclass(argument.type, Enum) and argument.default is not None:
            default = self.make.names[scalar](default)
        return self.make.argument(argument.name, type_, argument.doc.text, default)

    def _object_argument(self, argument: Argument) -> None:
        """Make the type of an argument that is an object: what is left out of it has its default."""
        name = argument.type.__name__
        if self.make.is_new(name, argument.type):
            parts = {each.name: (self.make.scalar(each.type), each.doc.text, each.default) for each in argument.parts}
            self.make.input(name, inspect.getdoc(argument.type) or "", parts)

    def _row(self, row: RowType, many: bool) -> str:
        if self.make.is_new(row.name, row):
            made = list(self._row_fields(row))
            self.make.type(row.name, row.doc, [*made, *map(self._made, row.made)])
            if many:
                self._inputs(row.name, made)
        return row.name

    def _row_fields(self, row: RowType) -> Iterator[StrawberryField]:
        for each in row.columns.values():
            reach = RowColumn(
                each.name, each.kind is not None, each.many, each.ordered, each.query, each.kind or "", each.required
            )
            type_ = wrap(each.kind or self.make.scalar(each.type, each.mark), each.many, each.required)
            yield self.make.field(each.name, type_, each.doc, reach)


def _screaming(name: str) -> str:
    return "".join(f"_{each}" if each.isupper() and at else each.upper() for at, each in enumerate(name))
