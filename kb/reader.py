"""The way to Neo4j for the service: many read at once, on one event loop, and none waits for long without being told.

A read is a statement that commits itself: one journey to Neo4j and back, where a transaction takes three. Whoever
waits for a while has Neo4j asked beside whether it answers at all, so that one that has hung is told from a slow one.
"""

from __future__ import annotations

import asyncio
import logging
from asyncio import Task
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import neo4j
from neo4j import AsyncGraphDatabase, AsyncResult
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


class Reader:
    """Reads from a Neo4j that answers, or raises one of our errors."""

    def __init__(self, address: Address, timeout: float = 10.0) -> None:
        """Connect lazily to `address`; a statement may take `timeout` seconds."""
        self.timeout = timeout
        self._database = address.database
        self._rests_until = 0.0
        self._probe: Task[bool] | None = None
        with usable(address):
            self._driver = AsyncGraphDatabase.driver(address.uri, auth=(address.user, address.password), **OPTIONS)
        self._time_no_pieces()

    async def close(self) -> None:
        """Give back the connections."""
        await self._driver.close()

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
        query = neo4j.Query(cypher, timeout=limit)
        with our_errors():
            self._begin()
            try:
                return await self._tried(query, parameters, limit + OVERDUE_SECONDS, take)
            except (DriverError, GraphUnavailable) as error:
                self._rest(error)
                raise

    async def _tried(
        self,
        query: neo4j.Query,
        parameters: Mapping[str, Any],
        limit: float,
        take: Callable[[AsyncResult], Awaitable[T]],
    ) -> T:
        began = _now()
        while True:
            try:
                return await self._patiently(self._once(query, parameters, take), limit)
            except (DriverError, Neo4jError) as error:
                if _now() - began > RETRY_SECONDS or not error.is_retryable():
                    raise
            await asyncio.sleep(RETRY_PAUSE)

    async def _once(
        self, query: neo4j.Query, parameters: Mapping[str, Any], take: Callable[[AsyncResult], Awaitable[T]]
    ) -> T:
        async with self._driver.session(
            database=self._database, default_access_mode=neo4j.READ_ACCESS, fetch_size=FETCHED
        ) as session:
            result = await session.run(query, dict(parameters))
            self._rests_until = 0.0  # it answers
            return await take(result)

    async def _patiently(self, reading: Awaitable[T], limit: float) -> T:
        """Give what a read comes to in so many seconds; raise GraphTimeout, or GraphUnavailable if Neo4j has hung."""
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
            async with asyncio.timeout(limit) as deadline:
                return await reading
        except TimeoutError as error:
            # Neo4j ends what takes too long, unless it still plans it, or has hung
            if hung or not await self._answers():
                raise away() from error
            raise too_slow() from error
        finally:
            later.cancel()
            for each in doubts:
                each.cancel()

    def _time_no_pieces(self) -> None:
        """Have the driver not time every piece it reads, which takes some tasks a row: a read is timed as a whole."""
        pool: Any = self._driver._pool
        acquire = pool.acquire

        async def untimed(*arguments: Any, **options: Any) -> Any:
            connection = await acquire(*arguments, **options)
            connection.socket.set_read_timeout(None)
            return connection

        pool.acquire = untimed

    async def _answers(self) -> bool:
        """Tell whether Neo4j answers at all; who asks while it is asked already hears the same."""
        if self._probe is None or self._probe.done():
            self._probe = asyncio.create_task(self._asked())
        return await asyncio.shield(self._probe)

    async def _asked(self) -> bool:
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                await self._once(neo4j.Query("RETURN 1"), {}, AsyncResult.consume)
        except Neo4jError:
            return True
        except (DriverError, OSError):
            return False
        return True

    def _begin(self) -> None:
        """Raise GraphUnavailable while it is known that Neo4j does not answer."""
        now = _now()
        if now < self._rests_until:
            raise away()
        if self._rests_until:
            self._rests_until = now + CONNECT_SECONDS  # one tries; the others do not wait for what becomes of it

    def _rest(self, error: Exception) -> None:
        """Have others be told at once that Neo4j does not answer."""
        if not self._rests_until:
            log.warning("Neo4j does not answer: %s", error.__cause__ or error)
        self._rests_until = _now() + REST_SECONDS


def _now() -> float:
    return asyncio.get_running_loop().time()


async def _profiled(result: AsyncResult) -> tuple[list[Row], int]:
    rows = await result.values()
    return rows, _hits((await result.consume()).profile or {})


def _hits(plan: Mapping[str, Any]) -> int:
    return int(plan.get("dbHits", 0)) + sum(_hits(each) for each in plan.get("children", ()))
