"""Parts of the graph that are read once for each load and day, and what is computed of them."""

from __future__ import annotations

import asyncio
import logging
from asyncio import Lock
from collections import defaultdict
from time import monotonic
from typing import Any

from kb.api.freshness import Freshness, Reads
from kb.api.statement import Asked
from kb.errors import GraphTimeout
from kb.projection import Projection

log = logging.getLogger(__name__)

READ_SECONDS = 60.0
"""How long a projection may take to read: it is done once for each load and day."""
COMPUTE_SECONDS = 30.0
"""How long an answer may take to compute."""


class Projections:
    """Keeps projections of a graph, each as long as the graph is at the load that it was read at, and for that day."""

    def __init__(self, reader: Reads, freshness: Freshness) -> None:
        self._reader, self._freshness = reader, freshness
        self._kept: dict[str, tuple[str, Any]] = {}
        self._locks: defaultdict[str, Lock] = defaultdict(Lock)

    async def get(self, projection: Projection) -> Any:
        """Give a projection of the graph as it is now; who asks while it is read waits for that."""
        async with self._locks[projection.name]:
            load = await self._freshness.now()
            kept = self._kept.get(projection.name)
            if kept is None or kept[0] != load:
                kept = self._kept[projection.name] = load, await self._read(projection)
        return kept[1]

    async def _read(self, projection: Projection) -> Any:
        began = monotonic()
        log.info("Reading the %s", projection.name)
        rows = await self._reader.read(projection.text, {}, timeout=READ_SECONDS)
        made = await asyncio.to_thread(projection.make, rows)
        log.info("The %s is read: %d rows in %.1f s", projection.name, len(rows), monotonic() - began)
        return made

    async def computed(self, asked: Asked) -> list[dict[str, Any]]:
        """Give the rows that are computed of a projection; raise GraphTimeout if that takes too long."""
        found = await self.get(asked.computed.projection)
        try:
            async with asyncio.timeout(COMPUTE_SECONDS):
                return await asyncio.to_thread(asked.computed.rows, found, asked.arguments)
        except TimeoutError:
            raise GraphTimeout(
                f"It takes more than {COMPUTE_SECONDS:.0f} s to compute.", "Ask for a part of the network."
            ) from None
