"""Random operations over the whole schema, all of them valid, as strategies of Hypothesis."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_required_argument,
)
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from kb.queries import QUERIES

FLAGS = {"yes": True, "no": False}
ANSWERED = {"Region.priorities", "Region.sharingPriorities", "paths", "neighbourhood"}
"""The traversals that the reference answers; others have an oracle of their own."""
SKIPPED = {(each.of or "Query", each.name) for key, each in QUERIES.items() if key not in ANSWERED}
RELATED = {each.name for key, each in QUERIES.items() if key not in ANSWERED and each.of and each.is_relation}
"""Those of them that filters, orders and groups lead along, too."""
OFTEN = [*["nodes", "edges"] * 2, *["sharingPriorities"] * 9, *["priorities", "partnerships", "facilities"] * 2]
"""Fields to choose more often than others: they lead on, or they are hard to get right."""


@dataclass
class Scope:
    """What the response keys of one object stand for: two fields of one key must ask the same."""

    keys: dict[str, tuple[str, Scope]] = field(default_factory=dict)

    def claim(self, key: str, asks: str) -> Scope | None:
        """Give the scope below `key`, or nothing where it stands for something else."""
        known, below = self.keys.setdefault(key, (asks, Scope()))
        return below if known == asks else None


@dataclass
class Operation:
    """An operation, the values of its variables, and whether it has a connection to go through by `$after`."""

    text: str
    variables: dict[str, Any]
    paged: bool


@st.composite
def operations(draw: DrawFn, schema: GraphQLSchema, ids: Mapping[str, list[str]], depth: int = 3) -> Operation:
    """Give a valid operation, so many nodes deep below its root; `ids` are those to ask for, by kind."""
    # what Hypothesis chooses it can make smaller, but it likes to repeat itself
    seed = draw(st.none() | st.integers(0, 2**32))
    random = Random(seed)

    def choose(values: list[Any]) -> Any:
        return draw(st.sampled_from(values)) if seed is None else random.choice(values)

    return _Writer(choose, schema, ids).operation(depth)


WORDS = ["", "a", "E", "re", "IT", "DE", "ES", "PHO", "AMT", "READ", "lead", "2016", "2021", "Region", "ł"]
"""Texts to compare with: each is in many facts, or in none."""


class _Writer:
    def __init__(self, choose: Callable[[list[Any]], Any], schema: GraphQLSchema, ids: Mapping[str, list[str]]) -> None:
        self.choose, self.schema, self.ids = choose, schema, ids
        self.declared: dict[str, str] = {}
        self.variables: dict[str, Any] = {}
        self.fragments: dict[str, tuple[str, str]] = {}
        self.aliases = 0

    def one_of(self, values: Iterable[Any]) -> Any:
        return self.choose(list(values))

    def number(self, least: int, most: int) -> int:
        return self.one_of(range(least, most + 1))

    def chance(self, percent: int) -> bool:
        return self.number(1, 100) > 100 - percent

    def operation(self, depth: int) -> Operation:
        for _ in range(self.number(0, 2)):
            self.fragment(depth)
        roots = [name for name in self.schema.query_type.fields if ("Query", name) not in SKIPPED]
        roots += ["region", "region", "regions", "cluster", "paths", "neighbourhood"] * 5
        roots += ["priorityGroups", "clusterGroups", "regionGroups"]
        scope, paged = Scope(), self.chance(30)
        fields = [self.field(scope, "Query", self.one_of(roots), depth) for _ in range(self.number(1, 2))]
        if paged:
            fields.append(self.paged(roots, depth))
        body = f"{{ {' '.join(fields)} }}"
        text = body + "".join(self.used(body))
        declared = {name: type_ for name, type_ in self.declared.items() if f"${name} " in spaced(text)}
        head = ", ".join(f"${name}: {type_}" for name, type_ in declared.items())
        given = {name: value for name, value in self.variables.items() if name in declared}
        return Operation(f"query({head}) {text}" if head else text, given, paged)

    def paged(self, roots: list[str], depth: int) -> str:
        """Write a connection to go through page by page: its key is `paged`, that of its place `at`."""
        fields = self.schema.query_type.fields
        name = self.one_of([each for each in roots if "after" in fields[each].args])
        self.declared["after"] = "String"
        selected = self.selections(Scope(), get_named_type(fields[name].type).name, depth)
        at = "at: pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"
        arguments = fields[name].args
        must = "".join(
            f", {each}: {value}" for each, value in self.values(fields[name]) if is_required_argument(arguments[each])
        )
        return f"paged: {name}(first: {self.number(1, 6)}, after: $after{must}) {{ {at} {selected} }}"

    def used(self, body: str) -> list[str]:
        """Give the fragments that are spread, also those that are spread in others."""
        texts, found = [body], dict.fromkeys(())
        while texts:
            text = spaced(texts.pop())
            for name, (type_, selected) in self.fragments.items():
                if f"...{name} " in text and name not in found:
                    found[name] = f" fragment {name} on {type_} {{ {selected} }}"
                    texts.append(selected)
        return list(found.values())

    # Fragments: every field of a named one has an alias of its own, so it fits wherever its type does

    def fragment(self, depth: int) -> None:
        name = f"F{len(self.fragments)}"
        type_ = self.one_of(["Entity", *self.ids, "PageInfo", "Region", "Match", "Path", "Relationship"])
        self.fragments[name] = (type_, self.selections(None, type_, min(depth, 2)))

    def spread(self, scope: Scope | None, type_: str, depth: int) -> str:
        """Write a fragment that fits an object of this type: a named one, or one in place."""
        named = [name for name, (on, _) in self.fragments.items() if self.overlap(on, type_)]
        if named and self.chance(50):
            return f"...{self.one_of(named)} {self.directives()}"
        on = type_
        if self.is_entity(type_) and self.chance(70):
            on = self.one_of(["Entity", *(self.ids if type_ == "Entity" else [type_])])
        condition = f"on {on} " if on != type_ or self.chance(50) else ""
        return f"... {condition}{self.directives()}{{ {self.selections(scope, on, depth - 1)} }}"

    def is_entity(self, type_: str) -> bool:
        return type_ == "Entity" or type_ in self.ids

    def overlap(self, one: str, other: str) -> bool:
        return one == other or ("Entity" in (one, other) and self.is_entity(one) and self.is_entity(other))

    # Selections

    def selections(self, scope: Scope | None, type_: str, depth: int) -> str:
        """Write what is selected on an object; without a scope every field gets an alias of its own."""
        declared = self.schema.type_map[type_].fields
        fields = {name: each for name, each in declared.items() if not is_key(type_, name)}
        simple = [name for name, each in fields.items() if is_leaf_type(get_named_type(each.type))]
        further = [
            name for name in fields if name not in simple and (type_, name) not in SKIPPED and name not in RELATED
        ]
        further += [name for name in OFTEN if name in fields]
        chosen = [self.one_of([*simple, "__typename"]) for _ in range(self.number(0, 2))] if simple else []
        if further and depth > 0:
            chosen += [self.one_of(further) for _ in range(1 + self.chance(25))]
        lines = [self.field(scope, type_, name, depth) for name in chosen]
        if depth > 0 and self.chance(25):
            lines.insert(self.number(0, len(lines)), self.spread(scope, type_, depth))
        return " ".join(lines) or self.field(scope, type_, "__typename", 0)

    def field(self, scope: Scope | None, type_: str, name: str, depth: int) -> str:
        if name == "__typename":
            return self.keyed(scope, name, name)[0] + self.directives()
        declared = self.schema.type_map[type_].fields[name]
        paths = self.paths(declared) if name.endswith("Groups") else []
        asks = name + self.arguments(declared, paths)
        head, below = self.keyed(scope, asks, f"{asks} {declared.type}")
        target = get_named_type(declared.type)
        if is_leaf_type(target):
            return f"{head} {self.directives()}"
        if not target.name.endswith(("Connection", "Edge")):
            depth -= 1
        selected = self.selections(below, target.name, depth)
        keys = f"{self.keyed(None, 'nodes', '')[0]} {{ count {' '.join(map(key, paths))} }}" if paths else ""
        return f"{head} {self.directives()}{{ {selected} {keys} }}"

    def keyed(self, scope: Scope | None, asks: str, means: str) -> tuple[str, Scope | None]:
        """Write a field under a key that is free, or that stands for the same."""
        name = asks.partition("(")[0]
        if scope is not None:
            key = self.one_of([name, name, name, "a", "b"])
            below = scope.claim(key, means)
            if below is not None:
                return (asks if key == name else f"{key}: {asks}"), below
        self.aliases += 1
        return f"k{self.aliases}: {asks}", None if scope is None else Scope()

    def arguments(self, declared: GraphQLField, paths: list[list[str]]) -> str:
        written = [f"{name}: {value}" for name, value in self.values(declared) if value]
        written += [f"by: [{', '.join(map(by, paths))}]"] if paths or "by" in declared.args else []
        return f"({', '.join(written)})" if written else ""

    def values(self, declared: GraphQLField) -> Any:
        target = get_named_type(declared.type).name
        size = "last" if "last" in declared.args and self.chance(15) else "first"
        for name, argument in declared.args.items():
            if name == size:
                yield name, self.value("Int", self.number(0, 4), default=3)
            elif name in ("where", "edge", "having") and self.chance(30):
                yield name, self.filter(get_named_type(argument.type), 2)
            elif name == "orderBy" and self.chance(25):
                yield name, f"[{self.order(get_named_type(argument.type), 2)}]"
            elif name == "id":
                yield name, self.value("ID!", self.one_of([*self.ids[target], "none"]), default=self.ids[target][0])
            elif name == "withinHops":
                yield name, self.value("Int!", self.number(1, 3), default=2)
            elif name == "relevantOnly":
                yield name, self.value("Boolean!", self.chance(20), default=True)
            elif name == "weights" and self.chance(30):
                part = self.one_of(["technologies", "relevance", "closeness", "partnerships"])
                yield name, f"{{{part}: {self.number(0, 3)}}}"
            elif name == "inherited":
                yield name, self.value("Boolean!", self.chance(50), default=True)
            elif name == "technologies":
                some = [self.one_of(self.ids["Technology"]) for _ in range(self.number(0, 3))]
                yield name, self.value("[ID!]", None if self.chance(50) else some, default=["PHO", "AMT"])
            elif name in ("from", "to", "of"):
                yield name, self.node()
            elif name in ("kinds", "relationships") and self.chance(25):
                values = get_named_type(argument.type).values
                yield name, f"[{', '.join(self.one_of(values) for _ in range(self.number(0, 12)))}]"
            elif name in ("maxHops", "hops"):
                yield name, self.value("Int!", self.number(1, 4 if name == "maxHops" else 3), default=2)
            elif name == "limit":
                yield name, self.value("Int!", self.number(1, 30), default=10)

    def node(self) -> str:
        """Write which node is meant."""
        there = [kind for kind, ids in self.ids.items() if ids != ["none"]]
        kind = self.one_of(["Region", "Region", "Technology", *there])
        name = next(each for each in self.schema.type_map["Kind"].values if each.replace("_", "") == kind.upper())
        if self.chance(60):
            return f"{{kind: {name}, id: {literal(self.one_of(self.ids[kind]))}}}"
        variable = f"v{len(self.declared)}"
        self.declared[variable] = "NodeInput!"
        self.variables[variable] = {"kind": name, "id": self.one_of(self.ids[kind])}
        return f"${variable}"

    # Filters and orders

    def filter(self, type_: GraphQLInputObjectType, depth: int) -> str:
        """Write an input object with one field or two; deeper ones only so many levels down."""
        fields = [
            name
            for name, each in type_.fields.items()
            if (depth > 0 or self.is_plain(each.type)) and not is_key(type_.name, name) and name not in RELATED
        ]
        must = [name for name, each in type_.fields.items() if is_non_null_type(each.type)]
        chosen = dict.fromkeys([*must, *(self.one_of(fields) for _ in range(1 + self.chance(30)))])
        return f"{{{', '.join(f'{name}: {self.given(type_.fields[name].type, depth - 1)}' for name in chosen)}}}"

    def is_plain(self, type_: Any) -> bool:
        """Tell whether what is given is a value, or compares one."""
        target = get_named_type(type_)
        return is_leaf_type(target) or all(is_leaf_type(get_named_type(each.type)) for each in target.fields.values())

    def given(self, type_: Any, depth: int) -> str:
        if self.chance(3) and not is_non_null_type(type_):
            return "null"
        nullable = get_nullable_type(type_)
        if is_list_type(nullable):
            return f"[{', '.join(self.given(nullable.of_type, depth) for _ in range(self.number(0, 2)))}]"
        target = get_named_type(type_)
        if not is_leaf_type(target):
            return self.filter(target, depth)
        if isinstance(target, GraphQLEnumType):
            return self.one_of(target.values)
        return {
            "Int": lambda: str(self.number(0, 4)),
            "Float": lambda: str(self.number(0, 60) / 1.0),
            "Boolean": lambda: literal(self.chance(50)),
            "DateTime": lambda: '"2016-06-01T00:00:00Z"',
            "Date": lambda: '"2016-06-01"',
        }.get(target.name, lambda: literal(self.one_of(WORDS)))()

    def order(self, type_: GraphQLInputObjectType, depth: int) -> str:
        """Write an input object with one field."""
        fields = [
            name
            for name, each in type_.fields.items()
            if (depth > 0 or is_leaf_type(get_named_type(each.type)))
            and not is_key(type_.name, name)
            and name not in RELATED
        ]
        name = self.one_of(fields)
        below = get_named_type(type_.fields[name].type)
        wish = self.one_of(below.values) if is_leaf_type(below) else self.order(below, depth - 1)
        return f"{{{name}: {wish}}}"

    # Groups

    def paths(self, declared: GraphQLField) -> list[list[str]]:
        """Give some paths to be grouped by, with what each ends with; none is there twice."""
        found = {}
        for _ in range(self.number(0, 3)):
            path = self.path(get_named_type(declared.args["by"].type), self.number(0, 2))
            found[tuple(path[:-1])] = path
        return list(found.values())

    def path(self, type_: GraphQLInputObjectType, depth: int) -> list[str]:
        fields = {name: get_named_type(each.type) for name, each in type_.fields.items() if name not in RELATED}
        name = self.one_of([name for name, each in fields.items() if depth or is_leaf_type(each)])
        below = fields[name]
        return [name, *([self.one_of(below.values)] if is_leaf_type(below) else self.path(below, depth - 1))]

    def value(self, type_: str, value: Any, default: Any) -> str:
        """Write a value, a variable with it, or one that is left to its default."""
        if self.chance(60):
            return literal(value)
        name = f"v{len(self.declared)}"
        self.declared[name] = type_
        if self.chance(25):
            self.declared[name] += f" = {literal(default)}"
            if self.chance(50):
                return f"${name}"
        elif type_ == "Int" and self.chance(30):
            value = None
        self.variables[name] = value
        return f"${name}"

    def directives(self) -> str:
        """Write nothing, mostly, else @skip or @include or both."""
        if not self.chance(10):
            return ""
        written = ""
        for directive in self.one_of([("skip",), ("include",), ("include", "skip")]):
            condition = self.one_of(["true", "false", "$yes", "$no"])
            if condition.startswith("$"):
                self.declared[condition[1:]] = "Boolean!"
                self.variables[condition[1:]] = FLAGS[condition[1:]]
            written += f"@{directive}(if: {condition}) "
        return written


def is_key(type_: str, name: str) -> bool:
    """Tell whether a field is what groups are by: it can be asked for only where they are."""
    return name == "value" and type_.endswith(("Values", "ValuesWhere", "ValuesOrder"))


def by(path: list[str]) -> str:
    """Write a path as an input: {region: {country: EACH}}."""
    *names, last = path
    return "".join(f"{{{name}: " for name in names) + last + "}" * len(names)


def key(path: list[str]) -> str:
    """Write a path as a selection: region { country { value } }."""
    names = path[:-1]
    return "".join(f"{name} {{ " for name in names) + "value" + " }" * len(names)


def literal(value: Any) -> str:
    """Write a value in GraphQL: numbers, texts and lists are as in JSON."""
    return json.dumps(value, ensure_ascii=False)


def spaced(text: str) -> str:
    """Put a space after every name, so that one is not found as the beginning of another."""
    for sign in "(){}[],:@":
        text = text.replace(sign, f" {sign} ")
    return f"{text} "
