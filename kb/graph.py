"""The way to Neo4j: the only module that imports the driver, but for the one look whether a started Neo4j answers.

Reads go out with READ routing, writes with bookmarks, so a cluster behind `neo4j://` just works.
Every statement has a time limit that Neo4j enforces; every failure comes out as one of our errors.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar
from urllib.parse import urlsplit

import neo4j
from neo4j import GraphDatabase, ManagedTransaction, NotificationMinimumSeverity, unit_of_work
from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConfigurationError,
    DriverError,
    Neo4jError,
    TransientError,
)

from kb.errors import GraphTimeout, GraphUnavailable, KbError

log = logging.getLogger(__name__)
# The driver notes every failed attempt; our errors tell what became of it.
logging.getLogger("neo4j").setLevel(logging.CRITICAL)

T = TypeVar("T")
Row = list[Any]

CONNECT_SECONDS = 3.0
"""How long a connection, or the begin of a transaction, may take: a Neo4j that is down must be told from a slow one."""
RETRY_SECONDS = 2.0
"""How long a statement is tried again: over a dropped connection or a new leader, not over an outage."""
OVERDUE_SECONDS = 2.5
"""Neo4j ends an overdue statement up to two seconds late; one that is later still has hung."""
FETCHED = 2000
"""Rows that Neo4j sends without being asked for more: those of the largest page."""
REST_SECONDS = 1.0
"""How long reads fail at once after Neo4j did not answer; then one tries, so that no queue builds up."""


class Address(Protocol):
    """Where a Neo4j answers and how to log in."""

    @property
    def uri(self) -> str: ...  # noqa: D102
    @property
    def user(self) -> str: ...  # noqa: D102
    @property
    def password(self) -> str: ...  # noqa: D102
    @property
    def database(self) -> str: ...  # noqa: D102


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
        """Connect lazily to `address`; a statement may take `timeout` seconds."""
        self.timeout = timeout
        self._closed, self._rests_until = False, 0.0
        self._database = address.database
        self._bookmarks = GraphDatabase.bookmark_manager()
        try:
            _check(address.uri)
            self._driver = GraphDatabase.driver(
                address.uri,
                auth=(address.user, address.password),
                connection_timeout=CONNECT_SECONDS,
                connection_acquisition_timeout=CONNECT_SECONDS,
                max_transaction_retry_time=RETRY_SECONDS,
                liveness_check_timeout=30,
                keep_alive=True,
                notifications_min_severity=NotificationMinimumSeverity.OFF,
                user_agent="kb",
            )
        except (ConfigurationError, ValueError) as error:
            raise GraphUnavailable(
                "The address of Neo4j cannot be used.",
                "Check KB_NEO4J_URI: neo4j://host:7687 or bolt://host:7687.",
            ) from error

        self._limit_waiting()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give back the connections; whoever still reads is told at once."""
        self._closed, self._rests_until = True, math.inf
        self._driver.close()

    def read(
        self,
        cypher: str,
        parameters: Mapping[str, Any] | None = None,
        timeout: float | None = None,
        shape: Callable[[Row], Any] | None = None,
    ) -> list[Any]:
        """Give the rows of one reading statement; `shape` makes something of each while Neo4j is at the next.

        Raises GraphUnavailable, GraphTimeout, or KbError where the statement itself is at fault.
        """

        def shaped(result: neo4j.Result) -> list[Any]:
            return [shape(row.values()) for row in result] if shape else result.values()

        return self._read(cypher, parameters or {}, timeout or self.timeout, shaped)

    def profile(self, cypher: str, parameters: Mapping[str, Any]) -> tuple[list[Row], int]:
        """Give the rows of one reading statement, and the db hits it took."""
        return self._read(f"PROFILE {cypher}", parameters, self.timeout, _profiled)

    def _read(self, cypher: str, parameters: Mapping[str, Any], limit: float, take: Callable[[neo4j.Result], T]) -> T:
        try:
            return self._run(cypher, parameters, limit, take)
        except _Overdue:
            # a Neo4j that has hung does not answer this either
            self._run("RETURN 1", {}, CONNECT_SECONDS, neo4j.Result.values)
            raise _too_slow() from None

    def _run(self, cypher: str, parameters: Mapping[str, Any], limit: float, take: Callable[[neo4j.Result], T]) -> T:
        began = time.monotonic()

        @unit_of_work(timeout=limit)
        def work(transaction: ManagedTransaction) -> T:
            self._rests_until = 0.0  # it answers: the transaction has begun
            socket = transaction._connection.socket
            socket.set_read_timeout(limit + OVERDUE_SECONDS)
            try:
                return take(transaction.run(cypher, dict(parameters)))
            except DriverError as error:
                if time.monotonic() - began < limit:
                    raise
                raise _Overdue(*_AWAY) from error  # the driver would try again, and wait as long
            finally:
                socket.set_read_timeout(CONNECT_SECONDS)

        with _our_errors(), self._rested(), self._session(neo4j.READ_ACCESS) as session:
            return session.execute_read(work)

    def write(self, work: Callable[[Transaction], T], timeout: float | None = None) -> T:
        """Do `work` in one transaction, again from the start if Neo4j asks for it; `timeout` of None is no limit."""

        @unit_of_work(timeout=timeout)
        def once(transaction: ManagedTransaction) -> T:
            return work(Transaction(transaction))

        with _our_errors(), self._session(neo4j.WRITE_ACCESS) as session:
            return session.execute_write(once)

    def change_schema(self, cypher: str) -> None:
        """Run one statement on indexes or constraints, which Neo4j wants in a transaction of its own."""
        with _our_errors(), self._session(neo4j.WRITE_ACCESS) as session:
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

    @contextmanager
    def _rested(self) -> Iterator[None]:
        now = time.monotonic()
        if now < self._rests_until:
            raise GraphUnavailable(*_AWAY)
        if self._rests_until:
            self._rests_until = now + CONNECT_SECONDS  # one tries, and the others do not wait for what becomes of it
        try:
            yield
        except _Overdue:
            raise
        except (DriverError, GraphUnavailable) as error:
            if not self._rests_until:
                log.warning("Neo4j does not answer: %s", error.__cause__ or error)
            if not self._closed:
                self._rests_until = time.monotonic() + REST_SECONDS
            raise

    def _session(self, mode: str) -> neo4j.Session:
        return self._driver.session(
            database=self._database,
            default_access_mode=mode,
            bookmark_manager=self._bookmarks,
            fetch_size=FETCHED,
        )


def _profiled(result: neo4j.Result) -> tuple[list[Row], int]:
    return result.values(), _hits(result.consume().profile or {})


def _hits(plan: Mapping[str, Any]) -> int:
    return int(plan.get("dbHits", 0)) + sum(_hits(each) for each in plan.get("children", ()))


def _check(uri: str) -> None:
    """Raise ValueError for what the driver would take up, and stumble over later."""
    parts = urlsplit(uri)
    if parts.scheme.partition("+")[0] not in ("bolt", "neo4j") or parts.port == 0:  # a port that is none raises, too
        raise ValueError(uri)


_AWAY = "Neo4j does not answer.", "Try again in a moment; `kb status` says more."


class _Overdue(GraphUnavailable):
    """A statement went on past its limit: Neo4j has hung, or still plans it and heeds no limit."""


def _too_slow() -> GraphTimeout:
    return GraphTimeout("The query took longer than it may.", "Ask for less: a smaller `first`, fewer levels.")


@contextmanager
def _our_errors() -> Iterator[None]:
    try:
        yield
    except AuthError as error:
        raise GraphUnavailable(
            "Neo4j refuses the user name or the password.", "Check KB_NEO4J_USER and KB_NEO4J_PASSWORD."
        ) from error
    except Neo4jError as error:
        raise _ours(error) from error
    except (DriverError, OSError) as error:
        raise GraphUnavailable(*_AWAY) from error


def _ours(error: Neo4jError) -> KbError:
    code = error.code or ""
    if "TransactionTimedOut" in code or code.endswith(".LockClientStopped"):
        return _too_slow()
    if code.startswith("Neo.ClientError.Security."):
        return GraphUnavailable("Neo4j does not let kb in.", "Check KB_NEO4J_USER and KB_NEO4J_PASSWORD.")
    if isinstance(error, TransientError) or code.endswith(("DatabaseUnavailable", "DatabaseNotFound")):
        return GraphUnavailable("Neo4j is busy or starting.", "Try again in a moment.")
    log.error("Neo4j refused a statement: %s %s", code, error.message)
    if isinstance(error, ClientError) and "ConstraintValidation" in code:
        return KbError("The graph already holds another fact under that key.")
    return KbError("The database refused a statement of ours.", "This is a fault of kb; its log says more.")
