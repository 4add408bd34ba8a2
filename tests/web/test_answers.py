"""Answers that are kept: never older than the last load, tagged, and compressed as the client likes."""

from __future__ import annotations

import asyncio
import gzip
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import brotli
import httpx
import pytest

from kb.api.freshness import FRESH_SECONDS, Freshness
from kb.errors import GraphUnavailable
from kb.graph import Graph
from kb.reader import Reader
from kb.settings import Settings
from kb.web.answers import Answers
from kb.web.body import Body, best
from tests.conftest import free_port, serving

NAMES = "{ regions(first: 200) { nodes { id name } } }"
COUNT = "{ funds { totalCount } }"
LOAD = "MERGE (l:Load {id: $id}) SET l.version = $version, l.finished = datetime()"
ADD = "MERGE (f:Fund {id: $id}) SET f.name = $id"


class Watched:
    """A graph that remembers what a service asked it."""

    def __init__(self, graph: Graph) -> None:
        self.graph, self.asked = graph, list[str]()

    def reader(self) -> Reader:
        reader = self.graph.reader()
        read = reader.read

        async def watched(cypher: str, *arguments: Any, **options: Any) -> list[Any]:
            self.asked.append(cypher)
            return await read(cypher, *arguments, **options)

        reader.read = watched  # type: ignore[method-assign]
        return reader

    def statements(self) -> int:
        return sum("Load" not in each for each in self.asked)


class Loaded:
    """What is read of a graph at some load, or one that is away."""

    def __init__(self) -> None:
        self.load, self.up, self.asked = 1, True, 0

    async def read(self, *_: Any, **__: Any) -> list[list[Any]]:
        self.asked += 1
        await asyncio.sleep(0)
        if not self.up:
            raise GraphUnavailable("Neo4j does not answer.")
        return [[self.load, "today"]]

    def freshness(self) -> Freshness:
        return Freshness(self)  # type: ignore[arg-type]


@pytest.fixture
def watched(graph: Graph) -> Watched:
    return Watched(graph)


@pytest.fixture
def client(watched: Watched) -> Iterator[httpx.Client]:
    with serving(watched, free_port()) as url, httpx.Client(base_url=url, timeout=30) as client:  # type: ignore[arg-type]
        yield client


def write(graph: Graph, cypher: str, **parameters: Any) -> None:
    graph.write(lambda transaction: transaction.run(cypher, **parameters))


def load(graph: Graph, fund: str, version: int) -> None:
    """Change the graph as a load does: its facts and its record, in one transaction."""

    def work(transaction: Any) -> None:
        transaction.run(ADD, id=fund)
        transaction.run(LOAD, id=f"load-{version}", version=version)

    graph.write(work)


def count(client: httpx.Client) -> int:
    answer = client.post("/graphql", json={"query": COUNT}).json()
    assert answer["extensions"]["cost"]["requested"] == 10
    return int(answer["data"]["funds"]["totalCount"])


def test_an_answer_is_kept_until_the_next_load_and_no_longer(client: httpx.Client, watched: Watched) -> None:
    assert [count(client) for _ in range(5)] == [0] * 5
    assert watched.statements() == 1
    for version in range(1, 21):
        load(watched.graph, f"F{version}", version)
        time.sleep(FRESH_SECONDS)
        assert count(client) == version
        assert count(client) == version
    assert watched.statements() == 21


def test_one_load_after_another_shows_at_once_to_all_who_ask(client: httpx.Client, watched: Watched) -> None:
    loaded = threading.Event()

    def asks() -> list[tuple[int, int]]:
        seen = []
        while not loaded.is_set():
            least = done
            seen.append((least, count(client)))
        return seen

    done = 0
    with ThreadPoolExecutor(6) as pool:
        asking = [pool.submit(asks) for _ in range(6)]
        for version in range(1, 41):
            load(watched.graph, f"F{version}", version)
            time.sleep(FRESH_SECONDS)
            done = version
        loaded.set()
        seen = [pair for each in asking for pair in each.result()]
    assert len(seen) > 40
    assert not [pair for pair in seen if pair[1] < pair[0]]


def test_different_questions_have_answers_of_their_own(client: httpx.Client, watched: Watched) -> None:
    write(watched.graph, "UNWIND range(1, 9) AS n CREATE (f:Fund {id: toString(n), name: 'F'})")
    query = (
        "query A($n: Int) { funds(first: $n) { nodes { id } } } query B($n: Int) { funds(last: $n) { nodes { name } } }"
    )
    seen = set()
    for name in "AB":
        for number in (1, 2, 3):
            asked = {"query": query, "variables": {"n": number}, "operationName": name}
            answers = {client.post("/graphql", json=asked).text for _ in range(3)}
            assert len(answers) == 1
            seen |= answers
    assert len(seen) == watched.statements() == 6


def test_variables_in_another_order_and_another_media_type_are_the_same_question(
    client: httpx.Client, watched: Watched
) -> None:
    query = "query($a: Int, $b: String) { funds(first: $a, after: $b) { nodes { id } } }"
    client.post("/graphql", content=f'{{"query": "{query}", "variables": {{"a": 1, "b": null}}}}', headers=json())
    client.post("/graphql", content=f'{{"variables": {{"b": null, "a": 1}}, "query": "{query}"}}', headers=json())
    got = client.get("/graphql", params={"query": query, "variables": '{"a":1,"b":null}'},
                     headers={"Accept": "application/graphql-response+json"})  # fmt: skip
    assert got.headers["content-type"] == "application/graphql-response+json; charset=utf-8"
    assert watched.statements() == 1


def json() -> dict[str, str]:
    return {"Content-Type": "application/json"}


def test_errors_are_not_kept(client: httpx.Client, watched: Watched) -> None:
    query = '{ search(query: "x") { totalCount } }'
    watched.graph.change_schema("DROP INDEX search")
    try:
        for _ in range(3):
            response = client.post("/graphql", json={"query": query})
            assert response.json()["errors"]
            assert response.headers["cache-control"] == "no-store"
        assert watched.statements() == 3
    finally:
        from kb.migrate import migrate

        migrate(watched.graph)


def test_what_is_asked_at_the_same_time_is_answered_once() -> None:
    calls = 0

    async def work() -> Body:
        nonlocal calls
        calls += 1
        await asyncio.sleep(0.05)
        return Body(b"{}", whole=True)

    async def ask() -> None:
        answers = Answers(Loaded().freshness(), 1)
        bodies = await asyncio.gather(*(answers.get(b"key", work) for _ in range(50)))
        assert len(set(map(id, bodies))) == 1

    asyncio.run(ask())
    assert calls == 1


def test_what_was_begun_before_a_load_is_not_told_to_who_asks_after_it() -> None:
    loaded, first = Loaded(), asyncio.Event()

    async def work() -> Body:
        read = loaded.load
        if read == 1:
            await first.wait()
        return Body(b"%d" % read, whole=True)

    async def ask() -> None:
        answers = Answers(loaded.freshness(), 1)
        before = asyncio.create_task(answers.get(b"key", work))
        await asyncio.sleep(2 * FRESH_SECONDS)
        loaded.load = 2
        assert (await asyncio.wait_for(answers.get(b"key", work), 5)).content == b"2"
        first.set()
        assert (await before).content == b"1"
        for _ in range(2):
            await asyncio.sleep(2 * FRESH_SECONDS)
            assert (await answers.get(b"key", work)).content == b"2"

    asyncio.run(ask())


def test_many_share_a_look_up() -> None:
    async def look() -> None:
        loaded = Loaded()
        freshness = loaded.freshness()
        await asyncio.gather(*(freshness.now() for _ in range(1000)))
        assert loaded.asked <= 2
        await asyncio.sleep(2 * FRESH_SECONDS)
        await freshness.now()
        assert loaded.asked <= 3

    asyncio.run(look())


def test_while_the_graph_is_away_nothing_that_was_kept_is_told() -> None:
    away, made = Loaded(), 0

    async def work() -> Body:
        nonlocal made
        made += 1
        return Body(b"{}", whole=away.up)

    async def ask() -> list[bool]:
        answers = Answers(away.freshness(), 1)
        told = []
        for away.up in (True, True, False, False, True):
            told.append((await answers.get(b"key", work)).whole)
            await asyncio.sleep(2 * FRESH_SECONDS)
        return told

    assert asyncio.run(ask()) == [True, True, False, False, True]
    assert made == 3


def test_so_many_megabytes_are_kept_and_no_more() -> None:
    async def ask() -> int:
        answers = Answers(Loaded().freshness(), 1)
        for number in range(30):
            await answers.get(b"%d" % number, work(b"x" * 50_000))
        await answers.get(b"large", work(b"x" * 2_000_000))
        assert answers._kept.currsize <= 1_000_000
        return len(answers._kept)

    def work(content: bytes) -> Callable[[], Any]:
        async def made() -> Body:
            return Body(content, whole=True)

        return made

    assert 5 < asyncio.run(ask()) < 30


def test_none_are_kept_where_there_is_no_memory_for_them(watched: Watched) -> None:
    with serving(watched, free_port(), Settings(answers_mb=0)) as url:  # type: ignore[arg-type]
        for _ in range(3):
            httpx.post(f"{url}/graphql", json={"query": COUNT}).raise_for_status()
    assert watched.statements() == 3


def test_a_fault_is_said_without_its_inside(caplog: pytest.LogCaptureFixture) -> None:
    class Faulty:
        def reader(self) -> Any:
            return self

        async def read(self, *_: Any, **__: Any) -> list[list[Any]]:
            raise ZeroDivisionError("of the inside")

        async def close(self) -> None: ...

    with serving(Faulty(), free_port()) as url:  # type: ignore[arg-type]
        response = httpx.post(f"{url}/graphql", json={"query": COUNT})
    assert response.status_code == 500
    assert response.json()["errors"][0]["extensions"] == {"code": "INTERNAL_SERVER_ERROR"}
    assert "inside" not in response.text.replace("inside kb", "")


# Tags


def test_what_a_client_has_already_is_not_sent_again(client: httpx.Client, watched: Watched) -> None:
    def got(tags: str = "", method: str = "GET") -> httpx.Response:
        return client.request(method, "/graphql", params={"query": COUNT}, headers={"If-None-Match": tags})

    first = got()
    tag = first.headers["etag"]
    assert (first.status_code, first.headers["cache-control"]) == (200, "no-cache")
    strong = tag.removeprefix("W/")
    for tags in (tag, strong, "*", f'"other", {tag}', f'{strong},"x"'):
        for method in ("GET", "HEAD"):
            again = got(tags, method)
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
            assert again.headers["vary"] == first.headers["vary"]
    for tags in ('"other"', strong.strip('"'), "W/", '""'):
        assert got(tags).status_code == 200
    load(watched.graph, "F1", 1)
    time.sleep(FRESH_SECONDS)
    after = got(tag)
    assert (after.status_code, after.json()["data"]) == (200, {"funds": {"totalCount": 1}})
    assert after.headers["etag"] != tag


def test_a_head_is_a_get_without_its_body(client: httpx.Client) -> None:
    got, head = (client.request(method, "/graphql", params={"query": COUNT}) for method in ("GET", "HEAD"))
    assert (head.status_code, head.content) == (200, b"")
    for name in ("content-type", "content-length", "etag", "vary", "cache-control"):
        assert head.headers[name] == got.headers[name]


def test_an_answer_to_post_or_with_errors_has_no_tag(client: httpx.Client) -> None:
    assert "etag" not in client.post("/graphql", json={"query": COUNT}, headers={"If-None-Match": "*"}).headers
    wrong = client.get("/graphql", params={"query": "{ nothing }"}, headers={"If-None-Match": "*"})
    assert (wrong.status_code, wrong.headers["cache-control"]) == (200, "no-store")
    assert "etag" not in wrong.headers


# Encodings


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", "identity"), ("gzip", "gzip"), ("br", "br"), ("gzip, deflate, br", "br"), ("GZIP", "gzip"),
        ("gzip;q=1.0, br;q=0.5", "gzip"), ("br;q=0", "identity"), ("br;q=0, gzip", "gzip"), ("*", "br"),
        ("*;q=0.1, gzip;q=0.5", "gzip"), ("identity", "identity"), ("identity;q=1, br;q=0.5", "identity"),
        ("identity;q=0, *;q=0", "br"), ("deflate, zstd", "identity"), ("gzip;q=x", "identity"), ("br;q=0,*", "gzip"),
        ("gzip ; q=0.2 , br ; q = 0.1", "gzip"), (",,;", "identity"),
    ],
)  # fmt: skip
def test_the_encoding_is_the_one_liked_best(accepted: str, encoding: str) -> None:
    if accepted != "identity;q=0, *;q=0":  # nothing is acceptable: any will do
        assert best(accepted) == encoding


def test_a_large_answer_is_compressed_and_the_same(client: httpx.Client, watched: Watched) -> None:
    write(watched.graph, "UNWIND range(1, 200) AS n CREATE (:Region {id: 'R' + n, name: 'Region ' + n})")
    plain, zipped, brotlied = (raw(client, each) for each in ("identity", "gzip", "br"))
    assert "content-encoding" not in plain[0].headers
    assert (zipped[0].headers["content-encoding"], brotlied[0].headers["content-encoding"]) == ("gzip", "br")
    assert gzip.decompress(zipped[1]) == brotli.decompress(brotlied[1]) == plain[1]
    assert len(brotlied[1]) < len(plain[1]) / 4
    assert {each[0].headers["vary"] for each in (plain, zipped, brotlied)} == {"Accept, Accept-Encoding"}
    assert len({each[0].headers["etag"] for each in (plain, zipped, brotlied)}) == 1
    assert watched.statements() == 1


def raw(client: httpx.Client, accepted: str) -> tuple[httpx.Response, bytes]:
    with client.stream("GET", "/graphql", params={"query": NAMES}, headers={"Accept-Encoding": accepted}) as response:
        return response, b"".join(response.iter_raw())


def test_a_small_answer_is_not_compressed(client: httpx.Client) -> None:
    response = client.post("/graphql", json={"query": COUNT}, headers={"Accept-Encoding": "br"})
    assert "content-encoding" not in response.headers
