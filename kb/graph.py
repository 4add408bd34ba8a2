"""The way to Neo4j for loads and commands: one statement or one transaction after the other.

Reads go out with READ routing, writes with bookmarks, so a cluster behind `neo4j://` just works.
Every read has a time limit that Neo4j enforces; every failure comes out as one of our errors.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from types import TracebackType
from typing import Any, Self, TypeVar

import neo4j
from neo4j import GraphDatabase, ManagedTransaction, unit_of_work
from neo4j.exceptions import DriverError
from neo4j.spatial import WGS84Point

from kb.driver import CONNECT_SECONDS, OPTIONS, OVERDUE_SECONDS, Address, our_errors, too_slow, usable
from kb.reader import Reader

T = TypeVar("T")
Row = list[Any]


def point(latitude: float, longitude: float) -> WGS84Point:
    """Give a point on earth, in degrees, as a value of a property."""
    return WGS84Point((longitude, latitude))


class Transaction:
    """What `Graph.write` hands to its work: runs statements that all happen or none."""

    def __init__(self, transaction: ManagedTransaction) -> None:
        self._transaction = transaction

    def run(self, cypher: str, **parameters: Any) -> list[Row]:
        """Run one statement and give its rows."""
        return self._transaction.run(cypher, parameters).values()

    def stream(self, cypher: str, **parameters: Any) -> Iterator[Row]:
        """Run one statement and give its rows one by one."""
        for record in self._transaction.run(cypher, parameters):
            yield record.values()


class Graph:
    """A Neo4j that answers, or one of our errors."""

    def __init__(self, address: Address, timeout: float = 10.0) -> None:
        """Connect lazily to `address`; a read may take `timeout` seconds."""
        self.timeout = timeout
        self._address = address
        self._connect()

    def _connect(self) -> None:
        self._bookmarks = GraphDatabase.bookmark_manager()
        with usable(self._address):
            auth = self._address.user, self._address.password
            self._driver = GraphDatabase.driver(self._address.uri, auth=auth, **OPTIONS)
        self._limit_waiting()

    def renew(self) -> None:
        """Connect anew: to a database that was made anew, where what was written before never happened."""
        self.close()
        self._connect()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give back the connections."""
        self._driver.close()

    def reader(self, timeout: float = 0.0) -> Reader:
        """Give a way to the same Neo4j for a service, where many read at once; each may take so long, or longer."""
        return Reader(self._address, max(timeout, self.timeout))

    def read(self, cypher: str, parameters: Mapping[str, Any] | None = None, timeout: float | None = None) -> list[Row]:
        """Give the rows of one reading statement.

        Raises GraphUnavailable, GraphTimeout, or KbError where the statement itself is at fault.
        """
        try:
            return self._read(cypher, parameters or {}, timeout or self.timeout)
        except _Overdue:
            # a Neo4j that has hung does not answer this either
            self._read("RETURN 1", {}, CONNECT_SECONDS)
            raise too_slow() from None

    def _read(self, cypher: str, parameters: Mapping[str, Any], limit: float) -> list[Row]:
        began = time.monotonic()

        @unit_of_work(timeout=limit)
        def work(transaction: ManagedTransaction) -> list[Row]:
            socket = transaction._connection.socket
            socket.set_read_timeout(limit + OVERDUE_SECONDS)
            try:
                return transaction.run(cypher, dict(parameters)).values()
            except DriverError as error:
                if time.monotonic() - began < limit:
                    raise
                raise _Overdue from error  # the driver would try again, and wait as long
            finally:
                socket.set_read_timeout(CONNECT_SECONDS)

        with our_errors(), self._session(neo4j.READ_ACCESS) as session:
            return session.execute_read(work)

    def scan(self, cypher: str, parameters: Mapping[str, Any], use: Callable[[Iterator[Row]], T]) -> T:
        """Give what `use` makes of the rows of one reading statement, which come one by one and may be millions.

        It takes as long as it takes. Raises GraphUnavailable, or KbError where the statement itself is at fault.
        """

        # as one who writes: those who read are cut off when they wait for long
        with our_errors(), self._session(neo4j.WRITE_ACCESS) as session:
            return use(record.values() for record in session.run(cypher, dict(parameters)))

    def write(self, work: Callable[[Transaction], T], timeout: float | None = None) -> T:
        """Do `work` in one transaction, again from the start if Neo4j asks for it; `timeout` of None is no limit."""

        @unit_of_work(timeout=timeout)
        def once(transaction: ManagedTransaction) -> T:
            return work(Transaction(transaction))

        with our_errors(), self._session(neo4j.WRITE_ACCESS) as session:
            return session.execute_write(once)

    def change_schema(self, cypher: str) -> None:
        """Run one statement on indexes or constraints, which Neo4j wants in a transaction of its own."""
        with our_errors(), self._session(neo4j.WRITE_ACCESS) as session:
            session.run(cypher).consume()

    def _limit_waiting(self) -> None:
        """Have reads wait no longer than they may for a Neo4j that has hung.

        The driver has no setting for it: it goes by what Neo4j says of itself, two minutes.
        """
        pool: Any = self._driver._pool
        acquire = pool.acquire

        def limited(access_mode: str, *arguments: Any, **options: Any) -> Any:
            connection = acquire(access_mode, *arguments, **options)
            if access_mode == neo4j.READ_ACCESS:
                connection.socket.set_read_timeout(CONNECT_SECONDS)
            else:
                connection.socket.set_read_timeout(connection.connection_hints.get("connection.recv_timeout_seconds"))
            return connection

        pool.acquire = limited

    def _session(self, mode: str) -> neo4j.Session:
        return self._driver.session(
            database=self._address.database, default_access_mode=mode, bookmark_manager=self._bookmarks
        )


class _Overdue(Exception):
    """A statement went on past its limit: Neo4j has hung, or still plans it and heeds no limit."""
