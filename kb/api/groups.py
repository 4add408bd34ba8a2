"""Groups: nodes put together by what they have in common, and what is told of each group."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from graphql import GraphQLList, GraphQLSchema, get_nullable_type

from kb.api.aggregates import PARTS, VALUE, Aggregate
from kb.api.items import Items, Order, related
from kb.api.limits import MOST_KEYS, MOST_STEPS, MOST_STEPS_DEEP, at_most
from kb.api.reach import Along, Reach, Rows, Value, named_type_of, reach_of, renamed, type_of
from kb.api.select import plain
from kb.errors import BadInput

Path: TypeAlias = tuple[str, ...]
"""The names of the fields that lead from a node to a value, or to what it is related to."""
TYPES = {"Int": int, "Float": float, "Boolean": bool}


@dataclass(frozen=True)
class Key:
    """What groups are by: the variable and the type of it in a group, and its Cypher for a node."""

    variable: str
    type: type
    cypher: str


class Groups:
    """The groups of some nodes by the values that paths lead to; a node with several of them is in several groups.

    Whatever is to be told of every group is asked for first and makes a column; then the groups are found.
    """

    def __init__(
        self, schema: GraphQLSchema, nodes: Items, by: Sequence[Mapping[str, Any]], name: Callable[[], str]
    ) -> None:
        self.schema, self.nodes, self.name = schema, nodes, name
        self._steps: list[str] = []
        self._further = 0
        self._reached: dict[Path, tuple[str, str]] = {(): (nodes.target, nodes.node)}
        self._keys: dict[Path, Key] = {}
        self._columns = {f"count({nodes.node})": name()}
        at_most("fields that groups are by", len(by), MOST_KEYS, "Ask in two queries.")
        for each in by:
            self._add(*_path(each))

    @property
    def variables(self) -> tuple[str, ...]:
        """Give the variables of the columns and of what the groups are by."""
        return (*self._columns.values(), *(key.variable for key in self._keys.values()))

    @property
    def opens(self) -> str:
        """Give how a condition begins."""
        return f" WITH {', '.join(self.variables)} WHERE "

    @property
    def order(self) -> tuple[Order, ...]:
        """Give the order by what the groups are by; what is unknown comes last."""
        if not self._keys:
            return (Order(self.variables[0], False, int, "count"),)
        return tuple(
            order
            for path, key in self._keys.items()
            for about in [".".join(path)]
            for order in (
                Order(f"({key.variable} IS NULL)", False, bool, f"{about}.null"),
                Order(key.variable, False, key.type, about, nullable=True),
            )
        )

    def find(self) -> str:
        """Give the clauses that find the groups."""
        keys = self._keys.values()
        rows = ", ".join([self.nodes.node, *(f"{key.cypher} AS {key.variable}" for key in keys)])
        columns = (f"{cypher} AS {variable}" for cypher, variable in self._columns.items())
        told = ", ".join([*(key.variable for key in keys), *columns])
        return f"{self.nodes.find}{''.join(self._steps)} WITH {'DISTINCT ' if self._steps else ''}{rows} WITH {told}"

    def details(self) -> str:
        """Give the clauses for the groups of a page alone: there are none."""
        return ""

    def value(self, path: Path) -> str:
        """Give what all of a group have at a path; raise BadInput where the groups are not by it."""
        if path not in self._keys:
            field = ".".join(path)
            raise BadInput(f"`value` of `{field}` is asked for, and the groups are not by it.", "Name it in `by`.")
        return self._keys[path].variable

    def column(self, cypher: str) -> str:
        """Give the variable of what some Cypher over the node tells of a group."""
        if cypher not in self._columns:
            self._columns[cypher] = self.name()
        return self._columns[cypher]

    def further(self, clauses: str) -> str:
        """Give what some Cypher tells of all nodes of a group, one after the other."""
        self._further += 1
        at_most("values told of what groups are related to", self._further, MOST_STEPS, "Ask in two queries.")
        node = self.nodes.node
        return f"COLLECT {{ UNWIND {self.column(f'collect({node})')} AS {node}{clauses} }}[0]"

    def _add(self, path: Path, part: str) -> None:
        if path in self._keys:
            raise BadInput(f"`by` names `{'.'.join(path)}` twice.", "Name each field once.")
        target, this = self._reach(path[:-1])
        reach = reach_of(self.schema, target, path[-1])
        assert isinstance(reach, Value)
        cypher = reach.of(this).cypher
        if _is_list(self.schema, target, path[-1]):
            each = self.name()
            self._steps.append(f" UNWIND CASE {cypher} WHEN [] THEN [null] ELSE {cypher} END AS {each}")
            cypher = each
        if part in PARTS:
            cypher = f"left({cypher}, {PARTS[part][1]})"
        type_ = TYPES.get(named_type_of(self.schema, target, path[-1]), str)
        self._keys[path] = Key(self.name(), type_, cypher)

    def _reach(self, path: Path) -> tuple[str, str]:
        """Give the type and the variable of what relations lead to; paths that begin alike share them."""
        if path not in self._reached:
            target, this = self._reach(path[:-1])
            items = _each_of(reach_of(self.schema, target, path[-1]), this, self.name)
            self._steps.append(f" OPTIONAL {items.find}")
            self._reached[path] = (items.target, items.node)
        return self._reached[path]


@dataclass(frozen=True)
class Way:
    """A place in groups: their nodes, what these are related to, or a field of either."""

    groups: Groups
    path: Path = ()

    def to(self, field: str) -> Way:
        """Give the place one field further; raise BadInput where that is too deep."""
        return Way(self.groups, _bounded((*self.path, field)))

    def shown(self, aggregate: Aggregate) -> str:
        """Give what is told at this place, as it is shown."""

        def told(value: Value) -> str:
            one = renamed(aggregate.cypher, {"each": value.compared})
            return f"toString({one})" if value.compares and aggregate.is_value else one

        return self._told(aggregate, told)

    def compared(self, aggregate: Aggregate) -> str:
        """Give what is told at this place, to compare with."""
        return self._told(aggregate, lambda value: renamed(aggregate.cypher, {"each": value.compared}))

    def ordered(self, aggregate: Aggregate) -> str:
        """Give what is told at this place, to order by."""
        return self._told(aggregate, lambda value: renamed(aggregate.cypher, {"each": value.ordered}))

    def _told(self, aggregate: Aggregate, told: Callable[[Value], str]) -> str:
        if aggregate == VALUE:
            return self.groups.value(self.path)
        clauses, value = self._values()
        if not clauses:
            return self.groups.column(told(value))
        return self.groups.further(f"{clauses} RETURN {told(value)}")

    def _values(self) -> tuple[str, Value]:
        """Give the clauses that lead from the nodes of a group to the values here, and one of these.

        A node that several are related to counts once.
        """
        schema, name = self.groups.schema, self.groups.name
        target, this, clauses = self.groups.nodes.target, self.groups.nodes.node, ""
        for field in self.path:
            reach = reach_of(schema, target, field)
            if isinstance(reach, Value):
                value = reach.of(this)
                if not _is_list(schema, target, field):
                    return clauses, value
                each = name()
                return f"{clauses} UNWIND {value.cypher} AS {each}", Value(each)
            items = _each_of(reach, this, name)
            target, this = items.target, items.node
            clauses += f" {items.find} WITH DISTINCT {this}"
        return clauses, Value(this)


def _path(given: Mapping[str, Any]) -> tuple[Path, str]:
    """Give the path that nested inputs of one field each are, and what they end with."""
    [(field, further)] = given.items()
    if not isinstance(further, Mapping):
        return (field,), str(plain(further))
    path, part = _path(further)
    return _bounded((field, *path)), part


def _bounded(path: Path) -> Path:
    at_most("relationships one after the other in groups", len(path) - 1, MOST_STEPS_DEEP, "Ask in two queries.")
    return path


def _each_of(reach: Reach | None, this: str, name: Callable[[], str]) -> Items:
    """Give what a relation or a query leads to, once for each way to it."""
    assert isinstance(reach, Along | Rows)
    return replace(related(reach, this, name), once="")


def _is_list(schema: GraphQLSchema, target: str, field: str) -> bool:
    return isinstance(get_nullable_type(type_of(schema, target, field)), GraphQLList)
