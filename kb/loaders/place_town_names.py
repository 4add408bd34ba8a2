"""What towns are called: the other names of the main ones, and names that do not tell one from others."""

from __future__ import annotations

import csv
from functools import cache

from kb.files import PACKAGE
from kb.loaders.place_words import TOWN, bare, key, keys
from kb.loaders.regions import Known

TOWN_NAMES = PACKAGE / "loaders" / "place_towns.csv"
"""Towns, each with other names it goes by; one without is not placed: others are called so, or it is unsure where."""


def other_names(country: str, town: str) -> frozenset[str]:
    """Give the keys of all names of a town, by the key of one; none where it goes by no other."""
    return _read().get((country, town), frozenset())


def is_unsure(country: str, town: str) -> bool:
    """Tell whether the name does not say enough: several towns have it, or it lies near the edge of its region."""
    return (country, town) in _read() and not other_names(country, town)


def town_keys(region: Known) -> set[str]:
    """Give the keys of the names of a region's main town, and of the region where it is a town itself."""
    names = keys(region.city or "")
    for name in region.names:
        left, kind = bare(name)
        if kind == TOWN:
            names.add(left)
    names = names.union(*(other_names(region.country, each) for each in names))
    return {each for each in names if each and not is_unsure(region.country, each)}


@cache
def _read() -> dict[tuple[str, str], frozenset[str]]:
    found = {}
    with TOWN_NAMES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names = [each for each in row["names"].split(";") if each]
            every = frozenset(each for name in (row["town"], *names) for each in keys(name)) if names else frozenset()
            for each in every or {key(row["town"])}:
                found[row["country"], each] = every
    return found
