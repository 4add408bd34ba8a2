"""A real Neo4j for the tests: the one named by KB_TEST_NEO4J_URI, else one in Docker, else a managed one.

The database of the tests is never the demo's: a managed one lives in a folder of its own, on a port of its own.
`graph` is emptied for each test that asks for it; `starter` holds the starter dataset and is only read.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

from kb import engine
from kb.engine import Server
from kb.graph import Graph
from kb.loaders import SHIPPED
from kb.migrate import migrate
from kb.settings import Settings
from kb.sync.load import load
from kb.web.app import create

# A shell has what it runs in the background ignore Ctrl-C, and so would every process that a test starts.
signal.signal(signal.SIGINT, signal.default_int_handler)


def free_port() -> int:
    """Give a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Give settings with a data folder of the tests' own."""
    for name in [each for each in os.environ if each.startswith("KB_") and each not in ("KB_CACHE",)]:
        if not name.startswith("KB_TEST_"):
            del os.environ[name]
    return Settings(data=tmp_path_factory.mktemp("data"), bolt_port=free_port(), port=free_port())


@pytest.fixture(scope="session")
def server(settings: Settings) -> Iterator[Server]:
    """Give a Neo4j that runs."""
    uri = os.environ.get("KB_TEST_NEO4J_URI")
    with contextlib.ExitStack() as stack:
        if uri:
            user, password = os.environ.get("KB_TEST_NEO4J_USER", "neo4j"), os.environ.get("KB_TEST_NEO4J_PASSWORD", "")
            yield Server(uri, user, password, os.environ.get("KB_TEST_NEO4J_DATABASE", "neo4j"), managed=False)
        elif docker_answers():
            yield stack.enter_context(container())
        else:
            yield stack.enter_context(engine.running(settings))


def docker_answers() -> bool:
    """Tell whether a Docker engine runs here."""
    command = ["docker", "version", "--format", "{{.Server.Version}}"]
    try:
        return subprocess.run(command, capture_output=True, timeout=10, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


@contextlib.contextmanager
def container() -> Iterator[Server]:
    """Run Neo4j in Docker."""
    from testcontainers.neo4j import Neo4jContainer

    with Neo4jContainer("neo4j:2026.08.1", password="only-for-tests") as neo4j:
        yield Server(neo4j.get_connection_url(), "neo4j", "only-for-tests", "neo4j", managed=False)


class Database:
    """The one database of the tests, and what it holds now."""

    def __init__(self, graph: Graph, settings: Settings) -> None:
        self.graph, self.settings, self.holds = graph, settings, ""

    def emptied(self) -> Graph:
        """Give it with nothing but its indexes."""
        self.graph.write(lambda transaction: transaction.run("MATCH (n) DETACH DELETE n"))
        migrate(self.graph)
        self.holds = ""
        return self.graph

    def with_starter(self) -> Graph:
        """Give it with the starter dataset."""
        if self.holds != "starter":
            self.emptied()
            for loader in SHIPPED:
                load(self.graph, loader, self.settings)
            self.holds = "starter"
        return self.graph


@pytest.fixture(scope="session")
def database(server: Server, settings: Settings) -> Iterator[Database]:
    """Give the database of the tests."""
    with Graph(server, timeout=60) as graph:
        yield Database(graph, settings)


@pytest.fixture
def graph(database: Database) -> Graph:
    """Give an empty graph, to write to."""
    return database.emptied()


@pytest.fixture
def starter(database: Database) -> Graph:
    """Give the graph of the starter dataset, to read."""
    return database.with_starter()


@contextlib.contextmanager
def serving(graph: Graph, port: int, settings: Settings | None = None) -> Iterator[str]:
    """Run the service over `graph` in a thread, and give its address."""
    app = create(graph, settings or Settings())
    running = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning"))
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not running.started:
        assert thread.is_alive(), "the service did not start"
        assert time.monotonic() < deadline, "the service did not start in time"
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        running.should_exit = True
        thread.join(20)


@pytest.fixture
def service_url(starter: Graph) -> Iterator[str]:
    """Give the address of the service over the starter dataset."""
    with serving(starter, free_port()) as url:
        yield url


@pytest.fixture
def starter_files() -> Path:
    """Give the folder of the starter dataset's files."""
    return Path(__file__).parent.parent / "kb" / "loaders" / "starter"
