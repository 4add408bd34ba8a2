"""The GraphQL types follow from the model: nothing of it is missing, and the committed schema is what it gives."""

from __future__ import annotations

from dataclasses import replace

import pytest
from graphql import (
    GraphQLArgument,
    GraphQLObjectType,
    build_schema,
    find_breaking_changes,
    get_named_type,
    is_enum_type,
    is_list_type,
    is_non_null_type,
    value_from_ast_untyped,
)

from kb.api.schema import build
from kb.files import GRAPHQL
from kb.queries import QUERIES
from kb.schema import EDGES, KINDS, Field, Relation
from kb.schema.model import Point


@pytest.fixture(scope="session")
def types(schema):
    """Give every type by its name."""
    return build_schema(schema.as_str()).type_map


def test_the_committed_schema_is_what_the_model_gives(schema) -> None:
    assert (GRAPHQL / "schema.graphql").read_text(encoding="utf-8") == schema.as_str() + "\n"


def test_the_schema_is_the_same_in_every_process(schema) -> None:
    assert build().as_str() == schema.as_str()
    assert find_breaking_changes(build_schema(build().as_str()), build_schema(schema.as_str())) == []


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_a_kind_is_at_the_root_in_singular_and_plural(types, kind) -> None:
    query = types["Query"].fields
    one = query[kind.name[0].lower() + kind.name[1:]]
    assert str(one.type) == kind.name
    assert {name: str(each.type) for name, each in one.args.items()} == {"id": "ID!"}
    assert kind.doc in str(one.description)
    all_of_them = query[kind.plural]
    assert str(all_of_them.type) == f"{kind.name}Connection!"
    assert {name: str(each.type) for name, each in all_of_them.args.items()} == paging(kind.name)


def test_nothing_else_is_at_the_root(types) -> None:
    kinds = {name for kind in KINDS.values() for name in (kind.singular, kind.plural, f"{kind.singular}Groups")}
    assert set(types["Query"].fields) == kinds | {each.name for each in QUERIES.values() if each.of is None}


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_a_kind_has_its_fields_relations_and_queries_and_nothing_else(types, kind) -> None:
    type_ = types[kind.name]
    assert [each.name for each in type_.interfaces] == ["Entity"]
    assert type_.description == kind.doc
    queries = {each.name for each in QUERIES.values() if each.of == kind.name}
    assert set(type_.fields) == {*kind.fields, *kind.relations, *queries}
    for name, each in (kind.fields | kind.relations).items():
        assert type_.fields[name].description == each.doc
    for name, field in kind.fields.items():
        assert_is(type_.fields[name].type, field)


def assert_is(type_, field: Field) -> None:
    """Check the type of a property: whether it may be null, whether it is a list, and of what."""
    assert is_non_null_type(type_) == field.required
    assert is_list_type(type_.of_type if field.required else type_) == field.many
    target = get_named_type(type_)
    marked = {"key": "ID", "when": "PartialDate"}
    names = {"str": "String", "int": "Int", "float": "Float", "bool": "Boolean", "date": "Date", "datetime": "DateTime"}
    assert target.name == marked.get(field.mark) or target.name == names.get(
        field.type.__name__, field.type.__name__
    )  # fmt: skip
    if is_enum_type(target):
        assert list(target.values) == [each.name for each in field.type]
        assert all(target.values[each.name].description == each.value for each in field.type)
    elif field.type is Point:
        assert set(target.fields) == {"latitude", "longitude"}


RELATIONS = [(kind.name, relation) for kind in KINDS.values() for relation in kind.relations.values()]


@pytest.mark.parametrize(("kind", "relation"), RELATIONS, ids=lambda each: getattr(each, "name", each))
def test_a_relation_leads_where_it_is_declared_to(types, kind: str, relation: Relation) -> None:
    field = types[kind].fields[relation.name]
    target = relation.targets[0] if len(relation.targets) == 1 else "Entity"
    if not relation.many:
        assert str(field.type) == target
        assert field.args == {}
        return
    connection = get_named_type(field.type)
    assert is_non_null_type(field.type)
    assert {name: str(each.type) for name, each in field.args.items()} == paging(target, relation.edge)
    assert [default(each) for each in field.args.values()] == [None] * len(field.args)
    assert str(connection.fields["nodes"].type) == f"[{target}!]!"
    assert str(connection.fields["totalCount"].type) == "Int!"
    edge = get_named_type(connection.fields["edges"].type)
    assert str(edge.fields["node"].type) == f"{target}!"
    assert_shows(edge, relation.edge)


def paging(target: str, edge: str | None = None) -> dict[str, str]:
    """Give the arguments of a connection."""
    return {
        "first": "Int",
        "after": "String",
        "last": "Int",
        "before": "String",
        "where": f"{target}Where",
        **({"edge": f"{edge}Where"} if edge else {}),
        "orderBy": f"[{target}Order!]",
    }


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_every_field_can_be_filtered_and_every_single_value_ordered_by(types, kind) -> None:
    shown = {*kind.fields, *kind.relations, *(each.name for each in QUERIES.values() if each.of == kind.name)}
    filters, orders = types[f"{kind.name}Where"].fields, types[f"{kind.name}Order"].fields
    asked_more = {each.name for each in QUERIES.values() if each.of == kind.name and not each.is_relation}
    assert set(filters) == {*shown, "AND", "OR", "NOT"} - asked_more
    assert set(orders) == {
        name
        for name in shown - asked_more
        if name not in kind.fields or not (kind.fields[name].many or kind.fields[name].type is Point)
    }
    assert types[f"{kind.name}Order"].is_one_of
    for relation in kind.relations.values():
        target = relation.targets[0] if len(relation.targets) == 1 else "Entity"
        related = f"{target}{relation.edge or ''}Filter" if relation.many else f"{target}Where"
        assert str(filters[relation.name].type) == related


def default(argument: GraphQLArgument) -> object:
    """Give the default of an argument, which all of ours have but the required ones."""
    return value_from_ast_untyped(argument.ast_node.default_value)


def assert_shows(edge: GraphQLObjectType, declared: str | None) -> None:
    """Check that an edge has every property of its relationship, and its sources."""
    plain = {"node", "cursor"}
    if declared is None:
        assert set(edge.fields) == plain
        return
    assert set(edge.fields) == {*EDGES[declared].fields, "sources", *plain}
    assert str(edge.fields["sources"].type) == "[Source!]!"
    for name, field in EDGES[declared].fields.items():
        assert edge.fields[name].description == field.doc
        assert_is(edge.fields[name].type, field)


STORED = [(kind.name, each) for kind in KINDS.values() for each in kind.relations.values() if each.type]


@pytest.mark.parametrize(("kind", "relation"), STORED, ids=lambda each: getattr(each, "name", each))
def test_a_stored_relation_can_be_followed_back(types, kind: str, relation: Relation) -> None:
    for target in relation.targets:
        back = [
            each for each in KINDS[target].relations.values() if each.type == relation.type and each is not relation
        ]
        opposite = [each for each in back if each.outgoing != relation.outgoing and kind in each.targets]
        derived = [each for each in KINDS[target].relations.values() if f":{relation.type}]" in each.pattern]
        assert opposite or derived, f"nothing leads back from {target}"
        for each in opposite:
            assert each.name in types[target].fields


@pytest.mark.parametrize("query", QUERIES.values(), ids=lambda query: query.name)
def test_a_query_is_a_field_with_its_arguments(types, query) -> None:
    field = types[query.of or "Query"].fields[query.name]
    target = query.row.name if query.row else query.kind
    assert set(field.args) == {*query.arguments, *(paging(target) if query.many else ())}
    assert field.description == query.doc
    for argument in query.arguments.values():
        assert field.args[argument.name].description == argument.doc.text
        if not argument.required:
            assert default(field.args[argument.name]) == (None if argument.parts else argument.default)
    if query.row:
        assert str(field.type) == (f"{target}Connection!" if query.many else target)
        assert set(types[target].fields) == {*query.row.columns, *(each.name for each in query.row.made)}


def test_a_relationship_has_a_type_two_ends_and_whatever_relationships_say(types) -> None:
    said = {name: each for edge in EDGES.values() for name, each in edge.fields.items()}
    fields = types["Relationship"].fields
    assert set(fields) == {"type", "startNode", "endNode", "sources", *said}
    for edge in EDGES.values():
        for name, each in edge.fields.items():
            assert_is(fields[name].type, replace(each, required=False))
    assert set(types["RelationshipWhere"].fields) == {"type", *said, "AND", "OR", "NOT"}
    stored = {each.type for kind in KINDS.values() for each in kind.relations.values() if each.type}
    assert set(types["RelationshipType"].values) == stored


def test_the_interface_has_what_all_kinds_have(types) -> None:
    assert set(types["Entity"].fields) == {"id", "name", "note", "confidence", "sources", "claims"}


def test_every_kind_can_be_chosen_in_a_search(types) -> None:
    assert {name.replace("_", "") for name in types["Kind"].values} == {kind.upper() for kind in KINDS}


def test_everything_is_described(types) -> None:
    for name, type_ in types.items():
        if name.startswith("__") or name in ("Int", "String", "Boolean", "Float", "ID"):
            continue
        assert type_.description, name
        for each, field in getattr(type_, "fields", {}).items():
            assert field.description, f"{name}.{each}"
            assert all(argument.description for argument in getattr(field, "args", {}).values()), f"{name}.{each}"
