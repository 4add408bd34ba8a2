"""Projections are read once for each load and day."""

from __future__ import annotations

import asyncio
from typing import Any

from kb.api.freshness import FRESH_SECONDS, LOOK, Freshness
from kb.api.projections import Projections
from kb.graph import Graph
from kb.projection import Projection

NAMES = Projection("names", len, "MATCH (n) RETURN n.name")


class Days:
    """What is read of a graph at some load, on some day."""

    def __init__(self) -> None:
        self.day, self.load, self.rows = "2026-11-27", 1, 0

    async def read(self, cypher: str, *_: Any, **__: Any) -> list[list[Any]]:
        if cypher == LOOK:
            return [[self.day, self.load, "noon", 3]]
        self.rows += 1
        return [["row"]] * self.rows


def test_a_projection_is_read_again_on_another_day_and_after_another_load() -> None:
    async def ask() -> list[int]:
        days = Days()
        projections = Projections(days, Freshness(days))  # type: ignore[arg-type]
        told = []
        for days.day, days.load in (("2026-11-27", 1), ("2026-11-27", 1), ("2026-11-28", 1), ("2026-11-28", 2)):
            told += [await projections.get(NAMES), await projections.get(NAMES)]
            await asyncio.sleep(2 * FRESH_SECONDS)
        return told

    assert asyncio.run(ask()) == [1, 1, 1, 1, 2, 2, 3, 3]


def test_the_day_is_looked_up_with_the_last_load_also_before_any(graph: Graph) -> None:
    [[today]] = graph.read("RETURN toString(date())")
    assert graph.read(LOOK) == [[today, None, None, None]]
    graph.write(lambda transaction: transaction.run(
        "UNWIND [1, 3, 2] AS version CREATE (:Load {id: 'load-' + version, version: version, written: 7 * version})"
    ))  # fmt: skip
    assert graph.read(LOOK) == [[today, 3, None, 21]]
