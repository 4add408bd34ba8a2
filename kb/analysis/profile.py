"""What regions are like, and how far apart two are: by technologies, priorities, employment, research and economy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from math import log
from typing import Any, TypeAlias

import numpy as np

VERSION = 2
"""Of the way it is measured: one more when that changes."""


class Dimension(Enum):
    """A side of a region's profile. Two regions are 0 to 1 apart on each, or not known to be."""

    TECHNOLOGIES = "The technologies its priorities draw on: those not in common, of all that either has."
    PRIORITIES = "The activities, fields of science and objectives its priorities speak of: the same."
    SECTORS = "Persons employed by division of NACE: the part of either that would have to change division."
    RESEARCH = "Spending on research and development, per cent of GDP: the difference, of that of most regions."
    ECONOMY = "The size of the economy, by the logarithm of GDP: the same."


@dataclass(eq=False)
class Profile:
    """What is known of one region, under all codes of its territory; it goes by the first of them.

    Of each statistic the newest over all codes counts; of equally new ones that of the first code. `statistics` are
    those it is known by.
    """

    region: str
    country: str
    technologies: set[str] = field(default_factory=set)
    priorities: set[str] = field(default_factory=set)
    sectors: dict[str, float] = field(default_factory=dict)
    research: float | None = None
    economy: float | None = None
    statistics: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True)
class Profiles:
    """The profiles of all regions, and how far apart most of them are on the scales of numbers."""

    by_region: dict[str, Profile]
    first: dict[str, str]
    research: float
    economy: float

    def apart(self, one: Profile, other: Profile) -> dict[str, float | None]:
        """Give how far apart two are on each dimension, 0 to 1; null where one of them is not known."""
        found = {
            Dimension.TECHNOLOGIES: _sets(one.technologies, other.technologies),
            Dimension.PRIORITIES: _sets(one.priorities, other.priorities),
            Dimension.SECTORS: _shares(one.sectors, other.sectors),
            Dimension.RESEARCH: _numbers(one.research, other.research, self.research),
            Dimension.ECONOMY: _numbers(_log(one.economy), _log(other.economy), self.economy),
        }
        return {dimension.name: None if each is None else round(each, 4) for dimension, each in found.items()}


Weights: TypeAlias = Mapping[str, float]


def distance(apart: Mapping[str, float | None], weights: Weights, own: Iterable[str]) -> tuple[float, float] | None:
    """Give the weighted mean of the distances that are known, and what part of the weights they have.

    Weights count of the dimensions `own`, on which the first region is known. None where nothing is known of both.
    """
    known = {name: each for name, each in apart.items() if each is not None and weights[name] > 0}
    weight = sum(weights[name] for name in known)
    whole = sum(weights[name] for name in own)
    if not weight or not whole:
        return None
    mean = sum(weights[name] * each for name, each in known.items()) / weight
    return round(mean, 4), round(weight / whole, 4)


def own(profile: Profile) -> list[str]:
    """Name the dimensions on which a region is known."""
    known = {
        Dimension.TECHNOLOGIES: profile.technologies,
        Dimension.PRIORITIES: profile.priorities,
        Dimension.SECTORS: profile.sectors,
        Dimension.RESEARCH: profile.research is not None,
        Dimension.ECONOMY: profile.economy is not None,
    }
    return [dimension.name for dimension, each in known.items() if each]


def profiles(rows: Iterable[list[Any]]) -> Profiles:
    """Make the profiles of rows: what is told, of which region, a key, a value, and what else it is of.

    Rows have one value at most of each statistic of a territory.
    """
    listed = list(rows)
    first = {code: region for what, region, code, *_ in listed if what == "REGION"}
    countries = {code: country for what, _, code, _, country in listed if what == "REGION"}
    found: dict[str, Profile] = {}
    for what, code, key, value, of in listed:
        if what != "REGION":
            region = first[code]
            profile = found.setdefault(region, Profile(region, countries[region]))
            TAKES[what](profile, key, value, of)
            if value is not None:
                profile.statistics[what].append(key)
    every = list(found.values())
    return Profiles(
        found, first, _spread(each.research for each in every), _spread(_log(each.economy) for each in every)
    )


def _sector(profile: Profile, _: str, value: float, sector: str) -> None:
    profile.sectors[sector] = value


def _research(profile: Profile, _: str, value: float, __: None) -> None:
    profile.research = value


def _economy(profile: Profile, _: str, value: float, __: None) -> None:
    profile.economy = value


TAKES: dict[str, Callable[[Profile, str, Any, Any], None]] = {
    Dimension.TECHNOLOGIES.name: lambda profile, key, _, __: profile.technologies.add(key),
    Dimension.PRIORITIES.name: lambda profile, key, _, __: profile.priorities.add(key),
    Dimension.SECTORS.name: _sector,
    Dimension.RESEARCH.name: _research,
    Dimension.ECONOMY.name: _economy,
}


def _spread(values: Iterable[float | None]) -> float:
    """Give how far apart the regions are, the twentieth at either end aside."""
    known = [each for each in values if each is not None]
    return float(np.percentile(known, 95) - np.percentile(known, 5)) if known else 0.0


def _sets(one: set[str], other: set[str]) -> float | None:
    return 1 - len(one & other) / len(one | other) if one and other else None


def _shares(one: Mapping[str, float], other: Mapping[str, float]) -> float | None:
    if not one or not other:
        return None
    ones, others = shares(one), shares(other)
    return sum(abs(ones.get(each, 0) - others.get(each, 0)) for each in {*one, *other}) / 2


def shares(values: Mapping[str, float]) -> dict[str, float]:
    """Give what part of all each value is."""
    total = sum(values.values())
    return {name: value / total for name, value in values.items()}


def _log(value: float | None) -> float | None:
    return log(value) if value else None


def _numbers(one: float | None, other: float | None, spread: float) -> float | None:
    if one is None or other is None:
        return None
    return min(abs(one - other) / spread, 1.0) if spread else float(one != other)
