"""Runs the web service."""

from __future__ import annotations

import errno
import gc
import logging
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn

from kb.errors import SettingsError
from kb.graph import Graph
from kb.settings import Settings
from kb.web.app import create

LOOSE_OBJECTS = 50_000
"""So many objects are made before the garbage collector looks for cycles, which answers do not have."""


@contextmanager
def door(settings: Settings) -> Iterator[socket.socket]:
    """Take the port of the service, before all that takes time; raise SettingsError if it cannot be had."""
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind((settings.host, settings.port))
            taken.listen()
        except OSError as error:
            used = error.errno == errno.EADDRINUSE
            why = "something else listens there" if used else (error.strerror or str(error)).lower()
            raise SettingsError(
                f"Port {settings.port} of {settings.host} cannot be used: {why}.",
                "Choose another: --port 9000 or KB_PORT=9000; make demo PORT=9000.",
            ) from None
        yield taken


def address(taken: socket.socket) -> str:
    """Give where a browser of this machine finds the service."""
    host, port = taken.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def serve(graph: Graph, settings: Settings, taken: socket.socket, ready: Callable[[], None]) -> None:
    """Serve until told to stop; `ready` is called once requests are answered."""
    logging.getLogger().setLevel(logging.WARNING)
    config = uvicorn.Config(create(graph, settings), log_level="warning", access_log=False, server_header=False)
    try:
        _Server(config, ready).run([taken])
    finally:
        logging.disable(logging.WARNING)  # what still asks finds Neo4j stopped, which is no news


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        if self.started:
            leave_what_stays()
            self._ready()


def leave_what_stays() -> None:
    """Keep the garbage collector off the schema: it goes through all of that for every large answer or two."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(LOOSE_OBJECTS)
