"""How a GraphQL field is reached in the graph; every field of the schema carries one of these."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

from graphql import GraphQLField, GraphQLObjectType, GraphQLOutputType, GraphQLSchema, get_named_type

from kb.api.aggregates import Aggregate
from kb.schema import Entity, Kind, Relation
from kb.signature import Query


@dataclass(frozen=True)
class Value:
    """A value: a Cypher expression over `this`, the variable of what the field is on.

    `compares` is the one to compare with and `orders` the one to order by, where these are not what is shown.
    """

    cypher: str
    compares: str | None = None
    orders: str | None = None

    def of(self, this: str) -> Value:
        """Give it over another variable."""
        cypher, compares, orders = (
            renamed(each or "", {"this": this}) for each in (self.cypher, self.compares, self.orders)
        )
        return Value(cypher, compares or None, orders or None)

    @property
    def compared(self) -> str:
        """Give the expression to compare with."""
        return self.compares or self.cypher

    @property
    def ordered(self) -> str:
        """Give the expression to order by."""
        return self.orders or self.cypher


@dataclass(frozen=True)
class PlaceOf:
    """The point of `this`, whose parts are chosen in the selection."""

    cypher: str


@dataclass(frozen=True)
class NodesIn:
    """The nodes whose keys a list property of `this` holds, as a plain list."""

    pattern: str


@dataclass(frozen=True)
class NodeOf:
    """The one node that a Cypher expression over `this` gives."""

    cypher: str


@dataclass(frozen=True)
class Made:
    """Objects that `make` makes of a Cypher value and the arguments of the query; their attributes are the answer.

    The expression is over the columns of the query.
    """

    cypher: str
    make: Callable[[Any, Mapping[str, Any]], list[Any]]


@dataclass(frozen=True)
class ById:
    """The node of a kind that has the id given as argument."""

    kind: Kind


@dataclass(frozen=True)
class AllOf:
    """All nodes of a kind, as a connection."""

    kind: Kind


@dataclass(frozen=True)
class GroupsOf:
    """Groups of the nodes of a kind, as a connection."""

    kind: Kind


@dataclass(frozen=True)
class Inside:
    """A field of a group's nodes, or what these are related to: what is told of it comes further in."""


@dataclass(frozen=True)
class Told:
    """What a group tells of all values that it has at a place."""

    aggregate: Aggregate


@dataclass(frozen=True)
class Along:
    """Where a relation leads: one node, or a connection."""

    relation: Relation

    @property
    def target(self) -> str:
        """Give the type it leads to: a kind, or the interface of all."""
        return self.relation.targets[0] if len(self.relation.targets) == 1 else Entity.__name__


@dataclass(frozen=True)
class Rows:
    """What a named query gives: a connection, or the only row."""

    query: Query


@dataclass(frozen=True)
class RowColumn:
    """A column of a query's row: a value, a node or a plain list of nodes."""

    name: str
    is_node: bool
    many: bool
    ordered: bool
    query: str | None
    kind: str = ""
    required: bool = True


Reach: TypeAlias = (
    Value | PlaceOf | NodesIn | NodeOf | Made | ById | AllOf | GroupsOf | Inside | Told | Along | Rows | RowColumn
)


def reach_of(schema: GraphQLSchema, target: str, field: str) -> Reach | None:
    """Give how a field of an object or interface type is reached in the graph."""
    return reach_by(_field(schema, target, field))


def reach_by(field: GraphQLField) -> Reach | None:
    """Give how a field is reached in the graph; those of introspection are not."""
    declared = field.extensions.get("strawberry-definition")
    reach: Reach | None = declared and declared.metadata["reach"]
    return reach


def type_of(schema: GraphQLSchema, target: str, field: str) -> GraphQLOutputType:
    """Give the declared type of a field of an object or interface type."""
    return _field(schema, target, field).type


def _field(schema: GraphQLSchema, target: str, field: str) -> GraphQLField:
    declared: GraphQLField = cast(GraphQLObjectType, schema.type_map[target]).fields[field]
    return declared


def named_type_of(schema: GraphQLSchema, target: str, field: str) -> str:
    """Name the type of a field, whether it is a list of it or not."""
    return get_named_type(type_of(schema, target, field)).name


def renamed(cypher: str, names: Mapping[str, str]) -> str:
    """Give `cypher` with its variables (`this`, `that`, `link` ...) under other names."""
    pattern = r"(?<![.\w$])(" + "|".join(names) + r")\b"
    return re.sub(pattern, lambda match: names[match[1]], cypher)
