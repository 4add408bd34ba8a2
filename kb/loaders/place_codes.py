"""Finds regions by code, also by that of an earlier edition of NUTS."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from kb.loaders.countries import country_code
from kb.loaders.regions import Known, newest

MOST = 0.9
"""A region of an earlier edition is where a region now has more than this part of its area and of its inhabitants."""

Parts: TypeAlias = Mapping[str, tuple[float, float]]
"""The parts of a region that lie in others: of its area, of its inhabitants."""


@dataclass(frozen=True, slots=True)
class Converted:
    """Which part of a region of one edition, by area and by inhabitants, lies in a region of a later one."""

    this: str
    that: str
    from_edition: str
    to_edition: str
    area: float
    population: float


class Codes:
    """The codes of all editions that the graph knows."""

    def __init__(self, regions: Iterable[Known], conversions: Iterable[Converted]) -> None:
        self._regions = {each.id: each for each in regions}
        self._newest = newest(each for each in self._regions.values() if each.editions)
        self._onwards: dict[str, list[Converted]] = defaultdict(list)
        for each in conversions:
            self._onwards[each.this].append(each)
        retired = [code for code, each in self._regions.items() if not each.editions]
        self._now = {code: self._smallest(self._regions[code].level, self._parts(code)) for code in retired}

    def find(self, words: str) -> tuple[Known, bool] | None:
        """Give the region of that code, and whether the code is of a current edition.

        For one that is not, it is the smallest region of now that almost all of the earlier one lies in.
        """
        code = words.strip().upper()
        code = country_code(code[:2]) + code[2:]
        region = self._regions.get(code)
        if region and region.editions:
            return region, True
        now = self._now.get(code)
        return (now, False) if now else None

    def _smallest(self, level: int, parts: Parts) -> Known | None:
        sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
        for code, (area, population) in parts.items():
            for around in {code, *self._regions[code].around} & self._newest:
                sums[around][0] += area
                sums[around][1] += population
        found = [self._regions[code] for code, both in sums.items() if min(both) > MOST]
        return max((each for each in found if 0 < each.level <= level), key=lambda each: each.level, default=None)

    def _parts(self, code: str, since: str = "") -> Parts:
        """Give the current regions that a region lies in, with its part in each, by way of editions in between."""
        if code in self._regions and self._regions[code].editions:
            return {code: (1.0, 1.0)}
        onwards = [each for each in self._onwards.get(code, ()) if since <= each.from_edition < each.to_edition]
        ways = {(each.to_edition, each.from_edition) for each in onwards}
        for way in sorted(ways, reverse=True):
            parts: dict[str, tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
            for each in onwards:
                if (each.to_edition, each.from_edition) == way:
                    for that, (area, population) in self._parts(each.that, each.to_edition).items():
                        before = parts[that]
                        parts[that] = before[0] + each.area * area, before[1] + each.population * population
            if parts:
                return parts
        return {}
