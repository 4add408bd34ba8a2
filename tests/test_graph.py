"""The one way to Neo4j: what comes back, and what each failure becomes."""

import socket
import time
from collections.abc import Iterator

import pytest

from kb.driver import OVERDUE_SECONDS
from kb.engine import Server
from kb.errors import GraphTimeout, GraphUnavailable, KbError
from kb.graph import Graph, Transaction
from kb.migrate import migrate

HEAVY = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN count(*)"


def server_at(uri: str, password: str = "none") -> Server:
    return Server(uri, "neo4j", password, "neo4j", managed=False)


@pytest.fixture
def mute() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


@pytest.fixture
def graph(server: Server) -> Iterator[Graph]:
    """The database as it is, and what a test scribbles into it."""
    with Graph(server, timeout=60) as graph:
        yield graph
        graph.write(lambda it: it.run("MATCH (n:Scribble) DELETE n"))


def scribbles(graph: Graph) -> int:
    return graph.read("MATCH (n:Scribble) RETURN count(n)")[0][0]


def test_reads_and_writes(graph: Graph) -> None:
    def work(transaction: Transaction) -> int:
        transaction.run("UNWIND $ids AS id CREATE (:Scribble {id: id})", ids=["A", "B"])
        return sum(1 for _ in transaction.stream("MATCH (n:Scribble) RETURN n.id"))

    assert graph.write(work) == 2
    assert graph.read("MATCH (n:Scribble) WHERE n.id > $after RETURN n.id, 1", {"after": "A"}) == [["B", 1]]


def test_a_write_happens_as_a_whole_or_not_at_all(graph: Graph) -> None:
    def work(transaction: Transaction) -> None:
        transaction.run("CREATE (:Scribble)")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        graph.write(work)
    assert scribbles(graph) == 0


def test_too_little_memory_is_not_told_as_being_busy(graph: Graph) -> None:
    with pytest.raises(GraphUnavailable, match="too little memory"):
        graph.read("UNWIND range(1, 1000000000) AS x WITH collect(x + 1) AS many RETURN size(many)")
    assert graph.read("RETURN 1") == [[1]]


def test_reading_does_not_write(graph: Graph) -> None:
    with pytest.raises(KbError):
        graph.read("CREATE (:Scribble)")
    assert scribbles(graph) == 0


def test_neo4j_ends_a_statement_at_the_limit(server: Server) -> None:
    with Graph(server, timeout=0.5) as graph:
        began = time.monotonic()
        with pytest.raises(GraphTimeout, match="took longer"):
            graph.read(HEAVY)
        assert time.monotonic() - began < 0.5 + OVERDUE_SECONDS
        assert graph.read("RETURN 1") == [[1]]


def test_one_statement_may_have_a_limit_of_its_own(server: Server) -> None:
    with Graph(server, timeout=60) as graph, pytest.raises(GraphTimeout):
        graph.read(HEAVY, timeout=0.5)


def test_a_slow_write_has_all_the_time_it_needs(server: Server) -> None:
    with Graph(server, timeout=0.1) as graph:
        assert graph.write(lambda it: it.run("UNWIND range(1, 5000000) AS a RETURN count(a % 7)")) == [[5000000]]


@pytest.mark.parametrize("cypher", ["MATCH (n RETURN n", "RETURN $secret", "RETURN 1 / 0", "CALL no.such.procedure()"])
def test_what_neo4j_says_of_a_statement_stays_inside(graph: Graph, cypher: str) -> None:
    with pytest.raises(KbError) as caught:
        graph.read(cypher)
    assert type(caught.value) is KbError
    assert str(caught.value) == "The database refused a statement of ours. This is a fault of kb; its log says more."


def test_a_second_node_with_the_key_is_refused(graph: Graph) -> None:
    migrate(graph)
    with pytest.raises(KbError, match="another fact under that key"):
        graph.write(lambda it: it.run("CREATE (:Region {id: 'a scribble'}), (:Region {id: 'a scribble'})"))


def test_a_wrong_password_is_no_outage(server: Server) -> None:
    with (
        Graph(server_at(server.uri, "wrong"), timeout=5) as graph,
        pytest.raises(GraphUnavailable, match="KB_NEO4J_USER and KB_NEO4J_PASSWORD"),
    ):
        graph.read("RETURN 1")


@pytest.mark.parametrize("uri", ["http://127.0.0.1:7687", "bolt://127.0.0.1:port", "127.0.0.1"])
def test_an_address_that_is_none_names_the_variable(uri: str) -> None:
    with pytest.raises(GraphUnavailable, match="Check KB_NEO4J_URI"):
        Graph(server_at(uri))


def test_nobody_there_is_said_within_seconds() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with Graph(server_at(f"bolt://127.0.0.1:{port}")) as graph:
        began = time.monotonic()
        with pytest.raises(GraphUnavailable, match="does not answer"):
            graph.read("RETURN 1")
        assert time.monotonic() - began < 6


def test_a_port_that_takes_connections_and_says_nothing_is_nobody(mute: int) -> None:
    with Graph(server_at(f"bolt://127.0.0.1:{mute}")) as graph:
        began = time.monotonic()
        with pytest.raises(GraphUnavailable, match="does not answer"):
            graph.read("RETURN 1")
        assert time.monotonic() - began < 10
