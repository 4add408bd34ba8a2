"""Runs the web service."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn

from kb.errors import SettingsError
from kb.graph import Graph
from kb.settings import Settings
from kb.web.app import create


def check_port(settings: Settings) -> None:
    """Raise SettingsError if the port of the service is taken."""
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError:
            raise SettingsError(
                f"Port {settings.port} of {settings.host} cannot be used: something else listens there.",
                "Choose another: make demo PORT=9000, or KB_PORT=9000.",
            ) from None


def serve(graph: Graph, settings: Settings, ready: Callable[[], None]) -> None:
    """Serve until told to stop; `ready` is called once requests are answered."""
    config = uvicorn.Config(
        create(graph),
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        server_header=False,
    )
    _Server(config, ready).run()


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        if self.started:
            self._ready()
