"""Which load the graph is at, and which day it is: looked up for each answer that is kept, by many requests at once."""

from __future__ import annotations

import math
from asyncio import Task, create_task, shield
from collections.abc import Callable, Mapping
from time import monotonic
from typing import Any, Protocol

FRESH_SECONDS = 0.005
"""How long ago a look-up may have begun and still tell."""
AHEAD_SECONDS = 0.002
"""How long ago one began when the next begins, so that those who ask all the time need not wait for it."""
LOOK_SECONDS = 2.0
LOOK = """
OPTIONAL MATCH (l:Load)
RETURN toString(date()), l.version, toString(l.finished), l.written ORDER BY l.version DESC LIMIT 1
"""
"""The day is told, too: another day other memberships are current, and other years have passed."""


class Reads(Protocol):
    """What statements are run by: `kb.reader.Reader`."""

    async def read(  # noqa: D102
        self, cypher: str, parameters: Mapping[str, Any] | None = None, timeout: float | None = None,
        shape: Callable[[Any], Any] | None = None,
    ) -> list[Any]: ...  # fmt: skip
    async def profile(self, cypher: str, parameters: Mapping[str, Any]) -> tuple[list[Any], int]: ...  # noqa: D102


class Freshness:
    """Looks up the load that the graph is at and the day, at most once at a time."""

    def __init__(self, reader: Reads) -> None:
        self._reader = reader
        self._look: Task[None] | None = None
        self._began = self._told = -math.inf
        self.last: str | None = None
        """The load and the day that were seen last; None if none ever were."""

    async def now(self) -> str:
        """Give the load that the graph is at and the day; raise GraphUnavailable."""
        asked = monotonic()
        if self._began < asked - AHEAD_SECONDS:
            self._begun()
        while self._told < asked - FRESH_SECONDS:
            await shield(self._begun())
        return str(self.last)

    def _begun(self) -> Task[None]:
        """Give the look-up that is under way, or else begin one."""
        if self._look is None or self._look.done():
            self._began = monotonic()
            self._look = create_task(self._see(self._began))
            self._look.add_done_callback(lambda look: look.cancelled() or look.exception())  # nobody may wait for it
        return self._look

    async def _see(self, began: float) -> None:
        self.last = str(await self._reader.read(LOOK, timeout=LOOK_SECONDS))
        self._told = began
