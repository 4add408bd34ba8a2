"""Facts of a made-up Europe of any size, the same for the same seed: to measure with, never to answer with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from kb.loaders.facts import Fact, LinkFact, NodeFact

DATASET = "synthetic"
TITLE = "Synthetic data, made up to measure with: nothing in it is true"
PERIODS = ("2014-2020", "2021-2027")
TECHNOLOGIES = ("PHO", "MNE", "IBT", "NANO", "ADM", "AMT", "AI", "BIG", "CLOUD", "IOT", "ROB", "SEC")
WORDS = (
    "additive", "aerospace", "batteries", "bio", "circular", "composites", "digital", "energy", "food", "forest",
    "health", "hydrogen", "logistics", "marine", "materials", "mobility", "optics", "packaging", "photonics",
    "plastics", "robotics", "sensors", "smart", "space", "steel", "sustainable", "textiles", "timber", "water", "wind",
)  # fmt: skip


@dataclass(frozen=True)
class Size:
    """How many there are of each kind that counts."""

    projects: int
    clusters: int = 3000
    countries: int = 30
    regions_each: int = 9
    seed: int = 2016


def facts(size: Size) -> Iterator[Fact]:
    """Give the facts; those on projects come last, and leave all before them as they are."""
    random = Random(size.seed)
    yield NodeFact("Source", DATASET, {"name": TITLE, "dataset": DATASET}, (DATASET,))
    yield _load(size)
    for id in TECHNOLOGIES:
        yield NodeFact("Technology", id, {"name": f"Technology {id}", "ket": id in TECHNOLOGIES[:6], "advanced": True})
    countries = [f"S{number:02}" for number in range(size.countries)]
    regions = [f"{country}{number:02}" for number in range(size.regions_each) for country in countries]
    yield from _places(random, countries, regions)
    yield from _strategies(random, regions)
    yield from _clusters(random, size, regions)
    yield from _facilities(random, regions)
    yield from _projects(random, size, regions)


def _load(size: Size) -> Fact:
    day = "2026-01-01T00:00:00Z"
    counts = dict.fromkeys(("rows", "accepted", "rejected", "facts", "created", "updated", "withdrawn"), 0)
    made = {"started": day, "finished": day, "checksum": str(size), "whole": True, "version": 1, "rejects": []}
    return NodeFact("Load", f"{DATASET}-1", {"name": f"{DATASET} 1", "dataset": DATASET, **counts, **made})


def _places(random: Random, countries: Iterable[str], regions: Iterable[str]) -> Iterator[Fact]:
    for id in (*countries, *regions):
        country = id[:3]
        region = {"level": 0 if id == country else 2, "country": country, "editions": ["2024"], "statistical": False}
        yield NodeFact("Region", id, {"name": f"Region {id}", "point": _somewhere(random), **region})
        yield LinkFact("Region", id, "sameTerritory", "Region", id)
        for around in dict.fromkeys((id, country)):
            yield LinkFact("Region", id, "within", "Region", around)
        if id != country:
            yield LinkFact("Region", id, "parent", "Region", country)


def _strategies(random: Random, regions: Iterable[str]) -> Iterator[Fact]:
    for region in regions:
        strategy, period = f"{region}-strategy", random.choice(PERIODS)
        yield NodeFact("Strategy", strategy, {"name": f"Strategy of {region}", "period": period})
        yield LinkFact("Strategy", strategy, "region", "Region", region)
        for number in range(random.randint(3, 7)):
            priority = f"{region}-{number}"
            yield NodeFact("Priority", priority, {"name": _name(random), "period": period})
            yield LinkFact("Priority", priority, "strategy", "Strategy", strategy)
            yield from _tags(random, "Priority", priority, random.randint(1, 3))


def _clusters(random: Random, size: Size, regions: list[str]) -> Iterator[Fact]:
    partnerships = [f"cluster-partnership-{number:04}" for number in range(size.clusters // 10)]
    for id in partnerships:
        yield NodeFact("ClusterPartnership", id, {"name": _name(random), "start": str(random.randint(2014, 2025))})
    for number in range(size.clusters):
        id = f"cluster-{number:05}"
        yield NodeFact("Cluster", id, {"name": _name(random), "sector": random.choice(WORDS)})
        yield LinkFact("Cluster", id, "region", "Region", random.choice(regions))
        yield from _tags(random, "Cluster", id, random.randint(0, 2))
        # three clusters in five are in no partnership, as in the starter dataset
        for partnership in random.sample(partnerships, random.choice((0, 0, 0, 1, 2))):
            yield LinkFact("Cluster", id, "clusterPartnerships", "ClusterPartnership", partnership)


def _facilities(random: Random, regions: list[str]) -> Iterator[Fact]:
    for number in range(1000):
        id = f"facility-{number:04}"
        yield NodeFact("Facility", id, {"name": _name(random), "type": "pilot plant", "point": _somewhere(random)})
        yield LinkFact("Facility", id, "regions", "Region", random.choice(regions))
        yield from _tags(random, "Facility", id, 1)


def _projects(random: Random, size: Size, regions: list[str]) -> Iterator[Fact]:
    for number in range(size.projects):
        id, begun = f"project-{number:07}", random.randint(2014, 2025)
        project = {
            "name": _name(random),
            "pipeline": False,
            "costEur": float(random.randint(10, 5000) * 1000),
            "start": f"{begun}-{random.randint(1, 12):02}",
            "end": str(begun + random.randint(1, 5)),
        }
        yield NodeFact("Project", id, project)
        for region in random.sample(regions, random.choice((1, 1, 1, 2, 3))):
            yield LinkFact("Project", id, "regions", "Region", region)
        yield from _tags(random, "Project", id, 1)


def _tags(random: Random, kind: str, id: str, many: int) -> Iterator[Fact]:
    for technology in random.sample(TECHNOLOGIES, many):
        yield LinkFact(kind, id, "technologies", "Technology", technology)


def _name(random: Random) -> str:
    return " ".join(random.sample(WORDS, 3))


def _somewhere(random: Random) -> dict[str, Any]:
    return {"latitude": round(random.uniform(36, 68), 4), "longitude": round(random.uniform(-9, 30), 4)}
