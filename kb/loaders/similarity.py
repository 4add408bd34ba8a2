"""Which regions are alike, computed of what the graph holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kb.analysis.profile import VERSION, Profiles, profiles
from kb.analysis.similar import DEFAULT, LEAST_KNOWN, nearest
from kb.loaders.base import Loader
from kb.loaders.facts import Fact, LinkFact
from kb.loaders.places import Read
from kb.loaders.table import Row
from kb.projection import projection_text

NEAREST = 10
GRAPH = "the graph"


class Similarity(Loader):
    """The ten regions most like each, computed of the profiles in the graph: technologies and other subjects of their
    priorities, persons employed, spending on research, size of the economy. It is loaded again after every other load.
    """  # fmt: skip

    name = "similarity"
    title = "Regions that are alike, as kb computes"
    publisher = "kb"
    after = ("nuts", "starter")

    def __init__(self) -> None:
        self._profiles = Profiles({}, {}, 0.0, 0.0)

    def prepare(self, read: Read) -> None:
        """Read the profiles of all regions."""
        self._profiles = profiles(read(projection_text("profiles")))

    def files(self, file: Path | None) -> list[Path]:  # noqa: ARG002
        """Give none: it reads the graph."""
        return []

    def rows(self, files: list[Path]) -> Iterator[Row]:  # noqa: ARG002
        """Give a row for each region, under each of its codes, and one like it."""
        line = 0
        for code, region in sorted(self._profiles.first.items()):
            for each in nearest(self._profiles, region, DEFAULT, LEAST_KNOWN)[:NEAREST]:
                line += 1
                apart = {name.lower(): value for name, value in each.apart.items()}
                said = {"distance": each.distance, "known": each.known, "version": VERSION, **apart}
                yield Row(GRAPH, line, "", {"one": code, "other": each.profile.region, "said": said})

    def facts(self, row: Row) -> Iterator[Fact]:
        """Give that the one is like the other, and how far."""
        said = {name: value for name, value in row["said"].items() if value is not None}
        yield LinkFact("Region", row["one"], "similarTo", "Region", row["other"], said, confidence="INFERRED")
