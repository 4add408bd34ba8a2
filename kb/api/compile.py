"""Compiles what a root field selects into one Cypher statement and the shape of its answer.

Rows come back as plain lists in the order of the selection; a shape turns such a list into the
response. Every value is a parameter, and every label, type and property is from the model.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias, cast

from graphql import (
    FieldNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLResolveInfo,
    get_named_type,
)
from graphql.execution.values import VariableValues

from kb.api import cursor
from kb.api.groups import Groups, Way
from kb.api.items import Items, QueryRows, all_of, along, returning, rows_of
from kb.api.known import Named, NamedNode
from kb.api.late import Late
from kb.api.limits import MOST_LEVELS, asked_size, within, within_many
from kb.api.order import Ordering
from kb.api.page import Page, Place
from kb.api.reach import (
    AllOf,
    Along,
    ById,
    GroupsOf,
    Made,
    NodeOf,
    NodesIn,
    PlaceOf,
    Reach,
    RowColumn,
    Rows,
    Told,
    Value,
    reach_of,
    renamed,
)
from kb.api.select import Selected, Selection, plain
from kb.api.shape import By, Each, Object, OfKind, OrNull, Part, Shape, Tally, attributes, function
from kb.api.statement import Asked, Parameters, Statement
from kb.api.where import Names, Variables, Where
from kb.errors import BadInput
from kb.schema.model import is_period, is_when
from kb.signature import Argument, NodeKey, Query, SearchText, kinds_in
from kb.words import lucene

Fields: TypeAlias = list[tuple[str, Part | None]]
Target: TypeAlias = GraphQLObjectType | GraphQLInterfaceType


def compile_field(info: GraphQLResolveInfo[Any], late: Iterable[str] = ()) -> Statement:
    """Compile the root field that `info` is of; raise BadInput for an argument that is not allowed.

    It is the same for all values of the variables that are `late`.
    """
    return _Compiler(info, late).statement(info)


class _Compiler:
    def __init__(self, info: GraphQLResolveInfo[Any], late: Iterable[str]) -> None:
        given = info.variable_values
        variables = VariableValues(given.sources, {**given.coerced, **{name: Late(name) for name in late}})
        self._selection = Selection(info.schema, info.fragments, variables)
        self._parameters = Parameters()
        self._names = 0
        self._level = 0
        self._kinds: frozenset[str] = frozenset()
        self._where = Where(self._selection.schema, self._parameters.add, self._name)
        self._order = Ordering(self._selection.schema, self._name)

    def statement(self, info: GraphQLResolveInfo[Any]) -> Statement:
        field = info.parent_type.fields[info.field_name]
        reach = reach_of(self._selection.schema, info.parent_type.name, info.field_name)
        target = _target(field)
        arguments = self._selection.arguments(info.parent_type, info.field_nodes[0])
        if isinstance(reach, ById):
            node, key = self._name(), self._parameters.add(arguments["id"])
            part = self._node(target, node, info.field_nodes)
            cypher = f"MATCH ({node}:{reach.kind.name} {{id: {key}}}) {returning(part.cypher)}"
            return self._single(cypher, part.shape, counts=1)
        if isinstance(reach, Rows) and not reach.query.many:
            part = self._rows(target, reach, None, info.field_nodes, arguments)
            return self._single(f"RETURN {part.cypher} AS row", part.shape)
        page, count, made = self._connected(target, reach, None, info.field_nodes, arguments)
        if page and made.holds_lists:
            return self._streamed(page, count, made)
        part = self._whole(page, count, made)
        return self._single(f"RETURN {part.cypher} AS row", part.shape)

    def _single(self, cypher: str, shape: Shape | None, counts: int = 0) -> Statement:
        """Give a statement of one row, which counts as so many; no row is null."""
        made = function(shape)

        def row(found: list[Any], tally: Tally) -> Any:
            tally.rows += counts
            return made(found[0], tally)

        return Statement(
            cypher, self._parameters, row, lambda rows, _: next(iter(rows), None), self._kinds | kinds_in(cypher)
        )

    def _streamed(self, page: str, count: str | None, made: Page) -> Statement:
        """Give a statement whose rows are those of a page, so that they are shaped while Neo4j is at the next.

        How many there are in all comes before them. Small rows come faster all in one.
        """
        cypher = f"RETURN {count} AS row UNION ALL {page}" if count else page
        shape = function(made.row)

        def row(found: list[Any], tally: Tally) -> Any:
            [value] = found
            return shape(value, tally) if isinstance(value, list) else value

        def answer(rows: list[Any], tally: Tally) -> Any:
            return made.made(rows[1:], next(iter(rows), None), tally) if count else made.made(rows, None, tally)

        return Statement(cypher, self._parameters, row, answer, self._kinds | kinds_in(cypher))

    def _name(self) -> str:
        self._names += 1
        return f"n{self._names}"

    # Objects: nodes, edges, rows of a query

    def _node(self, type_: Target, this: str, nodes: Sequence[FieldNode]) -> Part:
        """Give what is selected on the node in the variable `this`; raise BadInput where that is too deep."""
        self._level += 1
        if self._level > MOST_LEVELS:
            raise BadInput(f"The query goes more than {MOST_LEVELS} nodes deep.", "Ask in two queries.")
        try:
            return self._of_node(type_, this, nodes)
        finally:
            self._level -= 1

    def _of_node(self, type_: Target, this: str, nodes: Sequence[FieldNode]) -> Part:
        if isinstance(type_, GraphQLInterfaceType):
            return self._any(type_, this, nodes)
        return self._fields(type_, this, self._selection.under(nodes, type_))

    def _any(self, interface: GraphQLInterfaceType, this: str, nodes: Sequence[FieldNode]) -> Part:
        """Give what is selected on a node of any kind: its label leads the row and says which shape it has."""
        groups: dict[tuple[Any, ...], list[str]] = {}
        made: dict[tuple[Any, ...], Fields] = {}
        for type_ in cast(Sequence[GraphQLObjectType], self._selection.schema.get_possible_types(interface)):
            selected = self._selection.under(nodes, type_)
            alike = tuple((key, tuple(map(id, chosen))) for key, chosen in selected.items())
            if alike not in made:
                made[alike] = self._parts(type_, this, selected)
            groups.setdefault(alike, []).append(type_.name)
        parts = {name: _object(name, made[alike]) for alike, names in groups.items() for name in names}
        *special, common = sorted(groups.values(), key=len)
        cases = "".join(f"WHEN '{name}' THEN {parts[name].cypher} " for names in special for name in names)
        cypher = parts[common[0]].cypher
        if cases:
            cypher = f"CASE labels({this})[0] {cases}ELSE {cypher} END"
        return Part(f"[labels({this})[0], {cypher}]", OfKind({name: part.shape for name, part in parts.items()}))

    def _fields(self, type_: GraphQLObjectType, this: str | Items | Way, selected: Selected) -> Part:
        return _object(type_.name, self._parts(type_, this, selected))

    def _parts(self, type_: GraphQLObjectType, this: str | Items | Way, selected: Selected) -> Fields:
        fields: Fields = []
        for key, nodes in selected.items():
            name = nodes[0].name.value
            fields.append((key, None if name == "__typename" else self._field(type_, name, this, nodes)))
        return fields

    def _field(self, type_: GraphQLObjectType, name: str, this: str | Items | Way, nodes: Sequence[FieldNode]) -> Part:
        field = type_.fields[name]
        reach, target = reach_of(self._selection.schema, type_.name, name), _target(field)
        if isinstance(this, Items):
            return self._of_item(target, name, reach, this, nodes)
        if isinstance(this, Way):
            if isinstance(reach, Told):
                return Part(this.shown(reach.aggregate))
            return self._fields(target, this.to(name), self._selection.under(nodes, target))
        if isinstance(reach, Value):
            return Part(renamed(reach.cypher, {"this": this}))
        if isinstance(reach, PlaceOf):
            return self._place(target, renamed(reach.cypher, {"this": this}), nodes)
        if isinstance(reach, Along) and not reach.relation.many:
            return self._one(target, reach, this, nodes)
        if isinstance(reach, NodeOf):
            return self._node_of(target, renamed(reach.cypher, {"this": this}), nodes)
        if isinstance(reach, NodesIn):
            return self._named(target, reach, {"this": this}, nodes)
        return self._rows(target, reach, this, nodes, self._selection.arguments(type_, nodes[0]))

    def _place(self, type_: GraphQLObjectType, point: str, nodes: Sequence[FieldNode]) -> Part:
        fields: Fields = []
        for key, chosen in self._selection.under(nodes, type_).items():
            name = chosen[0].name.value
            fields.append((key, None if name == "__typename" else Part(f"{point}.{name}")))
        part = _object(type_.name, fields)
        return Part(f"CASE WHEN {point} IS NULL THEN null ELSE {part.cypher} END", OrNull(part.shape))

    def _one(self, type_: GraphQLObjectType, reach: Along, this: str, nodes: Sequence[FieldNode]) -> Part:
        items = along(reach, this, self._name(), self._name())
        part = self._node(type_, items.node, nodes)
        return Part(f"COLLECT {{ {items.page(part.cypher, '1', None)} }}[0]", OrNull(part.shape))

    def _node_of(self, type_: Target, expression: str, nodes: Sequence[FieldNode]) -> Part:
        that = self._name()
        part = self._node(type_, that, nodes)
        return Part(f"COLLECT {{ WITH {expression} AS {that} {returning(part.cypher)} }}[0]", part.shape)

    def _named(
        self, type_: GraphQLObjectType, reach: NodesIn, names: Mapping[str, str], nodes: Sequence[FieldNode]
    ) -> Part:
        that = self._name()
        return self._list(type_, "MATCH " + renamed(reach.pattern, {"that": that, **names}), that, True, nodes)

    def _list(self, type_: GraphQLObjectType, find: str, that: str, ordered: bool, nodes: Sequence[FieldNode]) -> Part:
        part = self._node(type_, that, nodes)
        order = f" WITH {that} ORDER BY {that}.id" if ordered else ""
        return Part(f"COLLECT {{ {find}{order} {returning(part.cypher)} }}", Each(part.shape))

    # Items of a connection: edges, and rows of a query

    def _of_item(
        self, type_: GraphQLObjectType, name: str, reach: Reach | None, items: Items, nodes: Sequence[FieldNode]
    ) -> Part:
        if isinstance(reach, RowColumn):
            return self._column(type_, reach, items, nodes)
        if isinstance(reach, NodesIn):
            return self._named(type_, reach, {"link": str(items.link)}, nodes)
        if isinstance(reach, Value):
            return Part(renamed(reach.cypher, _variables(items)))
        if isinstance(reach, Made):
            return self._made(type_, reach, items, nodes)
        if name == "cursor":
            return Part(items.keys, By(lambda keys, _: cursor.encode(items.mark, keys)))
        return self._item(type_, items, nodes)

    def _item(self, type_: GraphQLObjectType, items: Items, nodes: Sequence[FieldNode]) -> Part:
        """Give what is selected on the node of an item: a node of the graph, or the row of a query."""
        if items.node:
            return self._node(type_, items.node, nodes)
        this = Way(items.found) if isinstance(items.found, Groups) else items
        return self._fields(type_, this, self._selection.under(nodes, type_))

    def _column(self, type_: GraphQLObjectType, reach: RowColumn, items: Items, nodes: Sequence[FieldNode]) -> Part:
        assert isinstance(items.found, QueryRows)
        if reach.query:
            items.found.ask(reach.query)
        column = items.found.name(reach.name)
        if not reach.is_node:
            return Part(column)
        if not reach.many:
            part = self._node(type_, column, nodes)
            if reach.required:
                return part
            return Part(f"CASE WHEN {column} IS NULL THEN null ELSE {part.cypher} END", OrNull(part.shape))
        that = self._name()
        return self._list(type_, f"UNWIND {column} AS {that}", that, not reach.ordered, nodes)

    def _made(self, type_: GraphQLObjectType, reach: Made, items: Items, nodes: Sequence[FieldNode]) -> Part:
        assert isinstance(items.found, QueryRows)
        arguments, shape = items.found.arguments, function(self._object(type_, nodes))
        return Part(
            renamed(reach.cypher, _variables(items)),
            By(lambda value, tally: [shape(made, tally) for made in reach.make(value, arguments)]),
        )

    def _object(self, type_: GraphQLObjectType, nodes: Sequence[FieldNode]) -> Shape:
        """Give what becomes of an object whose attributes are the answer."""
        fields: list[tuple[str, str, Shape | None]] = []
        for key, chosen in self._selection.under(nodes, type_).items():
            name = chosen[0].name.value
            below = None if name == "__typename" else _target(type_.fields[name])
            shape = Each(self._object(below, chosen)) if isinstance(below, GraphQLObjectType) else None
            fields.append((key, name, shape))
        return attributes(type_.name, fields)

    # Connections, and the one row of a query that gives no more

    def _rows(
        self, type_: GraphQLObjectType, reach: Reach | None, this: str | None, nodes: Sequence[FieldNode],
        arguments: Mapping[str, Any],
    ) -> Part:  # fmt: skip
        if isinstance(reach, Rows) and not reach.query.many:
            items = self._items(reach, this, arguments)
            part = self._item(type_, items, nodes)
            return Part(items.only(part.cypher), OrNull(part.shape))
        return self._connection(type_, reach, this, nodes, arguments)

    def _connection(
        self, type_: GraphQLObjectType, reach: Reach | None, this: str | None, nodes: Sequence[FieldNode],
        arguments: Mapping[str, Any],
    ) -> Part:  # fmt: skip
        return self._whole(*self._connected(type_, reach, this, nodes, arguments))

    def _whole(self, page: str | None, count: str | None, made: Page) -> Part:
        """Give a connection as one value."""
        return made.part(f"COLLECT {{ {page} }}" if page else None, count)

    def _connected(
        self, type_: GraphQLObjectType, reach: Reach | None, this: str | None, nodes: Sequence[FieldNode],
        arguments: Mapping[str, Any],
    ) -> tuple[str | None, str | None, Page]:  # fmt: skip
        """Give the clauses of a page and the expression of the count, where these are asked for, and the page."""
        items = self._wanted(type_, reach, self._items(reach, this, arguments), arguments)
        backwards, size = asked_size(arguments.get("first"), arguments.get("last"))
        beyond = [self._beyond(items, name, arguments.get(name)) for name in ("after", "before")]
        selected = self._selection.under(nodes, type_)
        fields = [self._of_page(type_, key, chosen, items) for key, chosen in selected.items()]
        names = {name for _, name, _, _ in fields}
        keyed = "pageInfo" in names
        where = Place(size, keyed, backwards, *(each is not None for each in beyond))
        made = Page(type_.name, fields, items.mark, where)
        page = None
        if made.has_rows:
            limit = self._parameters.add(size + 1 if keyed else size)
            page = items.page(made.row.cypher(items.keys), limit, " AND ".join(filter(None, beyond)), backwards)
        count = items.count() if "totalCount" in names else None
        return page, count, made

    def _wanted(self, type_: Target, reach: Reach | None, items: Items, arguments: Mapping[str, Any]) -> Items:
        """Give the items that are asked for, in the order that is asked for."""
        names = _names(items)
        edge = _target(type_.fields["edges"]).name
        if arguments.get("edge"):
            items = items.having(self._where.condition(edge, arguments["edge"], names))
        where = arguments.get("having" if isinstance(items.found, Groups) else "where")
        if where:
            if isinstance(reach, AllOf):
                items = items.anchored(self._where.anchor(items.target, where, items.node))
            items = items.having(self._where.condition(items.target, where, names))
        if arguments.get("orderBy"):
            items = items.ordered(*self._order.keys(items.target, arguments["orderBy"], names))
        return items

    def _of_page(
        self, type_: GraphQLObjectType, key: str, nodes: Sequence[FieldNode], items: Items
    ) -> tuple[str, str, Part | None, Sequence[tuple[str, str]]]:
        name = nodes[0].name.value
        if name == "pageInfo":
            chosen = self._selection.under(nodes, _target(type_.fields[name]))
            return key, name, None, [(each_key, each_nodes[0].name.value) for each_key, each_nodes in chosen.items()]
        if name == "nodes":
            return key, name, self._item(_target(type_.fields[name]), items, nodes), ()
        if name == "edges":
            target = _target(type_.fields[name])
            return key, name, self._fields(target, items, self._selection.under(nodes, target)), ()
        return key, name, None, ()

    def _items(self, reach: Reach | None, this: str | None, arguments: Mapping[str, Any]) -> Items:
        if isinstance(reach, AllOf):
            return all_of(reach.kind, self._name())
        if isinstance(reach, Along):
            return along(reach, str(this), self._name(), self._name())
        if isinstance(reach, GroupsOf):
            return self._groups(reach, arguments)
        assert isinstance(reach, Rows)
        self._names += 1
        self._kinds |= reach.query.kinds
        return rows_of(reach.query, this, self._values(reach.query, arguments), self._names, arguments)

    def _groups(self, reach: GroupsOf, arguments: Mapping[str, Any]) -> Items:
        nodes, where = all_of(reach.kind, self._name()), arguments.get("where") or {}
        nodes = nodes.anchored(self._where.anchor(nodes.target, where, nodes.node))
        nodes = nodes.having(self._where.condition(nodes.target, where, {"this": nodes.node}))
        groups = Groups(self._selection.schema, nodes, arguments["by"], self._name)
        return Items(groups, "", f"{reach.kind.name}Group", groups.order)

    def _values(self, query: Query, arguments: Mapping[str, Any]) -> dict[str, str]:
        given = {name: _given(argument, arguments.get(name)) for name, argument in query.arguments.items()}
        values = {name: self._parameters.add(value) for name, value in given.items()}
        for name, argument in query.arguments.items():
            asked = arguments.get(name)
            if argument.doc.of and asked and asked != argument.default:
                self._parameters.named.append(Named.of(name, argument.doc.of, asked))
            if argument.type is NodeKey:
                self._parameters.nodes.append(NamedNode(name, **given[name]))
        if query.computed:
            values["found"] = self._parameters.add(Asked(query.computed, given))
        literals = query.literals(plain(dict(arguments)))
        return values | {name: str(literal) for name, literal in literals.items()}

    def _beyond(self, items: Items, argument: str, given: str | None) -> str | None:
        """Give the condition that a row comes after a cursor, or before it: by the first key that differs."""
        if given is None:
            return None
        condition = "false"
        values = cursor.decode(given, argument, items.mark, items.order)
        for order, value in reversed(list(zip(items.order, values, strict=True))):
            if value is None:
                continue  # whether it is null is a key of its own, so all that come here are null
            at = self._parameters.add(value)
            sign = "<" if order.descending == (argument == "after") else ">"
            tie = f" OR ({order.cypher} = {at} AND {condition})" if condition != "false" else ""
            condition = f"({order.cypher} {sign} {at}{tie})"
        return condition


def _given(argument: Argument, value: Any) -> Any:
    """Give the value of an argument as its query has it; raise BadInput for a number that is not allowed."""
    if argument.parts:
        return {each.name: _given(each, (value or {}).get(each.name)) for each in argument.parts}
    value = argument.default if value is None else value
    if value is not None and argument.doc.bounds:
        (within_many if argument.many else within)(argument.name, value, *argument.doc.bounds)
    if argument.mark == "when" and value is not None and not is_when(value):
        raise BadInput(f"`{argument.name}` is {value!r}, which is no date.", "Write 2016, 2016-06 or 2016-06-01.")
    if argument.mark == "period" and value is not None and not is_period(value):
        raise BadInput(
            f"`{argument.name}` is {value!r}, which is no programming period.", "Write 2014-2020 or 2021-2027."
        )
    if argument.type is SearchText:
        return {"typed": value, "lucene": lucene(value)}
    return (plain(value) or None) if argument.many else plain(value)  # an empty list asks for all


def _object(typename: str, fields: Fields) -> Part:
    """Give an object, of its fields by response key; a field without a part is `__typename`."""
    parts = [part.cypher for _, part in fields if part]
    return Part(f"[{', '.join(parts)}]", Object(typename, fields))


def _names(items: Items) -> Names:
    """Give what filters and orders go by."""
    return Way(items.found) if isinstance(items.found, Groups) else _variables(items)


def _variables(items: Items) -> Variables:
    """Give the variables of an item by the names that declarations have for them."""
    names = {"this": items.node, "link": str(items.link)}
    rows = items.found
    return names | ({each: rows.name(each) for each in rows.columns} if isinstance(rows, QueryRows) else {})


def _target(field: GraphQLField) -> Any:
    """Give the type a field leads to: an object, or the interface of all kinds."""
    return get_named_type(field.type)
