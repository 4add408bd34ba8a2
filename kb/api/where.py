"""What a filter says, as a Cypher condition over the variable of what is filtered.

A filter is true or false: what is unknown is like nothing, and NOT of it is true.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from graphql import GraphQLSchema

from kb.api.groups import Way
from kb.api.items import Items, along, related
from kb.api.limits import MOST_KM, MOST_STEPS, MOST_STEPS_DEEP, at_most, within
from kb.api.operators import IGNORE_CASE, NEAR, OPERATORS
from kb.api.reach import Along, PlaceOf, RowColumn, Told, Value, named_type_of, reach_of, renamed
from kb.api.select import plain
from kb.schema import Entity

Variables: TypeAlias = Mapping[str, str]
"""The variables of what is filtered, by the names that declarations have for them: `this`, `link`, columns of a row."""
Names: TypeAlias = Variables | Way
"""The same, or the place in groups."""


NOWHERE: tuple[list[Along], Mapping[str, Any]] = [], {}


def _leads(found: tuple[list[Along], Mapping[str, Any]]) -> bool:
    return bool(found[0])


def _on_earth(near: Mapping[str, float]) -> None:
    for name, most in (("latitude", 90), ("longitude", 180)):
        within(name, near[name], -most, most)
    within("km", near["km"], 0, MOST_KM)


class Where:
    """Writes the conditions of one statement; `parameter` keeps a value and `name` gives a free variable."""

    def __init__(self, schema: GraphQLSchema, parameter: Callable[[Any], str], name: Callable[[], str]) -> None:
        self._schema, self._parameter, self._name = schema, parameter, name
        self._level = self._steps = 0

    def condition(self, target: str, given: Mapping[str, Any], names: Names) -> str:
        """Give the condition that an object of type `target` is as given; raise BadInput where it follows too much."""
        self._steps = 0
        return self._condition(target, given, names)

    def anchor(self, target: str, given: Mapping[str, Any], this: str) -> str:
        """Give the clauses that lead from `this` to a node whose id is asked for; none if no id is.

        They follow from the condition. With them Neo4j can begin at that node, which it finds by its index; it does not
        turn the EXISTS of a condition round.
        """
        way, ids = self._way_to_id(target, given)
        clauses = opens = ""
        for reach in way:
            items = along(reach, this, self._name(), self._name())
            clauses, opens, this = f"{clauses} {items.found.find()}", items.found.opens, items.node
        return clauses and f"{clauses}{opens}{self._compared(f'{this}.id', ids)}"

    def _way_to_id(self, target: str, given: Mapping[str, Any]) -> tuple[list[Along], Mapping[str, Any]]:
        """Give the relations that lead to the first id which must be one of some, and the filter of that."""
        for key, value in given.items():
            if value is None or key in ("OR", "NOT"):
                continue
            if key == "AND":
                found = next(filter(_leads, (self._way_to_id(target, each) for each in value)), NOWHERE)
            else:
                found = self._further(reach_of(self._schema, target, key), value)
            if _leads(found):
                return found
        return NOWHERE

    def _further(self, reach: Any, given: Mapping[str, Any]) -> tuple[list[Along], Mapping[str, Any]]:
        like = (given.get("some") if reach.relation.many else given) if isinstance(reach, Along) else None
        if not like or reach.target == Entity.__name__:
            return NOWHERE
        compared = like.get("id") or {}
        ids = {name: each for name, each in compared.items() if name in ("eq", "in") and each is not None}
        if ids and not compared.get(IGNORE_CASE):
            return [reach], ids
        way, found = self._way_to_id(reach.target, like)
        return ([reach, *way], found) if way else NOWHERE

    def _condition(self, target: str, given: Mapping[str, Any], names: Names) -> str:
        parts = [self._part(target, key, value, names) for key, value in given.items() if value is not None]
        return " AND ".join(parts) or "true"

    def _part(self, target: str, key: str, value: Any, names: Names) -> str:
        if key == "NOT":
            return self._not(self._condition(target, value, names))
        if key in ("AND", "OR"):
            parts = [f"({self._condition(target, each, names)})" for each in value]
            return f"({f' {key} '.join(parts) or ('true' if key == 'AND' else 'false')})"
        reach = reach_of(self._schema, target, key)
        if isinstance(names, Way):
            return self._of_group(target, key, value, names)
        if isinstance(reach, Value):
            return self._compared(renamed(reach.compared, names), value)
        if isinstance(reach, PlaceOf):
            return self._compared(renamed(reach.cypher, names), value)
        if isinstance(reach, RowColumn) and not reach.is_node:
            return self._compared(names[reach.name], value)
        return self._related(reach, value, names)

    @staticmethod
    def _not(condition: str) -> str:
        return f"NOT coalesce({condition}, false)"

    # Values

    def _compared(self, expression: str, given: Mapping[str, Any]) -> str:
        """Give the condition that a value compares as given."""
        folds = given.get(IGNORE_CASE)
        parts = []
        for name, value in given.items():
            if value is None or name == IGNORE_CASE:
                continue
            operator = OPERATORS[name]
            if operator.takes == NEAR:
                _on_earth(value)
            cypher = operator.folded if folds and operator.folded else operator.cypher
            parts.append(renamed(cypher, {"this": expression, "given": self._parameter(plain(value))}))
        return f"({' AND '.join(parts)})" if parts else "true"

    def _of_group(self, target: str, key: str, given: Mapping[str, Any], way: Way) -> str:
        reach = reach_of(self._schema, target, key)
        if isinstance(reach, Told):
            return self._compared(way.compared(reach.aggregate), given)
        return self._condition(named_type_of(self._schema, target, key), given, way.to(key))

    # What it is related to

    def _related(self, reach: Any, given: Mapping[str, Any], names: Variables) -> str:
        self._level += 1
        self._steps += 1
        at_most("relationships one after the other in a filter", self._level, MOST_STEPS_DEEP, "Ask in two queries.")
        at_most("relationships in a filter", self._steps, MOST_STEPS, "Ask in two queries.")
        try:
            if isinstance(reach, RowColumn):
                return self._of_column(reach, given, names)
            items = related(reach, names["this"], self._name)
            if isinstance(reach, Along) and not reach.relation.many:
                return items.having(self._condition(items.target, given, {"this": items.node})).exists()
            edge = f"{items.target}{reach.relation.edge}Edge" if isinstance(reach, Along) else ""
            return self._of_many(items, edge, given)
        finally:
            self._level -= 1

    def _of_many(self, items: Items, edge: str, given: Mapping[str, Any]) -> str:
        if given.get("edge") is not None:
            items = items.having(self._condition(edge, given["edge"], {"link": str(items.link)}))
        parts = []
        for key, value in given.items():
            if value is None or key == "edge":
                continue
            if key == "count":
                parts.append(self._compared(items.count(), value))
                continue
            like = self._condition(items.target, value, {"this": items.node})
            if key == "all":
                like = self._not(like)
            exists = items.having(like).exists()
            parts.append(exists if key == "some" else f"NOT {exists}")
        return f"({' AND '.join(parts)})" if parts else "true"

    def _of_column(self, reach: RowColumn, given: Mapping[str, Any], names: Variables) -> str:
        column = names[reach.name]
        if not reach.many:
            return self._condition(reach.kind, given, {"this": column})
        parts = []
        for key, value in given.items():
            if value is None:
                continue
            if key == "count":
                parts.append(self._compared(f"size({column})", value))
                continue
            that = self._name()
            like = self._condition(reach.kind, value, {"this": that})
            test = {"some": "any", "none": "none", "all": "all"}[key]
            parts.append(f"{test}({that} IN {column} WHERE coalesce({like}, false))")
        return f"({' AND '.join(parts)})" if parts else "true"
