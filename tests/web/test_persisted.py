"""Persisted queries, as Apollo's clients ask."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import httpx
import orjson
import pytest

from kb.graph import Graph
from kb.web import operations
from kb.web.persisted import MOST_BYTES, Persisted
from kb.web.request import Asked, Refused
from tests.conftest import free_port, serving

COUNT = "query Count($first: Int) { regions(first: $first) { totalCount } }"
UNKNOWN = {"message": "PersistedQueryNotFound", "extensions": {"code": "PERSISTED_QUERY_NOT_FOUND"}}


@pytest.fixture
def client(graph: Graph) -> Iterator[httpx.Client]:
    with serving(graph, free_port()) as url, httpx.Client(base_url=url) as client:
        yield client


def by_hash(text: str, version: Any = 1) -> dict[str, Any]:
    return {"persistedQuery": {"version": version, "sha256Hash": sha256(text.encode()).hexdigest()}}


def posted(client: httpx.Client, **asked: Any) -> dict[str, Any]:
    return client.post("/graphql", json=asked).raise_for_status().json()


def got(client: httpx.Client, extensions: Any, **asked: str) -> dict[str, Any]:
    parameters = {"extensions": orjson.dumps(extensions).decode(), **asked}
    return client.get("/graphql", params=parameters).raise_for_status().json()


def test_a_text_is_sent_once_and_its_hash_from_then_on(client: httpx.Client) -> None:
    extensions = by_hash(COUNT)
    assert posted(client, extensions=extensions) == {"errors": [UNKNOWN]}
    assert got(client, extensions) == {"errors": [UNKNOWN]}
    sent = posted(client, query=COUNT, extensions=extensions, variables={"first": 1})
    assert sent["data"] == {"regions": {"totalCount": 0}}
    assert posted(client, extensions=extensions, variables={"first": 1}) == sent
    assert got(client, extensions, variables='{"first": 1}', operationName="Count") == sent


def test_an_address_may_bring_the_text_too(client: httpx.Client) -> None:
    assert "data" in got(client, by_hash(COUNT), query=COUNT)
    assert "data" in got(client, by_hash(COUNT))


def test_the_examples_are_known_from_the_start(client: httpx.Client) -> None:
    for example in operations.read():
        assert "data" in got(client, by_hash(example.query))


@pytest.mark.parametrize(
    ("persisted", "words"),
    [
        ({"version": 1, "sha256Hash": "0" * 64}, "not that of `query`"),
        ({"version": 1, "sha256Hash": sha256(COUNT.encode()).hexdigest().upper()}, "not that of `query`"),
        ({"version": 2, "sha256Hash": sha256(COUNT.encode()).hexdigest()}, "version 1"),
        ({"sha256Hash": sha256(COUNT.encode()).hexdigest()}, "version 1"),
        ({"version": 1}, "no text"),
        ({"version": 1, "sha256Hash": 5}, "no text"),
        ([], "version 1"),
        ("x", "version 1"),
    ],
)
def test_what_does_not_fit_is_refused_and_not_remembered(client: httpx.Client, persisted: Any, words: str) -> None:
    response = client.post("/graphql", json={"query": COUNT, "extensions": {"persistedQuery": persisted}})
    [error] = response.json()["errors"]
    assert (response.status_code, error["extensions"]["code"]) == (400, "BAD_REQUEST")
    assert words in error["message"]
    assert posted(client, extensions=by_hash(COUNT)) == {"errors": [UNKNOWN]}


def test_texts_take_so_much_memory_and_no_more() -> None:
    persisted = Persisted(["{ example }"])
    texts = [f"{{ a{number} }}".ljust(90_000) for number in range(100)]
    for text in texts:
        assert persisted.text(Asked(text, {}, None, by_hash(text))) == text
    assert persisted._known.currsize <= MOST_BYTES
    assert persisted.text(Asked(None, {}, None, by_hash(texts[-1]))) == texts[-1]
    assert persisted.text(Asked(None, {}, None, by_hash("{ example }"))) == "{ example }"
    with pytest.raises(Refused):
        persisted.text(Asked(None, {}, None, by_hash(texts[0])))
