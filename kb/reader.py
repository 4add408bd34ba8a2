"""The way to Neo4j for the service: many read at once, on one event loop, and none waits for long without being told.

A read is a statement that commits itself: one journey to Neo4j and back, where a transaction takes three. Whoever
waits for a while has Neo4j asked beside whether it answers at all, so that one that has hung is told from a slow one.
"""

from __future__ import annotations

import asyncio
import logging
from asyncio import Event, Task
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

import neo4j
from cachetools import LRUCache
from neo4j import AsyncDriver, AsyncGraphDatabase, AsyncResult, AsyncSession
from neo4j.exceptions import DriverError, Neo4jError

from kb.driver import (
    CONNECT_SECONDS,
    OPTIONS,
    OVERDUE_SECONDS,
    RETRY_SECONDS,
    Address,
    away,
    our_errors,
    too_slow,
    usable,
)
from kb.errors import GraphUnavailable
from kb.settings import PLANS

log = logging.getLogger(__name__)

T = TypeVar("T")
Row = list[Any]

PATIENCE_SECONDS = 1.0
"""How long a read waits before Neo4j is asked whether it answers at all, and before it is asked again."""
RETRY_PAUSE = 0.1
"""How long a read that failed waits before it is tried again."""
REST_SECONDS = 1.0
"""How long reads fail at once after Neo4j did not answer; then one tries, so that no queue builds up."""
FETCHED = 2000
"""Rows that Neo4j sends without being asked for more: those of the largest page."""
UNTIMED = {"connection_timeout": 60.0, "connection_acquisition_timeout": 60.0}
"""A Neo4j that has much to do may take long to let one in: a read is timed as a whole."""


class Reader:
    """Reads from a Neo4j that answers, or raises one of our errors."""

    def __init__(self, address: Address, timeout: float = 10.0) -> None:
        """Connect lazily to `address`; a statement may take `timeout` seconds."""
        self.timeout = timeout
        self._database = address.database
        self._met, self._rests_until = False, 0.0
        self._probe: Task[bool] | None = None
        self._tasks: set[Task[Any]] = set()
        self._closing = False
        self._planned: LRUCache[str, bool] = LRUCache(PLANS)
        self._planning: dict[str, Event] = {}
        given: dict[str, Any] = {"auth": (address.user, address.password), **OPTIONS}
        with usable(address):
            self._driver = AsyncGraphDatabase.driver(address.uri, **given | UNTIMED)
            self._beside = AsyncGraphDatabase.driver(address.uri, **given, max_connection_pool_size=1)
        self._connect_whole(self._driver)
        self._connect_whole(self._beside)
        self._time_no_pieces()

    async def close(self) -> None:
        """Give back the connections, once what is read still is there: a look-up may be under way for nobody."""
        self._closing = True
        await self._until_idle()
        if self._probe:
            self._probe.cancel()
            await asyncio.wait([self._probe])
        await self._until_idle()  # what was given up while it connected
        await self._driver.close()
        await self._beside.close()

    async def _until_idle(self) -> None:
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=CONNECT_SECONDS)

    async def read(
        self,
        cypher: str,
        parameters: Mapping[str, Any] | None = None,
        timeout: float | None = None,
        shape: Callable[[Row], Any] | None = None,
    ) -> list[Any]:
        """Give the rows of one reading statement; `shape` makes something of each while Neo4j is at the next.

        Raises GraphUnavailable, GraphTimeout, or KbError where the statement itself is at fault.
        """

        async def shaped(result: AsyncResult) -> list[Any]:
            return [shape(row.values()) async for row in result] if shape else await result.values()

        return await self._read(cypher, parameters or {}, timeout or self.timeout, shaped)

    async def profile(self, cypher: str, parameters: Mapping[str, Any]) -> tuple[list[Row], int]:
        """Give the rows of one reading statement, and the db hits it took."""
        return await self._read(f"PROFILE {cypher}", parameters, self.timeout, _profiled)

    async def _read(
        self, cypher: str, parameters: Mapping[str, Any], limit: float, take: Callable[[AsyncResult], Awaitable[T]]
    ) -> T:
        query, began = neo4j.Query(cypher, timeout=limit), _now()
        with our_errors(), self._under_way():
            await self._begin()
            while True:
                try:
                    return await self._patiently(self._once(query, parameters, take), began + limit + OVERDUE_SECONDS)
                except (DriverError, Neo4jError) as error:
                    if isinstance(error, DriverError):
                        await self._raise_if_away(error)
                    if _now() - began > RETRY_SECONDS or not error.is_retryable():
                        raise
                await asyncio.sleep(RETRY_PAUSE)

    @contextmanager
    def _under_way(self) -> Iterator[None]:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        try:
            yield
        finally:
            self._tasks.discard(task)

    async def _once(
        self, query: neo4j.Query, parameters: Mapping[str, Any], take: Callable[[AsyncResult], Awaitable[T]]
    ) -> T:
        async with self._session(self._driver) as session:
            return await take(await self._run(session, query, dict(parameters)))

    def _session(self, driver: AsyncDriver) -> AsyncSession:
        return driver.session(database=self._database, default_access_mode=neo4j.READ_ACCESS, fetch_size=FETCHED)

    async def _run(self, session: AsyncSession, query: neo4j.Query, parameters: dict[str, Any]) -> AsyncResult:
        """Run a statement; if Neo4j has to plan it first, it does so once for all who ask for it meanwhile."""
        text = query.text
        while text not in self._planned:
            if planning := self._planning.get(text):
                await planning.wait()
                continue
            self._planning[text] = planning = Event()
            try:
                result = await session.run(query, parameters)
                self._planned[text] = True
                return result
            finally:
                del self._planning[text]
                planning.set()
        return await session.run(query, parameters)

    async def _patiently(self, reading: Awaitable[T], until: float) -> T:
        """Give what a read comes to by then; raise GraphTimeout, or GraphUnavailable if Neo4j has hung."""
        loop = asyncio.get_running_loop()
        doubts: list[Task[None]] = []
        hung = False

        async def doubt() -> None:
            nonlocal hung
            while await self._answers():
                await asyncio.sleep(PATIENCE_SECONDS)
            hung = True
            deadline.reschedule(loop.time())

        later = loop.call_later(PATIENCE_SECONDS, lambda: doubts.append(loop.create_task(doubt())))
        try:
            async with asyncio.timeout_at(until) as deadline:
                return await reading
        except TimeoutError as error:
            if hung:
                raise self._gone("a statement hangs, and so does what is asked beside") from error
            # Neo4j ends what takes too long, unless it still plans it, or has hung
            await self._raise_if_away(error)
            raise too_slow() from error
        finally:
            later.cancel()
            for each in doubts:
                each.cancel()

    def _connect_whole(self, driver: AsyncDriver) -> None:
        """Have `driver` not be cut off while it connects, where it leaves a socket open: it connects, then closes."""
        pool: Any = driver._pool
        opener = pool.opener

        async def whole(*arguments: Any) -> Any:
            opening = asyncio.create_task(opener(*arguments))
            try:
                return await asyncio.shield(opening)
            except asyncio.CancelledError:
                closing = asyncio.create_task(_closed(opening))
                self._tasks.add(closing)
                closing.add_done_callback(self._tasks.discard)
                raise

        pool.opener = whole

    def _time_no_pieces(self) -> None:
        """Have the driver not time every piece it reads, which takes some tasks a row: a read is timed as a whole."""
        pool: Any = self._driver._pool
        acquire = pool.acquire

        async def untimed(*arguments: Any, **options: Any) -> Any:
            connection = await acquire(*arguments, **options)
            connection.socket.set_read_timeout(None)
            return connection

        pool.acquire = untimed

    # Whether Neo4j answers at all

    async def _begin(self) -> None:
        """Raise GraphUnavailable once closed, and while Neo4j is known not to answer, or not known to."""
        if self._closing or _now() < self._rests_until:
            raise away()
        if self._met and not self._rests_until:
            return
        if self._rests_until:
            self._rests_until = _now() + 2 * CONNECT_SECONDS  # one asks; the others do not wait for what it hears
        # it is connected beside before many connect at once
        if not await self._answers():
            raise self._gone("nothing is heard")
        self._met, self._rests_until = True, 0.0

    async def _raise_if_away(self, error: Exception) -> None:
        """Raise GraphUnavailable if Neo4j does not answer at all, which others are told at once for a while."""
        if not await self._answers():
            raise self._gone(str(error) or type(error).__name__) from error

    def _gone(self, why: str) -> GraphUnavailable:
        if not self._rests_until:
            log.warning("Neo4j does not answer: %s", why)
        self._rests_until = _now() + REST_SECONDS
        return away()

    async def _answers(self) -> bool:
        """Tell whether Neo4j answers at all; who asks while it is asked already hears the same."""
        return await asyncio.shield(self._asking())

    def _asking(self) -> Task[bool]:
        if self._probe is None or self._probe.done():
            self._probe = asyncio.create_task(self._asked())
        return self._probe

    async def _asked(self) -> bool:
        for _ in range(2):  # what is found first may be a connection that broke long ago
            try:
                async with asyncio.timeout(CONNECT_SECONDS), self._session(self._beside) as session:
                    await (await session.run("RETURN 1")).consume()
            except Neo4jError:
                return True
            except TimeoutError:
                return False
            except (DriverError, OSError):
                continue
            return True
        return False


def _now() -> float:
    return asyncio.get_running_loop().time()


async def _closed(opening: Task[Any]) -> None:
    """Close a connection that nobody waits for any more, once it is there."""
    with suppress(DriverError, Neo4jError, OSError):
        async with asyncio.timeout(CONNECT_SECONDS):
            await (await opening).close()


async def _profiled(result: AsyncResult) -> tuple[list[Row], int]:
    rows = await result.values()
    return rows, _hits((await result.consume()).profile or {})


def _hits(plan: Mapping[str, Any]) -> int:
    return int(plan.get("dbHits", 0)) + sum(_hits(each) for each in plan.get("children", ()))
