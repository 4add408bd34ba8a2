"""What both ways to Neo4j have in common: the address, the options of the driver, and our words for its errors."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol
from urllib.parse import urlsplit

from neo4j import NotificationMinimumSeverity
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

CONNECT_SECONDS = 3.0
"""How long a connection may take, or the first sign of life: a Neo4j that is down must be told from a slow one."""
RETRY_SECONDS = 2.0
"""How long a statement is tried again: over a dropped connection or a new leader, not over an outage."""
OVERDUE_SECONDS = 2.5
"""Neo4j ends an overdue statement up to two seconds late; one that is later still has hung."""

OPTIONS: dict[str, Any] = {
    "connection_timeout": CONNECT_SECONDS,
    "connection_acquisition_timeout": CONNECT_SECONDS,
    "max_transaction_retry_time": RETRY_SECONDS,
    "liveness_check_timeout": 30,
    "keep_alive": True,
    "notifications_min_severity": NotificationMinimumSeverity.OFF,
    "telemetry_disabled": True,
    "user_agent": "kb",
}


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


@contextmanager
def usable(address: Address) -> Iterator[None]:
    """Raise GraphUnavailable for an address that the driver refuses, or takes up and stumbles over later."""
    try:
        parts = urlsplit(address.uri)
        if parts.scheme.partition("+")[0] not in ("bolt", "neo4j") or parts.port == 0:  # one that is none raises, too
            raise ValueError(address.uri)
        yield
    except (ConfigurationError, ValueError) as error:
        raise GraphUnavailable(
            "The address of Neo4j cannot be used.",
            "Check KB_NEO4J_URI: neo4j://host:7687 or bolt://host:7687.",
        ) from error


def away() -> GraphUnavailable:
    """Give what is said where Neo4j does not answer."""
    return GraphUnavailable("Neo4j does not answer.", "Try again in a moment; `kb status` says more.")


def too_slow() -> GraphTimeout:
    """Give what is said where a statement took too long."""
    return GraphTimeout("The query took longer than it may.", "Ask for less: a smaller `first`, fewer levels.")


@contextmanager
def our_errors() -> Iterator[None]:
    """Have every error of the driver come out as one of ours."""
    try:
        yield
    except AuthError as error:
        raise GraphUnavailable(
            "Neo4j refuses the user name or the password.", "Check KB_NEO4J_USER and KB_NEO4J_PASSWORD."
        ) from error
    except Neo4jError as error:
        raise _ours(error) from error
    except (DriverError, OSError) as error:
        raise away() from error


def _ours(error: Neo4jError) -> KbError:
    code = error.code or ""
    if "TransactionTimedOut" in code or code.endswith(".LockClientStopped"):
        return too_slow()
    if code.startswith("Neo.ClientError.Security."):
        return GraphUnavailable("Neo4j does not let kb in.", "Check KB_NEO4J_USER and KB_NEO4J_PASSWORD.")
    if "OutOfMemory" in code:
        hint = "Ask for less, or give it more; a managed one has KB_HEAP_MB."
        return GraphUnavailable("Neo4j has too little memory for this.", hint)
    if isinstance(error, TransientError) or code.endswith(("DatabaseUnavailable", "DatabaseNotFound")):
        return GraphUnavailable("Neo4j is busy or starting.", "Try again in a moment.")
    log.error("Neo4j refused a statement: %s %s", code, error.message)
    if isinstance(error, ClientError) and "ConstraintValidation" in code:
        return KbError("The graph already holds another fact under that key.")
    return KbError("The database refused a statement of ours.", "This is a fault of kb; its log says more.")
