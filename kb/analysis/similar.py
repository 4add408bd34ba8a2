"""The regions most like one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kb.analysis.profile import Dimension, Profile, Profiles, Weights, distance, own, shares
from kb.errors import BadInput

DEFAULT: Weights = {
    Dimension.TECHNOLOGIES.name: 3, Dimension.PRIORITIES.name: 2, Dimension.SECTORS.name: 2,
    Dimension.RESEARCH.name: 1, Dimension.ECONOMY.name: 1,
}  # fmt: skip
LEAST_KNOWN = 0.5
"""Of the weights of what is known of a region, so much must be known of another to be compared with it."""
MOST_SECTORS = 10
"""So many sectors are named in which both have most people."""


@dataclass(frozen=True)
class Similar:
    """A region beside another: how far apart they are, how much of that is known, and by dimension."""

    profile: Profile
    distance: float
    known: float
    apart: Mapping[str, float | None]


def nearest(profiles: Profiles, region: str, weights: Weights, least_known: float) -> list[Similar]:
    """Give the other regions that can be compared with one, the nearest first."""
    one = profiles.by_region.get(region)
    if one is None:
        return []
    found = []
    known = own(one)
    for other in profiles.by_region.values():
        if one.region.startswith(other.region) or other.region.startswith(one.region):
            continue  # it, or one lies in the other, as codes of NUTS say
        apart = profiles.apart(one, other)
        measured = distance(apart, weights, known)
        if measured and measured[1] >= least_known:
            found.append(Similar(other, *measured, apart))
    return sorted(found, key=lambda each: (each.distance, -each.known, each.profile.region))


def similar(profiles: Profiles, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give the rows of the regions like one; raise BadInput where nothing counts."""
    if not any(asked["weights"].values()):
        raise BadInput("All `weights` are 0.", "Give one dimension a weight at least.")
    region = profiles.first.get(asked["to"], "")
    one = profiles.by_region.get(region)
    weights = {name.upper(): weight for name, weight in asked["weights"].items()}
    same = asked["sameCountry"]
    return [
        {
            "region": each.profile.region,
            "distance": each.distance,
            "known": each.known,
            "parts": [
                [name, apart, weights[name], *_said(name, one, each.profile)] for name, apart in each.apart.items()
            ],
            "technologies": sorted(one.technologies & each.profile.technologies),
            "statistics": [id for who in (one, each.profile) for ids in who.statistics.values() for id in ids],
            "to": region,
        }
        for each in nearest(profiles, region, weights, asked["leastKnown"])
        if one and same in (None, each.profile.country == one.country)
    ]


def partners(profiles: Profiles, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give those of these rows that are near enough and have a technology in common, of those asked for."""
    wanted = asked["technologies"]
    near = (row for row in similar(profiles, asked) if row["distance"] <= asked["withinDistance"])
    found = [
        {**row, "technologies": [each for each in row["technologies"] if wanted is None or each in wanted]}
        for row in near
    ]
    return [row for row in found if row["technologies"]]


def _said(dimension: str, one: Profile, other: Profile) -> list[Any]:
    """Give what the two are like on a dimension: in common, the one's own, the other's own."""
    mine, theirs = (getattr(each, dimension.lower()) for each in (one, other))
    if isinstance(mine, set):
        return [sorted(mine & theirs), sorted(mine - theirs), sorted(theirs - mine)]
    if isinstance(mine, dict):
        ones, others = shares(mine), shares(theirs)
        return [sorted({*mine} & {*theirs}, key=lambda each: -min(ones[each], others[each]))[:MOST_SECTORS], [], []]
    return [[], *([] if each is None else [f"{each:.4g}"] for each in (mine, theirs))]
