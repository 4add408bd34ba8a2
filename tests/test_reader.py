"""The service's way to Neo4j: what comes back, what each failure becomes, and that nobody waits for what is known."""

import asyncio
import gc
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import psutil
import pytest
from neo4j import AsyncSession

from kb.driver import OVERDUE_SECONDS
from kb.engine import Server
from kb.errors import GraphTimeout, GraphUnavailable, KbError
from kb.reader import PATIENCE_SECONDS, Reader

HEAVY = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN count(*)"
T = TypeVar("T")


def run(server: Server, work: Callable[[Reader], Awaitable[T]], timeout: float = 60) -> T:
    async def running() -> T:
        async with opened(server, timeout) as reader:
            return await work(reader)

    return asyncio.run(running())


@asynccontextmanager
async def opened(server: Server, timeout: float) -> AsyncIterator[Reader]:
    reader = Reader(server, timeout)
    try:
        yield reader
    finally:
        await reader.close()


def nobody() -> Server:
    """An address where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return Server(f"bolt://127.0.0.1:{probe.getsockname()[1]}", "neo4j", "none", "neo4j", managed=False)


def test_rows_come_as_lists_and_are_shaped_one_by_one(server: Server) -> None:
    async def work(reader: Reader) -> None:
        cypher = "UNWIND $given AS each RETURN each, 2 * each"
        assert await reader.read(cypher, {"given": [1, 2]}) == [[1, 2], [2, 4]]
        assert await reader.read(cypher, {"given": [1, 2]}, shape=sum) == [3, 6]
        rows, hits = await reader.profile("MATCH (n:Nothing) RETURN count(n)", {})
        assert rows == [[0]]
        assert hits >= 0

    run(server, work)


def test_many_read_at_once(server: Server) -> None:
    async def work(reader: Reader) -> list[list[list[int]]]:
        return list(await asyncio.gather(*(reader.read("RETURN $n", {"n": n}) for n in range(60))))

    assert run(server, work) == [[[n]] for n in range(60)]


def test_reading_does_not_write(server: Server) -> None:
    async def work(reader: Reader) -> None:
        with pytest.raises(KbError):
            await reader.read("CREATE (:Scribble)")
        assert await reader.read("MATCH (n:Scribble) RETURN count(n)") == [[0]]

    run(server, work)


@pytest.mark.parametrize("cypher", ["RETURN nothing", "RETURN 1/0", "SYNTAX", "RETURN $missing"])
def test_what_neo4j_says_of_a_statement_stays_inside(server: Server, cypher: str) -> None:
    async def work(reader: Reader) -> None:
        with pytest.raises(KbError, match=r"^The database refused a statement of ours\."):
            await reader.read(cypher)
        assert await reader.read("RETURN 1") == [[1]]

    run(server, work)


def test_neo4j_ends_a_statement_at_the_limit_and_others_are_not_told_it_is_away(server: Server) -> None:
    async def work(reader: Reader) -> None:
        began = time.monotonic()
        slow = asyncio.create_task(reader.read(HEAVY))
        with pytest.raises(GraphTimeout, match="took longer"):
            await slow
        assert time.monotonic() - began < 1.5 * PATIENCE_SECONDS + OVERDUE_SECONDS
        assert await reader.read("RETURN 1") == [[1]]

    run(server, work, timeout=1.5 * PATIENCE_SECONDS)


def test_one_statement_may_have_a_limit_of_its_own(server: Server) -> None:
    async def work(reader: Reader) -> None:
        with pytest.raises(GraphTimeout):
            await reader.read(HEAVY, timeout=0.5)

    run(server, work)


def test_a_read_that_is_given_up_leaves_nothing_behind(server: Server) -> None:
    async def work(reader: Reader) -> None:
        for _ in range(3):
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(reader.read(HEAVY), 0.2)
        assert await reader.read("RETURN 1") == [[1]]
        listed = "SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery STARTS WITH $query RETURN count(*)"
        until = time.monotonic() + 10
        while await reader.read(listed, {"query": HEAVY}) != [[0]]:
            assert time.monotonic() < until
            await asyncio.sleep(0.1)

    run(server, work)


def test_one_that_is_given_up_while_it_connects_leaves_no_connection() -> None:
    async def given_up(reader: Reader, steps: int) -> None:
        reading = asyncio.create_task(reader.read("RETURN 1"))
        for _ in range(steps):
            await asyncio.sleep(0)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        await reader.close()

    async def work(address: Server) -> None:
        await asyncio.gather(*(given_up(Reader(address), steps) for steps in range(1, 30)))

    with socket.create_server(("127.0.0.1", 0)) as mute:
        port = mute.getsockname()[1]
        gc.disable()  # it closes what was left open
        try:
            asyncio.run(work(Server(f"bolt://127.0.0.1:{port}", "neo4j", "none", "neo4j", managed=False)))
            assert [each for each in psutil.Process().net_connections() if each.raddr and each.raddr.port == port] == []
        finally:
            gc.enable()


def test_what_begins_while_it_is_closed_does_not_connect(server: Server) -> None:
    async def work() -> None:
        reader = Reader(server)
        slow = asyncio.create_task(reader.read("UNWIND range(1, 1000000) AS n RETURN count(n)"))
        while not reader._driver._pool.in_use_connection_count(reader._driver._pool.address):
            await asyncio.sleep(0)
        later = asyncio.create_task(reader.read("RETURN 1"))
        await reader.close()
        assert await slow == [[1000000]]
        with pytest.raises(GraphUnavailable):
            await later

    asyncio.run(work())


def test_nobody_there_is_said_within_seconds_and_then_at_once() -> None:
    async def work(reader: Reader) -> None:
        for seconds in (6, 0.1, 0.1):
            began = time.monotonic()
            with pytest.raises(GraphUnavailable, match="does not answer"):
                await reader.read("RETURN 1")
            assert time.monotonic() - began < seconds

    run(nobody(), work)


def test_a_port_that_takes_connections_and_says_nothing_is_nobody() -> None:
    async def work(reader: Reader) -> None:
        began = time.monotonic()
        with pytest.raises(GraphUnavailable, match="does not answer"):
            await reader.read("RETURN 1")
        assert time.monotonic() - began < 10

    with socket.create_server(("127.0.0.1", 0)) as mute:
        run(Server(f"bolt://127.0.0.1:{mute.getsockname()[1]}", "neo4j", "none", "neo4j", managed=False), work)


def test_a_burst_of_new_questions_is_answered_not_refused(server: Server) -> None:
    async def work(reader: Reader) -> None:
        cypher = "MATCH (n) WHERE n.id STARTS WITH $text RETURN count(n) + %d - %d"
        asked = (reader.read(cypher % (n, n), {"text": str(n)}) for n in range(200))
        assert all(await asyncio.gather(*asked))

    run(server, work)


def test_a_statement_is_planned_once_for_all_who_ask_meanwhile(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neo4j would plan it for each of them; it answers once it has planned."""
    run_statement, asked, asked_at_answers = AsyncSession.run, 0, list[int]()

    async def watched(session: AsyncSession, query: Any, *arguments: Any) -> Any:
        nonlocal asked
        if query == "RETURN 1":
            return await run_statement(session, query, *arguments)
        asked += 1
        result = await run_statement(session, query, *arguments)
        asked_at_answers.append(asked)
        return result

    async def work(reader: Reader) -> None:
        cypher = "MATCH (n:Nothing) RETURN count(n) + $n"
        found = await asyncio.gather(*(reader.read(cypher, {"n": n}) for n in range(20)))
        assert found == [[[n]] for n in range(20)]

    monkeypatch.setattr(AsyncSession, "run", watched)
    run(server, work)
    assert asked_at_answers[0] == 1
    assert asked == 20


def test_a_wrong_password_is_no_outage(server: Server) -> None:
    async def work(reader: Reader) -> None:  # asked more often, Neo4j locks the user out for a while
        with pytest.raises(GraphUnavailable, match="user name or the password"):
            await reader.read("RETURN 1")

    run(Server(server.uri, server.user, "wrong", server.database, managed=False), work)
