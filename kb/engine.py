"""Where Neo4j comes from: the address you give (`KB_NEO4J_URI`), or one that kb runs itself.

Every function here does the right thing for both, so that nobody else has to ask which one it is.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from kb.jars import Report
from kb.managed import Folder, Server
from kb.settings import Settings

__all__ = ["Report", "Server", "admin", "down", "find", "owned", "replace_database", "running", "silent", "up"]


def silent(line: str) -> None:
    """Report nothing."""


@contextmanager
def running(settings: Settings, report: Report = silent) -> Iterator[Server]:
    """Give a Neo4j that answers: yours, the one that runs, or one started now; raise `EngineError`."""
    if settings.neo4j_uri:
        yield _given(settings)
        return
    folder = Folder(settings, report)
    with _signals_end_in_order():
        try:
            yield folder.join()
        finally:
            folder.leave()


@contextmanager
def owned(settings: Settings, report: Report = silent) -> Iterator[Server]:
    """Like `running`, for the one process that serves from the data folder; raise `FolderInUse` to a second."""
    if settings.neo4j_uri:
        yield _given(settings)
        return
    with Folder(settings, report).ownership(), running(settings, report) as server:
        yield server


def up(settings: Settings, report: Report = silent) -> Server:
    """Start Neo4j and let it stay when this process ends; raise `EngineError`."""
    if settings.neo4j_uri:
        report(f"Neo4j is the one at {settings.neo4j_uri}: nothing to start.")
        return _given(settings)
    return Folder(settings, report).stay()


def down(settings: Settings, report: Report = silent) -> bool:
    """Stop the managed Neo4j, whoever started it; tell whether there was one."""
    if settings.neo4j_uri:
        report(f"Neo4j is the one at {settings.neo4j_uri}, which kb does not stop.")
        return False
    return Folder(settings, report).stop()


def find(settings: Settings) -> Server | None:
    """Give the Neo4j that is there now, without starting one."""
    if settings.neo4j_uri:
        return _given(settings)
    folder = Folder(settings, silent)
    state = folder.state()
    return folder.server(state) if state else None


def admin(settings: Settings, *arguments: str, report: Report = silent) -> str:
    """Run Neo4j's AdminTool on the data folder and give what it prints; raise `EngineError` if it fails."""
    return Folder(settings, report).admin(*arguments)


def replace_database(settings: Settings, *arguments: str, report: Report = silent) -> None:
    """Make the managed database anew by `neo4j-admin database import full` with these arguments.

    Raises `EngineError` if it fails, or while another process uses it; then it is as it was.
    """
    Folder(settings, report).replace_database(*arguments)


def _given(settings: Settings) -> Server:
    assert settings.neo4j_uri
    password = settings.neo4j_password.get_secret_value()
    return Server(settings.neo4j_uri, settings.neo4j_user, password, settings.neo4j_database, managed=False)


@contextmanager
def _signals_end_in_order() -> Iterator[None]:
    """Turn a signal that would end this process at once into `SystemExit`, so that Neo4j is stopped first."""

    def leave(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    signals = [signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])]
    if threading.current_thread() is not threading.main_thread():
        signals = []
    ours = [each for each in signals if signal.getsignal(each) is signal.SIG_DFL]
    for each in ours:
        signal.signal(each, leave)
    try:
        yield
    finally:
        for each in ours:
            signal.signal(each, signal.SIG_DFL)
