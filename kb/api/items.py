"""What a connection pages over: how its rows are found in Cypher, ordered, counted and cut."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kb.queries import NEEDS, Query, query_text
from kb.schema import Kind, Relation


@dataclass(frozen=True)
class Order:
    """One key that rows are ordered by."""

    cypher: str
    descending: bool = False
    type: type = str

    def __str__(self) -> str:
        return f"{self.cypher} DESC" if self.descending else self.cypher


@dataclass
class Items:
    """Rows found by the clauses `find`, which bind `variables`.

    `node` is the variable of the node, `link` that of the relationship it was reached by.
    """

    find: str
    variables: tuple[str, ...]
    node: str
    order: tuple[Order, ...]
    link: str | None = None
    rows: QueryRows | None = None

    @property
    def keys(self) -> str:
        """Give the Cypher for the sort values of a row, which make its cursor."""
        return "[" + ", ".join(each.cypher for each in self.order) + "]"

    def page(self, row: str, limit: str, after: str | None) -> str:
        """Give the Cypher for the rows of one page; `row` is what is returned of each."""
        kept = f" WITH {', '.join(self.variables)}"
        condition = f"{kept} WHERE {after}" if after else ""
        detail = self.rows.details() if self.rows else ""
        order = ", ".join(map(str, self.order))
        return f"COLLECT {{ {self.find}{condition}{kept} ORDER BY {order} LIMIT {limit}{detail} RETURN {row} }}"

    def count(self) -> str:
        """Give the Cypher for how many rows there are in all."""
        return f"COUNT {{ {self.find} RETURN {self.variables[0]} }}"


@dataclass
class QueryRows:
    """One use of a named query; its columns get names of their own, since queries may be nested in each other."""

    query: Query
    this: str | None
    values: Mapping[str, str]
    number: int
    asked: list[str] = field(default_factory=list)

    def name(self, column: str) -> str:
        """Give the name that a column of the query has here."""
        return f"{column}_{self.number}"

    @property
    def columns(self) -> list[str]:
        """Give the columns of the query, under its own names."""
        return [name for _, name in returned(self.query.text)]

    def find(self) -> str:
        """Give the Cypher that runs the query."""
        imports = [(self.this, "this")] if self.this else []
        return self._call(self.query.text, imports)

    def ask(self, query: str) -> None:
        """Have a further query run for the rows of the page, after those whose columns it uses."""
        for needed in NEEDS.get(query, ()):
            self.ask(needed)
        if query not in self.asked:
            self.asked.append(query)

    def details(self) -> str:
        """Give the Cypher of the further queries that were asked for."""
        known = list(self.columns)
        clauses = []
        for query in self.asked:
            text = query_text(query)
            imports = [(str(self.this), "this"), *((self.name(each), each) for each in known)]
            # a row stays on its page also where a further query finds nothing
            clauses.append(" OPTIONAL " + self._call(text, imports))
            known += [name for _, name in returned(text)]
        return "".join(clauses)

    def _call(self, text: str, imports: Sequence[tuple[str, str]]) -> str:
        body = text[: text.rindex("RETURN")]
        body = re.sub(r"\$(\w+)", lambda match: self.values[match[1]], body)
        head = f"WITH {', '.join(f'{mine} AS {theirs}' for mine, theirs in imports)}\n" if imports else ""
        columns = ", ".join(f"{expression} AS {self.name(name)}" for expression, name in returned(text))
        distinct = "DISTINCT " if re.match(r"RETURN\s+DISTINCT\b", text[text.rindex("RETURN") :]) else ""
        return f"CALL ({', '.join(mine for mine, _ in imports)}) {{\n{head}{body}RETURN {distinct}{columns}\n}}"


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


def renamed(cypher: str, names: Mapping[str, str]) -> str:
    """Give `cypher` with its variables (`this`, `that`, `link` ...) under other names."""
    pattern = r"(?<![.\w$])(" + "|".join(names) + r")\b"
    return re.sub(pattern, lambda match: names[match[1]], cypher)


def all_of(kind: Kind, node: str) -> Items:
    """Give all nodes of a kind, by id."""
    return Items(f"MATCH ({node}:{kind.name})", (node,), node, (Order(f"{node}.id"),))


def along(relation: Relation, this: str, node: str, link: str) -> Items:
    """Give the nodes that a relation leads to from `this`, by id; where ids may be alike, by more."""
    has_link = relation.edge is not None
    find = "MATCH " + renamed(relation.pattern, {"this": this, "that": node, "link": link})
    variables = (node, link) if has_link else (node,)
    order = [Order(f"{node}.id")]
    if len(relation.targets) > 1:
        order.append(Order(f"labels({node})[0]"))
    if relation.distinct and has_link:
        # of several ways to a node, the one by the region that is first by id
        one_way = f"WITH {node}, {link} ORDER BY startNode({link}).id, endNode({link}).id"
        find += f" {one_way} WITH {node}, head(collect({link})) AS {link}"
    elif relation.distinct:
        find += f" WITH DISTINCT {node}"
    elif relation.edge not in (None, "Link", "Tag"):
        order.append(Order(f"coalesce({link}.key, '')"))
        if relation.type is None:
            # of regions that are one territory, two may have the same relationship
            order.append(Order(f"startNode({link}).id"))
    return Items(find, variables, node, tuple(order), link if has_link else None)


def rows_of(query: Query, this: str | None, values: Mapping[str, Any], number: int) -> Items:
    """Give the rows of a named query, in its own order."""
    rows = QueryRows(query, this, values, number)
    names = {column: rows.name(column) for column in rows.columns}
    columns: dict[str, Any] = {**(query.row.columns if query.row else {}), **(query.edge.fields if query.edge else {})}
    types = {name: each.type for name, each in columns.items() if each.type in (int, float)}
    order = tuple(
        Order(renamed(key.lstrip("-"), names), key.startswith("-"), types.get(key.lstrip("-"), str))
        for key in query.order
    )
    node = rows.name("that") if query.kind else ""
    return Items(rows.find(), tuple(names.values()), node, order, None, rows)
