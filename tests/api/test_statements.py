"""Each root field is one statement, whatever is nested in it."""

from __future__ import annotations

import pytest

FOUR_LEVELS = """{ regions { nodes { id clusters { nodes { id clusterPartnerships { nodes { id
  clusters { nodes { name } } } } } } } } }"""

EVERYTHING = """{ region(id: "ITC4") { id point { latitude } parent { name parent { id } } sources { nodes { title } }
  clusters { totalCount edges { confidence sources { id } node { partners { nodes { region { id } } } } }
  pageInfo { endCursor } } priorities(inherited: true) { totalCount nodes { technologies { nodes { id } } } }
  people { nodes { positions { nodes { __typename ... on Organisation { region { id } } } } } }
  sharingPriorities(first: 3) { totalCount pageInfo { hasNextPage } nodes { hops path { id } via { id } sources { id }
    myPriorities { id } theirPriorities { id } alreadyTogetherIn { id }
    region { sharingPriorities(first: 2) { nodes { region { clusters { nodes { id } } } } } } } } } }"""

ONE_STATEMENT = {
    "four levels": FOUR_LEVELS,
    "everything": EVERYTHING,
    "a node": '{ region(id: "ITC4") { id } }',
    "a node that is not there": '{ region(id: "none") { id clusters { nodes { id } } } }',
    "nothing selected of a node": '{ region(id: "ITC4") { __typename } }',
    "a connection": "{ regions { nodes { id } } }",
    "page and count": "{ regions(first: 2) { totalCount nodes { id } pageInfo { hasNextPage } } }",
    "a search": '{ search(query: "photonics") { totalCount nodes { __typename ... on Cluster { region { id } } } } }',
    "ways": """{ paths(from: {kind: REGION, id: "ITC4"}, to: {kind: REGION, id: "DED"}) { totalCount nodes {
      nodes { ... on Region { clusters { nodes { name partners { totalCount } } } } }
      relationships { startNode { ... on Cluster { region { id } } } sources { title } } } } }""",
    "what is around a node": """{ neighbourhood(of: {kind: REGION, id: "ITC4"}) { complete nodes { id ... on Region {
      clusters { nodes { name } } } } relationships { endNode { sources { nodes { title } } } } } }""",
    "a field asked for twice": '{ region(id: "ITC4") { id } region(id: "ITC4") { name } }',
}


@pytest.mark.parametrize("name", ONE_STATEMENT)
def test_a_root_field_is_one_statement(service, name: str) -> None:
    service.ask(ONE_STATEMENT[name])
    assert len(service.statements) == 1


def test_there_is_one_statement_for_each_root_field(service) -> None:
    service.ask(
        """query($no: Boolean = false) { a: region(id: "ITC4") { id } b: region(id: "ITC4") { ...F } clusters { nodes {
          region { id } } } facilities(first: 1) { totalCount } search(query: "photonics") { totalCount }
          events { totalCount } left: events @include(if: $no) { totalCount } __typename }
          fragment F on Region { clusters { nodes { name } } }"""
    )
    assert len(service.statements) == 6


@pytest.mark.parametrize(
    "query",
    [
        "{ __schema { types { name fields { name args { name defaultValue } } } } }",
        '{ __type(name: "Region") { description } __typename }',
        '{ region(id: "ITC4") @skip(if: true) { id } }',
    ],
)
def test_what_is_not_in_the_graph_is_no_statement(service, query: str) -> None:
    service.ask(query)
    assert service.statements == []


def test_an_operation_that_is_wrong_is_no_statement(service) -> None:
    for query in ("{ regions { nope } }", "{ regions(first: -1) { totalCount } }", "{ region { id } }"):
        assert service.execute(query).errors
    assert service.statements == []


def test_introspection_is_answered_beside_data(service) -> None:
    answer = service.ask('{ region(id: "ITC4") { id } __type(name: "Cluster") { name } }')
    assert answer == {"region": {"id": "ITC4"}, "__type": {"name": "Cluster"}}
    assert len(service.statements) == 1
