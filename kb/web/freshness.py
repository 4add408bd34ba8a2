"""Which load the graph is at: looked up for each answer that is kept, by many requests at once."""

from __future__ import annotations

import math
from asyncio import Task, create_task, shield, wait
from time import monotonic

from kb.reader import Reader

FRESH_SECONDS = 0.005
"""How long ago a look-up may have begun and still tell."""
LOOK_SECONDS = 2.0
LOOK = "MATCH (l:Load) RETURN l.version, toString(l.finished) ORDER BY l.version DESC LIMIT 1"


class Freshness:
    """Looks up the load that the graph is at, at most once at a time."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._look: Task[str] | None = None
        self._began = -math.inf
        self.last: str | None = None
        """The load that was seen last; None if none ever was."""

    async def now(self) -> str:
        """Give the load that the graph is at; raise GraphUnavailable."""
        oldest = monotonic() - FRESH_SECONDS
        while self._look is None or self._began < oldest:
            if self._look is None or self._look.done():
                self._began = monotonic()
                self._look = create_task(self._seen())
            else:
                await wait([self._look])  # it began too early to tell
        return self._look.result() if self._look.done() else await shield(self._look)

    async def _seen(self) -> str:
        self.last = str(await self._reader.read(LOOK, timeout=LOOK_SECONDS))
        return self.last
