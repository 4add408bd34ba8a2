"""Finds regions by name, in whatever language and with whatever word for what they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from kb.loaders.place_town_names import other_names, town_keys
from kb.loaders.place_words import AREA, TAIL, TOWN, bare, key, keys
from kb.loaders.regions import Known, newest, outermost

Index: TypeAlias = dict[str, dict[Known, str]]
"""Regions by the key of a name, each with what the name says it is: a town, the area around one, or nothing."""

NAMED_AFTER_TOWNS = {"BG": 3, "CZ": 3, "HR": 3, "LT": 3, "PL": 2, "SE": 3, "SK": 3}
"""Countries that have regions called after their main town, and the level of those: Lublin Voivodeship is NUTS 2."""


class Names:
    """The names of regions, and the main towns that some are called after."""

    def __init__(self, regions: Iterable[Known]) -> None:
        regions = [each for each in regions if each.editions]
        self._newest = newest(regions)
        self._exact: Index = defaultdict(dict)
        self._plain: Index = defaultdict(dict)
        self._bare: Index = defaultdict(dict)
        self._towns: Index = defaultdict(dict)
        for region in regions:
            for name in region.names:
                self._add(region, name)
            if region.city and region.level == NAMED_AFTER_TOWNS.get(region.country):
                kind = TOWN if any(bare(name)[1] == TOWN for name in region.names) else AREA
                for each in town_keys(region):
                    self._towns[each][region] = kind

    def _add(self, region: Known, name: str) -> None:
        short = TAIL.sub("", name)
        for each in keys(name):
            self._exact[each][region] = ""
        for each in keys(name) | keys(short):
            self._plain[each][region] = ""
        # a tail that names no country tells two regions apart: Frankfurt (Oder) is not just any Frankfurt
        known_by = {name, short} if name.endswith(f"({region.country})") else {name}
        for each in known_by.union(*(each.split("/") for each in known_by)):
            _, kind = bare(each)
            if kind or each == short != name:
                for spelled in keys(each):
                    self._bare[bare(spelled)[0]][region] = kind

    def find(self, words: str, country: str) -> tuple[Known, bool] | None:
        """Give the region of that name, and whether that is its very name.

        None where there is none, or where it may be this one or that.
        """
        left, kind = bare(words)
        named = self._in(country, self._plain.get(key(words)))
        alike = self._in(country, self._exact.get(left), self._bare.get(left), kind=kind)
        if named:
            if not country and len({each.country for each in (*named, *alike)}) > 1:
                return None
            return self._one(named, exact=True)
        for each in other_names(country, left):
            alike += self._in(country, self._exact.get(each), self._bare.get(each), kind=kind)
        towns = self._in(country, self._towns.get(left), kind=kind) if kind == AREA else []
        return self._one(alike or towns, exact=False)

    def _in(self, country: str, *found: Mapping[Known, str] | None, kind: str = "") -> list[Known]:
        return list(dict.fromkeys(_fitting(country, found, kind)))

    def _one(self, found: list[Known], *, exact: bool) -> tuple[Known, bool] | None:
        now = [each for each in found if each.id in self._newest] or found
        region = outermost(now)
        if region is None:
            return None
        # an earlier edition may have had another region of that name
        return region, exact and all(each in now or each.lies_in(region) for each in found)


def _fitting(country: str, found: Iterable[Mapping[Known, str] | None], kind: str) -> Iterator[Known]:
    for regions in found:
        for region, its in (regions or {}).items():
            if country in ("", region.country) and (not kind or not its or its == kind):
                yield region
