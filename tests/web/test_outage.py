"""Neo4j stops, hangs and comes back while the service runs."""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import httpx
import psutil
import pytest

from kb import engine
from kb.driver import OVERDUE_SECONDS
from kb.engine import Server
from kb.errors import GraphTimeout
from kb.graph import Graph
from kb.settings import Settings
from tests.conftest import free_port, serving

QUERY = {"query": "{ regions { totalCount } }"}
LIMIT = 8.0
"""Seconds: three to see that nothing answers, one of rest, three for the second try, one for a busy machine."""


class Outage:
    """A service over a Neo4j that can be killed and started again."""

    def __init__(self, settings: Settings, server: Server, client: httpx.Client) -> None:
        self.settings, self.server, self.client = settings, server, client

    def code(self) -> str:
        """Ask, and give the code of the error, if there is one; it says nothing of the inside."""
        answer = self.client.post("/graphql", json=QUERY).json()
        if "errors" not in answer:
            return ""
        [error] = answer["errors"]
        assert error["message"] == "Neo4j does not answer. Try again in a moment; `kb status` says more."
        return error["extensions"]["code"]

    def within(self, seconds: float, wanted: str) -> float:
        """Give how long it takes until the service says this."""
        began = time.monotonic()
        while (said := self.code()) != wanted:
            assert time.monotonic() - began < seconds, f"it says {said!r}"
            time.sleep(0.05)
        return time.monotonic() - began

    def signalled(self, number: int) -> None:
        assert self.server.pid
        os.kill(self.server.pid, number)
        while number == signal.SIGSTOP and psutil.Process(self.server.pid).status() != psutil.STATUS_STOPPED:
            time.sleep(0.01)

    def start(self) -> None:
        self.server = engine.up(self.settings)

    def health(self) -> tuple[int, str]:
        response = self.client.get("/healthz")
        return response.status_code, response.json()["status"]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Settings, Server]]:
    settings = Settings(data=tmp_path_factory.mktemp("outage"), bolt_port=free_port())
    try:
        yield settings, engine.up(settings)
    finally:
        if (server := engine.find(settings)) and server.pid:
            os.kill(server.pid, signal.SIGCONT)
        engine.down(settings)


@pytest.fixture
def outage(running: tuple[Settings, Server]) -> Iterator[Outage]:
    settings, _ = running
    with serviced(settings, engine.up(settings)) as outage:
        yield outage


@contextmanager
def serviced(settings: Settings, server: Server) -> Iterator[Outage]:
    with (
        Graph(server, settings.timeout) as graph,
        serving(graph, free_port()) as url,
        httpx.Client(base_url=url, timeout=60, limits=httpx.Limits(max_connections=100)) as client,
    ):
        outage = Outage(settings, server, client)
        outage.within(10, "")
        yield outage


def test_a_stopped_neo4j_is_an_error_within_seconds_and_an_answer_once_it_is_back(outage: Outage) -> None:
    port = outage.server.uri
    outage.signalled(signal.SIGKILL)
    time.sleep(0.2)
    began = time.monotonic()
    with ThreadPoolExecutor(100) as pool:
        codes = set(pool.map(lambda _: outage.code(), range(100)))
    took = time.monotonic() - began
    assert codes == {"GRAPH_UNAVAILABLE"}
    assert took < LIMIT
    assert outage.health() == (503, "unavailable")
    time.sleep(1.5)
    began = time.monotonic()
    assert outage.code() == "GRAPH_UNAVAILABLE"
    assert time.monotonic() - began < 1.0

    outage.start()
    assert outage.server.uri == port
    back = outage.within(LIMIT, "")
    assert outage.health() == (200, "ok")
    print(f"stopped: 100 requests refused in {took:.1f} s; answers {back:.1f} s after the start")


def test_a_hung_neo4j_is_an_error_within_the_limit_and_an_answer_once_it_goes_on(outage: Outage) -> None:
    with ThreadPoolExecutor(100) as pool:
        assert set(pool.map(lambda _: outage.code(), range(100))) == {""}
        outage.signalled(signal.SIGSTOP)
        try:
            began = time.monotonic()
            codes = set(pool.map(lambda _: outage.code(), range(100)))
            took = time.monotonic() - began
            assert outage.health() == (503, "unavailable")
        finally:
            outage.signalled(signal.SIGCONT)
    assert codes == {"GRAPH_UNAVAILABLE"}
    assert took < outage.settings.timeout
    back = outage.within(LIMIT, "")
    assert outage.health() == (200, "ok")
    print(f"hung: 100 requests refused in {took:.1f} s; answers {back:.1f} s after it goes on")


def test_a_statement_that_goes_on_past_its_limit_is_told_from_a_neo4j_that_has_hung(outage: Outage) -> None:
    with Graph(outage.server, timeout=1) as graph, ThreadPoolExecutor(1) as pool:
        graph.read("RETURN 1")
        slow = pool.submit(graph.read, "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN count(*)")
        time.sleep(0.5)
        outage.signalled(signal.SIGSTOP)
        try:
            time.sleep(0.5 + OVERDUE_SECONDS + 1)  # it is asked by now whether it answers at all
        finally:
            outage.signalled(signal.SIGCONT)
        with pytest.raises(GraphTimeout):
            slow.result()
        assert graph.read("RETURN 1") == [[1]]


def test_the_health_does_not_wait_behind_queries(outage: Outage) -> None:
    outage.signalled(signal.SIGSTOP)
    try:
        with ThreadPoolExecutor(60) as pool:
            asked = [pool.submit(outage.code) for _ in range(60)]
            began = time.monotonic()
            assert outage.health() == (503, "unavailable")
            assert time.monotonic() - began < LIMIT
            assert {each.result() for each in asked} == {"GRAPH_UNAVAILABLE"}
    finally:
        outage.signalled(signal.SIGCONT)
    outage.within(LIMIT, "")
