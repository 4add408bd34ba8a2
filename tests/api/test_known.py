"""What arguments name must be there: an id that is not is told, and finds nothing in no other way."""

from __future__ import annotations

import pytest

from kb.graph import Graph
from kb.signature import QUERIES, Argument, Id, Query
from tests.api.conftest import Service

NODES = {"Region": "ITC4", "Partnership": "MIN", "Cluster": "afil", "Call": "escp-s3-2018"}
REQUIRED = {
    "clusterChains": {"to": '"AT33"'},
    "consortium": {"regions": '["ITC4"]'},
    "fundsForJointFacility": {"regions": '["ES51", "ITC4"]', "technology": '"PHO"'},
    "similarPartners": {"to": '"ITC4"'},
    "similarRegions": {"to": '"ITC4"'},
    "staleFacts": {"olderThan": '"2016"'},
    "whatIf": {"regions": '["UKM"]'},
}
"""What traversals must be told."""
NAMING = [
    pytest.param(query, argument, id=f"{name}.{argument.name}")
    for name, query in QUERIES.items()
    for argument in query.arguments.values()
    if argument.type is Id
]


def asked(query: Query, argument: Argument, text: str) -> str:
    given = REQUIRED.get(query.name, {}) | {argument.name: text}
    field = f"{query.name}({', '.join(f'{name}: {value}' for name, value in given.items())}) {{ __typename }}"
    return f'{{ {query.of.lower()}(id: "{NODES[query.of]}") {{ {field} }} }}' if query.of else f"{{ {field} }}"


def test_every_argument_that_takes_ids_says_of_what() -> None:
    assert len(NAMING) > 15
    for query in QUERIES.values():
        assert all(each.doc.of for each in query.arguments.values() if each.type is Id), query.name


@pytest.mark.parametrize(("query", "argument"), NAMING)
def test_an_id_that_there_is_not_is_told(service: Service, query: Query, argument: Argument) -> None:
    known = {"Region": "ITC4", "Technology": "PHO", "Platform": "VANGUARD", "ThematicObjective": "TO1"}[argument.doc.of]
    texts = {each: f'["FRH", "{each}"]' if argument.many and argument.doc.of == "Region" else f'"{each}"'
             for each in (known, "nothing")}  # fmt: skip
    answer = service.execute(asked(query, argument, texts[known]))
    assert not answer.errors
    [error] = service.execute(asked(query, argument, texts["nothing"])).errors
    assert error.extensions["code"] == "BAD_USER_INPUT"
    assert f"`{argument.name}`: there is no {argument.doc.of} nothing." in error.message


@pytest.mark.parametrize("node", ['{kind: EVENT, id: "nope"}', '{kind: CLUSTER, id: "ES51"}'])
@pytest.mark.parametrize(
    ("argument", "query"),
    [
        ("of", "{ provenance(of: %s) { totalCount } }"),
        ("of", "{ neighbourhood(of: %s) { complete } }"),
        ("from", '{ paths(from: %s, to: {kind: REGION, id: "ITC4"}) { totalCount } }'),
        ("to", '{ paths(from: {kind: REGION, id: "ITC4"}, to: %s) { totalCount } }'),
    ],
)
def test_a_node_that_there_is_not_is_told(service: Service, argument: str, query: str, node: str) -> None:
    kind, id = ("Event", "nope") if "EVENT" in node else ("Cluster", "ES51")
    [error] = service.execute(query % node).errors
    assert error.extensions["code"] == "BAD_USER_INPUT"
    assert error.message.startswith(f"`{argument}`: there is no {kind} {id}.")


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (
            '{ region(id: "ITC4") { priorityDrift(earlier: "2014") { totalCount } } }',
            "`earlier` is '2014', which is no",
        ),
        (
            '{ region(id: "ITC4") { priorityDrift(earlier: "2021-2027", later: "2014-2020") { totalCount } } }',
            "`earlier` is 2021-2027, not before `later`, 2014-2020.",
        ),
        ('{ categoryBalance(period: "nope") { totalCount } }', "`period` is 'nope', which is no programming period."),
        ('{ categoryBalance(period: "2027-2021") { totalCount } }', "`period` is '2027-2021', which is no"),
    ],
)
def test_what_is_no_period_is_told(service: Service, query: str, message: str) -> None:
    [error] = service.execute(query).errors
    assert error.extensions["code"] == "BAD_USER_INPUT"
    assert error.message.startswith(message)


def test_the_nearest_is_suggested(service: Service) -> None:
    query = '{ region(id: "ITC4") { sharingPriorities(technologies: ["AMTT"]) { totalCount } } }'
    [error] = service.execute(query).errors
    assert error.message.endswith("there is no Technology AMTT. Did you mean AMT?")


def test_of_what_is_not_loaded_nobody_can_tell(graph: Graph) -> None:
    graph.write(lambda transaction: transaction.run("CREATE (:Region {id: 'AA1'})"))
    service = Service(reader := graph.reader())
    query = '{ region(id: "AA1") { sharingPriorities(technologies: ["PHO"]) { totalCount } } }'
    assert service.ask(query) == {"region": {"sharingPriorities": {"totalCount": 0}}}
    [error] = service.execute('{ region(id: "AA1") { clusterChains(to: "BB1") { totalCount } } }').errors
    assert "there is no Region BB1" in error.message
    service.close(reader)


def test_a_list_of_ids_names_each_once(service: Service) -> None:
    [error] = service.execute('{ whatIf(regions: ["UKM", "UKL", "UKM"]) { pairsAfter } }').errors
    assert error.message == "`regions` names UKM twice. Name each once."
