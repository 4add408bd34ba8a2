"""What an operator switches on and off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from hashlib import sha256
from typing import Any

import httpx
import pytest
from graphql import get_introspection_query
from pydantic import SecretStr

from kb.ask import asker
from kb.errors import TooCostly
from kb.graph import Graph
from kb.settings import Settings
from kb.web import operations
from tests.conftest import free_port, serving

Open = Callable[..., httpx.Client]
COUNT = "{ regions { totalCount } }"


@pytest.fixture
def service(graph: Graph) -> Iterator[Open]:
    """Give what opens a service with other settings."""
    with ExitStack() as stack:

        def opened(**settings: Any) -> httpx.Client:
            url = stack.enter_context(serving(graph, free_port(), Settings(**settings)))
            return stack.enter_context(httpx.Client(base_url=url, timeout=30))

        yield opened


def ask(client: httpx.Client, query: str, **headers: str) -> dict[str, Any]:
    return client.post("/graphql", json={"query": query}, headers=headers).json()


def code(answer: dict[str, Any]) -> str:
    return answer["errors"][0]["extensions"]["code"]


def test_only_saved_operations_are_run(service: Open) -> None:
    client = service(saved_only=True)
    for example in operations.read():
        assert "errors" not in ask(client, example.query)
        other_space = " ".join(line for line in example.query.splitlines() if not line.startswith("#"))
        assert "errors" not in ask(client, other_space)
        key = sha256(example.query.encode()).hexdigest()
        asked = {"variables": example.variables, "extensions": {"persistedQuery": {"version": 1, "sha256Hash": key}}}
        assert "errors" not in client.post("/graphql", json=asked).json()
    changed = operations.read()[0].query.replace("totalCount", "totalCount totalCount", 1)
    for other in (COUNT, changed, "{ __typename }", get_introspection_query()):
        assert code(ask(client, other)) == "NOT_SAVED"
        persisted = {"version": 1, "sha256Hash": sha256(other.encode()).hexdigest()}
        asked = {"query": other, "extensions": {"persistedQuery": persisted}}
        assert code(client.post("/graphql", json=asked).json()) == "NOT_SAVED"


def test_the_schema_may_be_kept_to_oneself(service: Open) -> None:
    client = service(introspection=False)
    for query in (
        get_introspection_query(),
        '{ __type(name: "Region") { name } }',
        "{ a: __schema { types { name } } }",
    ):
        assert code(ask(client, query)) == "GRAPHQL_VALIDATION_FAILED"
    assert ask(client, "{ __typename regions { __typename } }")["data"]["__typename"] == "Query"


def test_names_may_be_kept_to_oneself(service: Open) -> None:
    misspelt = ("{ region(id: 1) { nmae } }", "{ regiosn { totalCount } }", "{ regions(frist: 1) { totalCount } }",
                "{ regions(where: {nmae: {eq: 1}}) { totalCount } }",
                '{ search(query: "x", kinds: [REGOIN]) { totalCount } }',
                "fragment F on Regoin { id } { region(id: 1) { ...F } }")  # fmt: skip
    variable = {
        "query": "query($w: RegionWhere) { regions(where: $w) { totalCount } }",
        "variables": {"w": {"nmae": 1}},
    }
    for suggestions in (True, False):
        client = service(suggestions=suggestions)
        answers = [client.post("/graphql", json=each).text for each in [*({"query": q} for q in misspelt), variable]]
        assert ["Did you mean" in each for each in answers] == [suggestions] * len(answers)


def test_other_sites_may_ask_if_they_are_named(service: Open) -> None:
    asks = {"Origin": "https://dashboard.example", "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type"}  # fmt: skip
    closed = service()
    assert "access-control-allow-origin" not in closed.options("/graphql", headers=asks).headers
    assert "access-control-allow-origin" not in closed.get("/graphql", params={"query": COUNT}, headers=asks).headers
    client = service(cors_origins="https://dashboard.example, https://other.example")
    allowed = client.options("/graphql", headers=asks)
    assert (allowed.status_code, allowed.headers["access-control-allow-origin"]) == (200, "https://dashboard.example")
    assert "content-type" in allowed.headers["access-control-allow-headers"].lower()
    got = client.get("/graphql", params={"query": COUNT}, headers=asks)
    assert got.headers["access-control-allow-origin"] == "https://dashboard.example"
    assert "etag" in got.headers["access-control-expose-headers"].lower()
    assert "origin" in got.headers["vary"].lower()
    stranger = client.get("/graphql", params={"query": COUNT}, headers={"Origin": "https://elsewhere.example"})
    assert "access-control-allow-origin" not in stranger.headers


def test_db_hits_are_told_to_administrators(service: Open) -> None:
    client = service(admin_token=SecretStr("s3cret"))
    for query in ("{ regions(first: 3) { nodes { id } } }", COUNT):
        told = ask(client, query, **{"X-KB-Profile": "s3cret"})
        plain = ask(client, query)
        assert told["data"] == plain["data"]
        assert told["extensions"]["cost"].pop("dbHits") >= 1
        assert told["extensions"] == plain["extensions"]


@pytest.mark.parametrize("token", ["", "S3cret", "s3cre", "s3cret ".strip() + "x"])
def test_nobody_else_is_told(service: Open, token: str) -> None:
    for client in (service(admin_token=SecretStr("s3cret")), service()):
        response = client.post("/graphql", json={"query": COUNT}, headers={"X-KB-Profile": token})
        assert (response.status_code, code(response.json())) == (403, "FORBIDDEN")


def test_the_ceilings_are_settings(service: Open) -> None:
    three = "{ regions { nodes { id } } }"
    assert "errors" not in ask(service(max_depth=3, max_cost=50), three)
    assert code(ask(service(max_depth=2), three)) == "BAD_USER_INPUT"
    answer = ask(service(max_cost=49), three)
    assert code(answer) == "TOO_COSTLY"
    assert "may cost 50, and 49 is the most" in answer["errors"][0]["message"]


def test_the_command_line_has_the_limits_and_not_the_switches(graph: Graph) -> None:
    with asker(graph, Settings(max_cost=49, saved_only=True, introspection=False)) as ask_here:
        assert ask_here(COUNT, {}) == {"regions": {"totalCount": 0}}
        assert ask_here('{ __type(name: "Region") { name } }', {}) == {"__type": {"name": "Region"}}
        with pytest.raises(TooCostly, match="may cost 50"):
            ask_here("{ regions { nodes { id } } }", {})


def test_an_answer_that_is_too_large_is_refused(service: Open, graph: Graph) -> None:
    rows = "UNWIND range(1, 600) AS n CREATE (r:Region {id: 'R' + n, name: $name})"
    graph.write(lambda transaction: transaction.run(rows, name="x" * 2_000))
    query = "{ regions(first: %s) { nodes { name } } }"
    client = service(max_answer_mb=1)
    assert "errors" not in ask(client, query % 400)
    assert code(ask(client, query % 600)) == "TOO_COSTLY"
