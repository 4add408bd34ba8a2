"""Finds regions by the town that is their main one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from kb.loaders.place_town_names import other_names, town_keys
from kb.loaders.place_words import AREA, TAIL, TOWN, bare, key
from kb.loaders.regions import NUTS_2, NUTS_3, Known, innermost, newest

CEDEX = re.compile(r"\bcedex\b.*")
NUMBERS = re.compile(r"\b\d+\b")
AROUND = {
    "DK": re.compile(r"(?<=\w) \w{1,2}$"),
    "IT": re.compile(r"(?<=\w) \w\w$"),
    "NL": re.compile(r"^\d{4} ?[a-z]{2}(?= )"),
}
"""What is written around towns, by country: the postal district in Denmark (Aarhus C), the province in Italy
(Torino TO), letters of the postcode in the Netherlands (1098 XG Amsterdam)."""
PROVINCE_LAST = frozenset({"ES"})
"""Countries in which the province is written after the town, with nothing between."""


def town(words: str, country: str) -> str:
    """Give the key of a town's name without postcode, number of its district, and whatever follows a comma."""
    name = key(TAIL.sub("", words.partition(",")[0]))
    if country in AROUND:
        name = AROUND[country].sub("", name)
    name = " ".join(NUMBERS.sub(" ", CEDEX.sub("", name)).split())
    parts = name.split()
    half = len(parts) // 2
    # a Spanish town, and the province of its name
    return " ".join(parts[:half]) if half and parts[:half] == parts[half:] else name


def areas(words: str, country: str) -> Iterator[str]:
    """Give what is written after a town to say where it is: in parentheses, after a comma, or as its last words."""
    if tail := TAIL.search(words):
        yield tail[0].strip(" ()")
    yield from (each.strip() for each in TAIL.sub("", words).split(",")[1:])
    if country in PROVINCE_LAST:
        parts = words.split()
        yield from (" ".join(parts[-count:]) for count in range(1, min(4, len(parts))))


class Towns:
    """The main towns of regions, by country."""

    def __init__(self, regions: Iterable[Known]) -> None:
        regions = [each for each in regions if each.editions and each.level]
        now = newest(regions)
        self._regions = [each for each in regions if each.id in now]
        by_town: dict[tuple[str, str], list[Known]] = defaultdict(list)
        for region in self._regions:
            for name in town_keys(region):
                by_town[region.country, name].append(region)
        for region in self._regions:
            for name in region.names if region.level == NUTS_3 else ():
                left, kind = bare(name)
                # the main town of one region may be another: Swindon, if Wiltshire is thought to be around it
                if kind != AREA and region not in by_town.get((region.country, left), (region,)):
                    by_town[region.country, left].append(region)
        found = {(country, name): self._one(name, regions) for (country, name), regions in by_town.items()}
        self._found = {name: region for name, region in found.items() if region}

    def find(self, words: str, country: str) -> Known | None:
        """Give the smallest region of the country that is sure to hold the town; None where the town may be another."""
        tries = {key(words), town(words, country), *(town(each, country) for each in words.split("/"))}
        found = {each.id: each for name in tries if (each := self._found.get((country, name)))}
        return innermost(list(found.values()))

    def _one(self, name: str, found: list[Known]) -> Known | None:
        """Give the deepest of these or, where several are, the one that is called so, or the smallest around them."""
        deepest = [each for each in found if not any(other != each and other.lies_in(each) for other in found)]
        if region := innermost(found) or _called(name, deepest, TOWN) or _called(name, deepest, ""):
            return region
        around = [
            each
            for each in self._regions
            if deepest and all(other.lies_in(each) for other in deepest) and (each.level >= NUTS_2 or each in found)
        ]
        return max(around, key=lambda each: each.level, default=None)


def _called(town: str, regions: Iterable[Known], kind: str) -> Known | None:
    """Give the one region that has the name of the town, with a word for a town or with none; None where several do."""
    found = []
    for region in regions:
        names = {town} | other_names(region.country, town)
        if any(left in names and its == kind for left, its in map(bare, region.names)):
            found.append(region)
    return found[0] if len(found) == 1 else None
