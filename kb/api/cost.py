"""What an operation may cost, told before it runs: the nodes it may return, and what is done to find them.

A connection may return as many nodes as `first` says, for each of the nodes above it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias, cast

from graphql import (
    ArgumentNode,
    Executor,
    FieldNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    Undefined,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_list_type,
    value_from_ast_untyped,
)
from graphql.type import is_introspection_type

from kb.api.limits import DEFAULT_FIRST, MOST_FIRST, Limits
from kb.api.reach import GroupsOf, Rows, reach_of
from kb.api.select import Selection
from kb.errors import TooCostly

LISTED = 5
"""How many nodes a plain list is taken to hold."""
COUNTED = 10
"""What a `totalCount` costs, for each node it is asked of."""
CHOSEN = 10
"""What a filter or an order costs, for each node it is asked of."""
TRAVERSED = 100
"""What a named query or groups cost, for each node they are asked of."""

Target: TypeAlias = GraphQLObjectType | GraphQLInterfaceType
Field: TypeAlias = tuple[Target, list[FieldNode]]
"""The type that a field is of, and the nodes that ask for it under one key."""


def estimate(executor: Executor[Any], limits: Limits) -> int:
    """Give what the operation of `executor` may cost; raise TooCostly if that is more than it may."""
    return _Estimate(executor, limits).operation(executor)


class _Estimate:
    def __init__(self, executor: Executor[Any], limits: Limits) -> None:
        self._schema, self._limits = executor.schema, limits
        self._selection = Selection(executor.schema, executor.fragment_definitions, executor.variable_values)
        self._variables = executor.variable_values.coerced

    def operation(self, executor: Executor[Any]) -> int:
        cost = self._under([executor.operation], cast(Target, executor.schema.query_type), 1)
        if cost > self._limits.cost:
            raise _too_much(f"It may cost {cost:,}, and {self._limits.cost:,} is the most.")
        return cost

    def _under(self, nodes: Iterable[Any], parent: Target, rows: int, listed: int = LISTED) -> int:
        """Give what is selected under `nodes` costs, where there are so many rows of the type `parent`."""
        return sum(self._field(type_, chosen, rows, listed) for type_, chosen in self._fields(nodes, parent))

    def _field(self, parent: Target, nodes: list[FieldNode], rows: int, listed: int = LISTED) -> int:
        name = nodes[0].name.value
        field = parent.fields.get(name)
        if name == "totalCount":
            return rows * COUNTED
        if field is None or not is_composite_type(target := get_named_type(field.type)):
            return 0
        if is_introspection_type(target):
            return 0
        if "first" in field.args:
            return self._connection(parent, field, nodes, rows)
        if isinstance(reach_of(self._schema, parent.name, name), Rows):
            return rows * TRAVERSED + self._under(nodes, cast(Target, target), rows, self._size(nodes[0]))
        rows = self._within(rows * (listed if is_list_type(get_nullable_type(field.type)) else 1))
        return rows + self._under(nodes, cast(Target, target), rows)

    def _connection(self, parent: Target, field: GraphQLField, nodes: list[FieldNode], rows: int) -> int:
        """Give what a page costs: its nodes and edges are the same rows."""
        given = {each.name.value for each in nodes[0].arguments or () if self._value(each) is not None}
        work = CHOSEN * len(given & {"where", "having", "edge", "orderBy"})
        if isinstance(reach_of(self._schema, parent.name, nodes[0].name.value), Rows | GroupsOf):
            work += TRAVERSED
        cost, on_page = rows * work, 0
        for type_, chosen in self._fields(nodes, cast(Target, get_named_type(field.type))):
            name = chosen[0].name.value
            if name == "totalCount":
                cost += rows * (COUNTED + work)
            elif name in ("nodes", "edges", "pageInfo"):
                on_page = self._within(rows * self._size(nodes[0]))
                cost += self._on_page(type_, chosen, on_page)
            else:
                cost += self._field(type_, chosen, rows)
        return cost + on_page

    def _on_page(self, connection: Target, nodes: list[FieldNode], rows: int) -> int:
        """Give what is selected on the rows of a page costs: the node of an edge is no further row."""
        target = cast(Target, get_named_type(connection.fields[nodes[0].name.value].type))
        cost = 0
        for type_, chosen in self._fields(nodes, target):
            if nodes[0].name.value == "edges" and chosen[0].name.value == "node":
                cost += self._under(chosen, cast(Target, get_named_type(type_.fields["node"].type)), rows)
            else:
                cost += self._field(type_, chosen, rows)
        return cost

    def _within(self, rows: int) -> int:
        if rows > self._limits.rows:
            raise _too_much(f"It may give {rows:,} rows, and {self._limits.rows:,} is the most.")
        return rows

    def _size(self, node: FieldNode) -> int:
        """Give how many rows a page may have; what is out of range is refused where the field is compiled."""
        for each in node.arguments or ():
            if each.name.value in ("first", "last", "limit"):
                size = self._value(each)
                if isinstance(size, int):
                    return min(max(size, 0), MOST_FIRST)
        return DEFAULT_FIRST

    def _value(self, argument: ArgumentNode) -> Any:
        value = value_from_ast_untyped(argument.value, self._variables)
        return None if value is Undefined else value

    def _fields(self, nodes: Iterable[Any], parent: Target) -> Iterable[Field]:
        """Give the fields under `nodes`, whatever the kind of what they are on turns out to be."""
        found: dict[tuple[str, str], Field] = {}
        seen: set[str] = set()
        for node in nodes:
            if node.selection_set:
                for type_, each in self._opened(node.selection_set.selections, parent, seen):
                    key = type_.name, (each.alias or each.name).value
                    found.setdefault(key, (type_, []))[1].append(each)
        return found.values()

    def _opened(self, selections: Iterable[Any], parent: Target, seen: set[str]) -> Iterator[tuple[Target, FieldNode]]:
        for each in selections:
            if not self._selection.included(each):
                continue
            if isinstance(each, FieldNode):
                yield parent, each
                continue
            inner = each
            if isinstance(each, FragmentSpreadNode):
                if each.name.value in seen:
                    continue
                seen.add(each.name.value)
                inner = self._selection.fragments[each.name.value]
            condition = inner.type_condition
            narrowed = self._schema.type_map[condition.name.value] if condition else parent
            yield from self._opened(inner.selection_set.selections, cast(Target, narrowed), seen)


def _too_much(what: str) -> TooCostly:
    return TooCostly(what, "Ask for less: a smaller `first`, fewer levels, or one part after the other.")
