"""What the tests of loaders share: a file read and checked without a graph, and the real files of the field."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from kb.loaders import LOADERS
from kb.loaders.base import Loader
from kb.loaders.facts import Fact, Identity, LinkFact, NodeFact
from kb.loaders.places import Known, Places
from kb.loaders.rejects import Reject, with_text
from kb.sync.agree import agree
from kb.sync.contest import contest, doubled
from kb.sync.derive import derive, standing
from kb.sync.gather import gather
from kb.sync.stage import Stage
from kb.sync.unplaced import unplaced

SHARED = Path(__file__).parents[3] / "shared" / "data"
"""Real files, where the checkout has them beside it."""


@dataclass(frozen=True)
class Reading:
    """What a loader makes of files, checked against the model but not against a graph."""

    rows: int
    facts: dict[Identity, Fact]
    rejects: list[Reject]
    left_out: int
    """Rows that are not of the dataset, which the others do not count."""
    unplaced: list[str]
    """What the report says of nodes without a region."""

    def node(self, kind: str, id: str) -> NodeFact:
        fact = self.facts[kind, id]
        assert isinstance(fact, NodeFact)
        return fact

    def nodes(self, kind: str) -> list[NodeFact]:
        return [each for each in self.facts.values() if isinstance(each, NodeFact) and each.kind == kind]

    def links(self, kind: str, relation: str) -> list[LinkFact]:
        return [
            each
            for each in self.facts.values()
            if isinstance(each, LinkFact) and (each.kind, each.relation) == (kind, relation)
        ]


Read = Callable[..., Reading]


def reading(loader: Loader, file: Path | None, folder: Path) -> Reading:
    with Stage(folder) as stage:
        gather(loader, loader.rows(loader.files(file)), loader.sources("0" * 64), stage)
        doubled(stage)
        agree(stage, loader)
        contest(stage)
        derive(stage, loader)
        told = list(with_text(stage.rejects(), loader.rows(loader.files(file))))
        rejects = [each for each in told if each.code != "LEFT_OUT"]
        left_out = len(told) - len(rejects)
        without_region = list(unplaced(stage, loader))
        return Reading(stage.rows() - left_out, dict(standing(stage)), rejects, left_out, without_region)


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Give a function that reads a file, or a folder of them, with a loader."""
    return lambda loader, file: reading(loader, file, tmp_path)


def shared(name: str) -> Path:
    """Give one of the real files or folders; skip the test where they are absent."""
    if not SHARED.is_dir():
        pytest.skip("the real files are not beside this checkout")
    return SHARED / name


@cache
def nuts_reading() -> Reading:
    """Give what the lists of NUTS say."""
    with TemporaryDirectory() as folder:
        return reading(LOADERS["nuts"], None, Path(folder))


@cache
def nuts_regions() -> tuple[Known, ...]:
    """Give the regions of NUTS, each with those around it."""
    around: dict[str, set[str]] = defaultdict(set)
    for link in nuts_reading().links("Region", "within"):
        around[link.this].add(link.that)
    return tuple(
        Known(
            each.id,
            each.properties["level"],
            each.properties["country"],
            tuple(each.properties["editions"]),
            tuple(each.properties[name] for name in ("name", "latinName") if each.properties.get(name)),
            each.properties.get("mainCity"),
            frozenset(around[each.id]),
        )
        for each in nuts_reading().nodes("Region")
    )


@pytest.fixture(scope="session")
def nuts() -> Reading:
    """Give what the lists of NUTS say."""
    return nuts_reading()


@pytest.fixture(scope="session")
def places() -> Places:
    """Give the regions of NUTS to place things in."""
    return Places.of(nuts_regions())
