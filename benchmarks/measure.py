"""How long answers take: the contestants take turns, so that what else the machine does hits all alike."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any, Protocol

WARM_SECONDS = 4.0
"""How long each is asked before it counts: Neo4j compiles what it runs often."""
TURN_SECONDS = 0.15
"""How long a turn is."""


class Contestant(Protocol):
    """Who can be asked many times."""

    def times(self, request: Any, many: int) -> list[float]: ...  # noqa: D102


@dataclass(frozen=True)
class Times:
    """How long each answer took, in seconds."""

    seconds: list[float]

    @property
    def median(self) -> float:
        """Give the median."""
        return median(self.seconds)

    @property
    def p95(self) -> float:
        """Give what 95 % do not exceed."""
        return quantiles(self.seconds, n=20)[-1]


def in_turns(asked: Mapping[str, tuple[Contestant, Any]], seconds: float) -> dict[str, Times]:
    """Ask each its request for so long in all, turn by turn, and give the times by name."""
    many = {name: _warmed(*each) for name, each in asked.items()}
    times: dict[str, list[float]] = {name: [] for name in asked}
    order = list(asked)
    until = time.perf_counter() + seconds * len(asked)
    while time.perf_counter() < until:
        for name in order:
            contestant, request = asked[name]
            times[name] += contestant.times(request, many[name])
        order.append(order.pop(0))
    return {name: Times(each) for name, each in times.items()}


def _warmed(contestant: Contestant, request: Any) -> int:
    """Ask until it is warm, and give how many answers make a turn."""
    until, times = time.perf_counter() + WARM_SECONDS, contestant.times(request, 2)
    while time.perf_counter() < until:
        times += contestant.times(request, 5)
    return max(2, int(TURN_SECONDS / median(times[-10:])))
