"""Regions as places are found among them: what the graph knows of each, and which of several is meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

NUTS_2 = 2
"""The level at which regional policy is made, and most sources speak of regions."""
NUTS_3 = 3


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """A region as the graph has it; `around` are the ids of those it lies in, itself and its other codes included."""

    id: str
    level: int
    country: str
    editions: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    city: str | None = None
    around: frozenset[str] = frozenset()

    def lies_in(self, other: Known) -> bool:
        """Tell whether the other region is around this one, or is the same territory."""
        return other.id == self.id or other.id in self.around


def newest(regions: Iterable[Known]) -> frozenset[str]:
    """Give the ids of the regions that are of the newest edition of their country."""
    regions = list(regions)
    last: dict[str, str] = {}
    for each in regions:
        last[each.country] = max((last.get(each.country, ""), *each.editions))
    return frozenset(each.id for each in regions if last[each.country] in each.editions)


def outermost(regions: Sequence[Known]) -> Known | None:
    """Give the region that all of these lie in: it holds what is spoken of, whichever is meant. None if none does.

    Where that territory has several codes, it is the one of NUTS 2, else that of the lowest level.
    """
    around_all = [each for each in regions if all(other.lies_in(each) for other in regions)]
    return max(around_all, key=lambda each: (each.level == NUTS_2, each.level), default=None)


def innermost(regions: Sequence[Known]) -> Known | None:
    """Give the region that lies in all of these, under its code of the lowest level; None if none does."""
    in_all = [each for each in regions if all(each.lies_in(other) for other in regions)]
    return max(in_all, key=lambda each: each.level, default=None)
