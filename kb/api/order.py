"""What rows are ordered by, as Cypher keys: a value, how many there are of something, a value of a related node."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from graphql import GraphQLNonNull, GraphQLSchema

from kb.api.groups import TYPES, Way
from kb.api.inputs import NULLS_FIRST
from kb.api.items import Order, along, related
from kb.api.limits import MOST_KEYS, at_most
from kb.api.reach import Along, RowColumn, Rows, Told, Value, named_type_of, reach_of, renamed, type_of
from kb.api.select import plain
from kb.api.where import Names, Variables

Key: TypeAlias = tuple[str, type, bool, str, Any]
"""An expression, its type, whether it may be null, its name among all keys, and the direction."""


class Ordering:
    """Reads the `orderBy` of one statement; `name` gives a free variable."""

    def __init__(self, schema: GraphQLSchema, name: Callable[[], str]) -> None:
        self._schema, self._name = schema, name

    def keys(
        self, target: str, given: Sequence[Mapping[str, Any]], names: Names
    ) -> tuple[list[Order], list[tuple[str, str]]]:
        """Give the keys, and the variables for those that take a subquery."""
        at_most("keys to order by", len(given), MOST_KEYS, "Leave out the last: the first decide.")
        orders: list[Order] = []
        computed: list[tuple[str, str]] = []
        for each in given:
            expression, type_, nullable, about, wish = self._key(target, each, names)
            direction = str(plain(wish))
            if "{" in expression:
                computed.append((self._name(), expression))
                expression = computed[-1][0]
            if nullable:
                first = direction.endswith(NULLS_FIRST)
                orders.append(Order(f"({expression} IS NULL)", first, bool, f"{about}.null"))
            orders.append(Order(expression, direction.startswith("DESC"), type_, about, nullable))
        return orders, computed

    def _key(self, target: str, given: Mapping[str, Any], names: Names) -> Key:
        [(field, wish)] = given.items()
        reach = reach_of(self._schema, target, field)
        if isinstance(names, Way):
            return self._of_group(target, field, reach, names, wish)
        if isinstance(reach, Value):
            return self._value(target, field, renamed(reach.ordered, names), wish)
        if isinstance(reach, RowColumn):
            return self._column(target, field, reach, names, wish)
        return self._related(field, reach, names["this"], wish)

    def _value(self, target: str, field: str, expression: str, wish: Any) -> Key:
        name = named_type_of(self._schema, target, field)
        type_ = int if name == "DateTime" else TYPES.get(name, str)
        return expression, type_, not isinstance(type_of(self._schema, target, field), GraphQLNonNull), field, wish

    def _of_group(self, target: str, field: str, reach: Any, way: Way, wish: Any) -> Key:
        if isinstance(reach, Told):
            return self._value(target, field, way.ordered(reach.aggregate), wish)
        inner = named_type_of(self._schema, target, field)
        expression, type_, nullable, about, direction = self._key(inner, wish, way.to(field))
        return expression, type_, nullable, f"{field}.{about}", direction

    def _column(self, target: str, field: str, reach: RowColumn, names: Variables, wish: Any) -> Key:
        column = names[reach.name]
        if not reach.is_node:
            return self._value(target, field, column, wish)
        if reach.many:
            return f"size({column})", int, False, f"{field}.count", wish["count"]
        expression, type_, nullable, about, direction = self._key(str(reach.kind), wish, {"this": column})
        return expression, type_, nullable or not reach.required, f"{field}.{about}", direction

    def _related(self, field: str, reach: Any, this: str, wish: Any) -> Key:
        if isinstance(reach, Along) and not reach.relation.many:
            items = along(reach, this, self._name(), self._name())
            expression, type_, _, about, direction = self._key(items.target, wish, {"this": items.node})
            first = f"COLLECT {{ {items.find} RETURN {expression} ORDER BY {items.node}.id LIMIT 1 }}[0]"
            return first, type_, True, f"{field}.{about}", direction
        assert isinstance(reach, Along | Rows)
        return related(reach, this, self._name).count(), int, False, f"{field}.count", wish["count"]
