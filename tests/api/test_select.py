"""Reading a selection: which fields an object is asked for, under which keys, in which order."""

from __future__ import annotations

import pytest
from graphql import GraphQLResolveInfo, build_schema, graphql_sync

from kb.api.select import Selection

SCHEMA = """
interface Named { name: String friend: Named }
type Dog implements Named { name: String friend: Named barks(loud: Boolean = true, times: [Int!]): String }
type Cat implements Named { name: String friend: Named meows: String }
type Query { dog: Dog }
"""


def selection(info: GraphQLResolveInfo) -> Selection:
    return Selection(info.schema, info.fragments, info.variable_values)


@pytest.fixture
def infos() -> list[GraphQLResolveInfo]:
    return []


@pytest.fixture
def under(infos):
    """Give a function that tells the selection under `dog`, read as of a type: keys and field names."""
    schema = build_schema(SCHEMA)

    def resolve(_, info: GraphQLResolveInfo) -> None:
        infos.append(info)

    schema.query_type.fields["dog"].resolve = resolve
    schema.type_map["Named"].resolve_type = lambda *_: "Dog"

    def read(query: str, type_: str = "Dog", **variables: object) -> dict[str, list[str]]:
        result = graphql_sync(schema, query, variable_values=variables)
        assert result.errors is None
        selected = selection(infos[-1]).under(infos[-1].field_nodes, schema.type_map[type_])
        return {key: [node.name.value for node in nodes] for key, nodes in selected.items()}

    return read


def test_keys_come_in_the_order_of_their_first_field(under) -> None:
    query = "{ dog { barks a: name friend { name } barks __typename } dog { b: name friend { friend { name } } } }"
    assert under(query) == {
        "barks": ["barks", "barks"],
        "a": ["name"],
        "friend": ["friend", "friend"],
        "__typename": ["__typename"],
        "b": ["name"],
    }


def test_fragments_are_opened_where_they_stand(under) -> None:
    query = """{ dog { ...A name ... on Named { b: name ...B } ... { c: name } } }
      fragment A on Dog { a: name ...B } fragment B on Named { d: name }"""
    assert list(under(query)) == ["a", "d", "name", "b", "c"]


def test_a_fragment_is_opened_once(under) -> None:
    query = "{ dog { ...A ...A } dog { ...A } } fragment A on Dog { name }"
    assert under(query) == {"name": ["name"]}


def test_a_fragment_counts_only_where_its_type_fits(under) -> None:
    query = "{ dog { ... on Named { ... on Cat { meows } ... on Dog { barks } name } } }"
    assert list(under(query, "Dog")) == ["barks", "name"]
    assert list(under(query, "Cat")) == ["meows", "name"]


@pytest.mark.parametrize("flag", [True, False])
def test_skip_and_include(under, flag: bool) -> None:
    query = """query($flag: Boolean!) { dog {
      skipped: name @skip(if: $flag) included: name @include(if: $flag) both: name @skip(if: $flag) @include(if: $flag)
      ... on Dog @include(if: $flag) { inline: name } ...A @skip(if: $flag) } } fragment A on Dog { named: name }"""
    assert list(under(query, flag=flag)) == (["included", "inline"] if flag else ["skipped", "named"])


def test_a_fragment_that_was_skipped_once_can_come_later(under) -> None:
    query = "{ dog { ...A @skip(if: true) ...A } } fragment A on Dog { name }"
    assert list(under(query)) == ["name"]


def test_nothing_may_be_left(under) -> None:
    assert under("{ dog { name @skip(if: true) } }") == {}


@pytest.mark.parametrize(
    ("call", "variables", "arguments"),
    [
        ("barks", {}, {"loud": True}),
        ("barks(loud: false)", {}, {"loud": False}),
        ("barks(loud: null)", {}, {"loud": None}),
        ("barks(loud: $loud)", {"loud": False}, {"loud": False}),
        ("barks(loud: $loud)", {"loud": None}, {"loud": None}),
        ("barks(loud: $loud)", {}, {"loud": True}),
        ("barks(times: 3)", {}, {"loud": True, "times": [3]}),
        ("barks(times: [1, $time])", {"time": 2}, {"loud": True, "times": [1, 2]}),
        ("barks(times: [1, $default])", {}, {"loud": True, "times": [1, 7]}),
    ],
)
def test_arguments_are_filled_in(under, infos, call: str, variables: dict[str, object], arguments) -> None:
    known = {"loud": "$loud: Boolean", "time": "$time: Int!", "default": "$default: Int! = 7"}
    declared = ", ".join(text for name, text in known.items() if f"${name}" in call)
    under(f"query{f'({declared})' if declared else ''} {{ dog {{ {call} }} }}", **variables)
    info = infos[-1]
    (node,) = info.field_nodes[0].selection_set.selections
    assert selection(info).arguments(info.schema.type_map["Dog"], node) == arguments
