"""The way to Neo4j: the only module that imports the driver.

Reads go out with READ routing, writes with bookmarks, so a cluster behind `neo4j://` just works.
Every statement has a time limit that Neo4j enforces; every failure comes out as one of our errors.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar

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

T = TypeVar("T")
Row = list[Any]

CONNECT_SECONDS = 3.0
"""How long a connection may take: a Neo4j that is down must be told from one that is slow."""


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
        self._database = address.database
        self._bookmarks = GraphDatabase.bookmark_manager()
        with _our_errors():
            self._driver = GraphDatabase.driver(
                address.uri,
                auth=(address.user, address.password),
                connection_timeout=CONNECT_SECONDS,
                connection_acquisition_timeout=timeout,
                max_transaction_retry_time=CONNECT_SECONDS,
                liveness_check_timeout=30,
                keep_alive=True,
                notifications_min_severity=NotificationMinimumSeverity.OFF,
                user_agent="kb",
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give back the connections."""
        self._driver.close()

    def read(self, cypher: str, parameters: Mapping[str, Any] | None = None) -> list[Row]:
        """Give the rows of one reading statement.

        Raises GraphUnavailable, GraphTimeout, or KbError where the statement itself is at fault.
        """

        @unit_of_work(timeout=self.timeout)
        def work(transaction: ManagedTransaction) -> list[Row]:
            return transaction.run(cypher, dict(parameters or {})).values()

        with _our_errors(), self._session(neo4j.READ_ACCESS) as session:
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

    def _session(self, mode: str) -> neo4j.Session:
        return self._driver.session(database=self._database, default_access_mode=mode, bookmark_manager=self._bookmarks)


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
    except ConfigurationError as error:
        raise GraphUnavailable(
            "The address of Neo4j cannot be used.",
            "Check KB_NEO4J_URI: neo4j://host:7687 or bolt://host:7687.",
        ) from error
    except (DriverError, OSError, ValueError) as error:
        raise GraphUnavailable("Neo4j does not answer.", "See `kb status`; `kb up` starts it.") from error


def _ours(error: Neo4jError) -> KbError:
    code = error.code or ""
    if "TransactionTimedOut" in code or code.endswith(".LockClientStopped"):
        return GraphTimeout("The query took longer than it may.", "Ask for less: a smaller `first`, fewer levels.")
    if isinstance(error, TransientError) or code.endswith(("DatabaseUnavailable", "DatabaseNotFound")):
        return GraphUnavailable("Neo4j is busy or starting.", "Try again in a moment.")
    log.error("Neo4j refused a statement: %s %s", code, error.message)
    if isinstance(error, ClientError) and "ConstraintValidation" in code:
        return KbError("The graph already holds another fact under that key.")
    return KbError("The database refused a statement of ours.", "This is a fault of kb; its log says more.")
