"""What a connection pages over: how its rows are found in Cypher, ordered, counted and cut."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol
from zlib import crc32

from kb.api.reach import Along, Rows, renamed
from kb.schema import EDGES, Kind
from kb.signature import Query, query_text, returned


@dataclass(frozen=True)
class Order:
    """One key that rows are ordered by; `about` names it among all keys, whatever its variables are called."""

    cypher: str
    descending: bool = False
    type: type = str
    about: str = "id"
    nullable: bool = False

    def __str__(self) -> str:
        return f"{self.cypher} DESC" if self.descending else self.cypher

    def reversed(self) -> Order:
        """Give the same key the other way round."""
        return replace(self, descending=not self.descending)


class Finding(Protocol):
    """How rows are found: clauses that bind variables, and how a condition on these begins after them."""

    @property
    def variables(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def opens(self) -> str: ...  # noqa: D102
    def find(self) -> str: ...  # noqa: D102
    def details(self) -> str: ...  # noqa: D102


@dataclass(frozen=True)
class Match:
    """Rows found by one MATCH, or several; `opens` is how a condition begins."""

    text: str
    variables: tuple[str, ...]
    opens: str = " WHERE "

    def find(self) -> str:
        """Give the clause."""
        return self.text

    def details(self) -> str:
        """Give the clauses for the rows of a page alone: there are none."""
        return ""


@dataclass(frozen=True)
class Items:
    """Rows that are found somehow, as far as the `conditions` hold.

    `node` is the variable of the node, `link` that of the relationship it was reached by; `target` is its type.
    `once` keeps one row of several for one node. `computed` are keys to order by that take a subquery. `known`
    holds for every row; it tells Neo4j that an index has the rows of a page in order.
    """

    found: Finding
    node: str
    target: str
    order: tuple[Order, ...]
    link: str | None = None
    once: str = ""
    conditions: tuple[str, ...] = ()
    computed: tuple[tuple[str, str], ...] = ()
    known: str = "true"

    @property
    def find(self) -> str:
        """Give the clauses that find the rows."""
        opens = self.found.opens if self.conditions else ""
        return f"{self.found.find()}{opens}{' AND '.join(self.conditions)}{self.once}"

    @property
    def keys(self) -> str:
        """Give the Cypher for the sort values of a row, which make its cursor."""
        return "[" + ", ".join(each.cypher for each in self.order) + "]"

    @property
    def mark(self) -> int:
        """Give what tells the cursors of this order from those of another."""
        return crc32(", ".join(f"{each.about} {each.descending}" for each in self.order).encode())

    def having(self, condition: str) -> Items:
        """Give those for which a condition holds."""
        return self if condition == "true" else replace(self, conditions=(*self.conditions, condition))

    def anchored(self, clauses: str) -> Items:
        """Give those that some clauses lead on from."""
        if not clauses:
            return self
        found = Match(f"{self.having(self.known).find}{clauses} WITH DISTINCT {self.node}", (self.node,))
        return replace(self, found=found, known="true")

    def ordered(self, order: Sequence[Order], computed: Sequence[tuple[str, str]]) -> Items:
        """Give them ordered by other keys first."""
        return replace(self, order=(*order, *self.order), computed=(*self.computed, *computed))

    def page(self, row: str, limit: str, beyond: str | None, backwards: bool = False) -> str:
        """Give the clauses for the rows of one page; `row` is what is returned of each."""
        variables = self.found.variables
        made = "".join(f", {expression} AS {name}" for name, expression in self.computed)
        found = f" WITH {', '.join(variables)}{made}" if made else ""
        kept = f" WITH {', '.join([*variables, *(name for name, _ in self.computed)])}"
        condition = f"{kept} WHERE {beyond}" if beyond else ""
        detail = self.found.details()
        order = ", ".join(str(each.reversed() if backwards else each) for each in self.order)
        find = self.having(self.known).find
        return f"{find}{found}{condition}{kept} ORDER BY {order} LIMIT {limit}{detail} {returning(row)}"

    def only(self, row: str) -> str:
        """Give the Cypher for the one row there is, or null."""
        return f"COLLECT {{ {self.find}{self.found.details()} {returning(row)} }}[0]"

    def count(self) -> str:
        """Give the Cypher for how many rows there are in all."""
        return f"COUNT {{ {self.find} RETURN {self.found.variables[0]} }}"

    def exists(self) -> str:
        """Give the Cypher for whether there is one."""
        return f"EXISTS {{ {replace(self, once='').find} RETURN {self.found.variables[0]} }}"


def returning(row: str) -> str:
    """Give the clause that returns a row.

    Neo4j 5 takes an aggregation in a subquery for one of the row that it is in, and refuses a row that is no column
    beside the variables it is made of.
    """
    return (
        f"WITH *, {row} AS row RETURN row"
        if re.search(r"\b(count|collect|min|max|sum)\(", row)
        else f"RETURN {row} AS row"
    )


@dataclass
class QueryRows:
    """One use of a named query; its columns get names of their own, since queries may be nested in each other."""

    query: Query
    this: str | None
    values: Mapping[str, str]
    number: int
    arguments: Mapping[str, Any]
    asked: list[str] = field(default_factory=list)

    def name(self, column: str) -> str:
        """Give the name that a column of the query has here."""
        return f"{column}_{self.number}"

    @property
    def columns(self) -> list[str]:
        """Give the columns of the query, under its own names."""
        return [name for _, name in returned(self.query.text)]

    @property
    def variables(self) -> tuple[str, ...]:
        """Give the variables of the columns."""
        return tuple(map(self.name, self.columns))

    @property
    def opens(self) -> str:
        """Give how a condition begins."""
        return f" WITH {', '.join(self.variables)} WHERE "

    def find(self) -> str:
        """Give the Cypher that runs the query."""
        return self._call(self.query.text, self._this)

    @property
    def _this(self) -> list[tuple[str, str]]:
        return [(self.this, "this")] if self.this else []

    def ask(self, query: str) -> None:
        """Have a further query run for the rows of the page, after those whose columns it uses."""
        for needed in self.query.needs[query]:
            self.ask(needed)
        if query not in self.asked:
            self.asked.append(query)

    def details(self) -> str:
        """Give the Cypher of the further queries that were asked for."""
        known = list(self.columns)
        clauses = []
        for query in self.asked:
            text = query_text(query)
            imports = [*self._this, *((self.name(each), each) for each in known)]
            # a row stays on its page also where a further query finds nothing
            clauses.append(" OPTIONAL " + self._call(text, imports))
            known += [name for _, name in returned(text)]
        return "".join(clauses)

    def _call(self, text: str, imports: Sequence[tuple[str, str]]) -> str:
        text = re.sub(r"\$(\w+)", lambda match: self.values[match[1]], text)
        body = text[: text.rindex("RETURN")]
        head = f"WITH {', '.join(f'{mine} AS {theirs}' for mine, theirs in imports)}\n" if imports else ""
        columns = ", ".join(f"{expression} AS {self.name(name)}" for expression, name in returned(text))
        distinct = "DISTINCT " if re.match(r"RETURN\s+DISTINCT\b", text[text.rindex("RETURN") :]) else ""
        return f"CALL ({', '.join(mine for mine, _ in imports)}) {{\n{head}{body}RETURN {distinct}{columns}\n}}"


def all_of(kind: Kind, node: str) -> Items:
    """Give all nodes of a kind, by id."""
    found, by_id = Match(f"MATCH ({node}:{kind.name})", (node,)), (Order(f"{node}.id"),)
    return Items(found, node, kind.name, by_id, known=f"{node}.id IS NOT NULL")


def along(reach: Along, this: str, node: str, link: str) -> Items:
    """Give the nodes that a relation leads to from `this`, by id; where ids may be alike, by more."""
    relation = reach.relation
    has_link = relation.edge is not None
    match = "MATCH " + renamed(relation.pattern, {"this": this, "that": node, "link": link})
    order = [Order(f"{node}.id")]
    if len(relation.targets) > 1:
        order.append(Order(f"labels({node})[0]", about="kind"))
    once = ""
    if relation.distinct and has_link:
        # of several ways to a node, the one by the region that is first by id
        once = f" WITH {node}, {link} ORDER BY startNode({link}).id, endNode({link}).id"
        once += f" WITH {node}, head(collect({link})) AS {link}"
    elif relation.distinct:
        once = f" WITH DISTINCT {node}"
    elif relation.edge and EDGES[relation.edge].keys:
        order.append(Order(f"coalesce({link}.key, '')", about="key"))
        if relation.type is None:
            # of regions that are one territory, two may have the same relationship
            order.append(Order(f"startNode({link}).id", about="start"))
    found = Match(match, (node, link) if has_link else (node,), " AND " if " WHERE " in match else " WHERE ")
    return Items(found, node, reach.target, tuple(order), link if has_link else None, once)


def rows_of(
    query: Query, this: str | None, values: Mapping[str, Any], number: int, arguments: Mapping[str, Any]
) -> Items:
    """Give the rows of a named query, in its own order; `values` are its arguments in Cypher."""
    rows = QueryRows(query, this, values, number, arguments)
    names = {column: rows.name(column) for column in rows.columns}
    order = tuple(each for key in query.order for each in _keys(query, key, names))
    node = rows.name("that") if query.kind else ""
    target = query.kind or (query.row.name if query.row else "")
    return Items(rows, node, target, order)


def _keys(query: Query, key: str, names: Mapping[str, str]) -> Iterator[Order]:
    """Give what a key of a query's order sorts by: a column, with what is unknown last, or an expression over some."""
    about, descending = key.lstrip("-"), key.startswith("-")
    columns: dict[str, Any] = {**(query.row.columns if query.row else {}), **(query.edge.fields if query.edge else {})}
    column, expression = columns.get(about), renamed(about, names)
    if column is None:
        is_name = re.fullmatch(r"[\w.]+", about)  # of an expression nobody knows the type
        yield Order(expression if is_name else f"({expression})", descending, str if is_name else object, about)
        return
    if not column.required:
        yield Order(f"({expression} IS NULL)", type=bool, about=f"{about}.null")
    type_ = column.type if column.type in (int, float, bool) else str
    yield Order(expression, descending, type_, about, not column.required)


def related(reach: Along | Rows, this: str, name: Callable[[], str]) -> Items:
    """Give what a relation leads to, or a query that is asked nothing more; `name` gives a free variable."""
    if isinstance(reach, Along):
        return along(reach, this, name(), name())
    values = {each.name: literal(each.default) for each in reach.query.arguments.values()}
    return rows_of(reach.query, this, values, int(name().removeprefix("n")), {})


def literal(value: bool | int | None) -> str:
    """Write a default of ours in Cypher."""
    return "null" if value is None else str(value).lower()
