"""The boundaries of regions: Eurostat's GISCO, as GeoJSON. They are never part of kb: their licence forbids it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from kb.errors import FileRefused
from kb.loaders.base import Loader
from kb.loaders.facts import Fact, NodeFact
from kb.loaders.geojson import Feature, compact, position, read_features, text
from kb.loaders.rejects import Rejected
from kb.loaders.table import Row

NAME = re.compile(
    r"NUTS_(?P<what>RG|LB)(_(?P<scale>\d\d)M)?_(?P<edition>\d{4})_4326(_LEVL_\d)?\.geojson", re.IGNORECASE
)
PATTERNS = ("NUTS_RG_*_4326*.geojson", "NUTS_LB_*_4326*.geojson")
HINT = "Their names are like NUTS_RG_20M_2024_4326.geojson and NUTS_LB_2024_4326.geojson."


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A file: what it draws, in which edition and at which scale."""

    path: Path
    draws: str
    edition: str
    scale: int

    @classmethod
    def of(cls, path: Path) -> _Sheet:
        """Tell by the name of the file; raise FileRefused where it is not one of GISCO's."""
        name = NAME.fullmatch(path.name)
        if name is None:
            raise FileRefused(f"{path.name} is not a name that boundaries knows.", HINT)
        draws = "boundary" if name["what"].upper() == "RG" else "labelPoint"
        return cls(path, draws, name["edition"], int(name["scale"] or 0))


class Boundaries(Loader):
    """The boundaries of regions and the points where their names stand on maps, of NUTS 2021 and 2024.

    Of a code in several files the newest edition is taken and, of that, the finest scale. A file for all levels at
    1:20 or 1:60 million does for maps of Europe; at finer scales some boundaries are too long for a cell.
    """

    name = "boundaries"
    title = "Territorial units for statistics (NUTS): boundaries and label points"
    publisher = "Eurostat, GISCO"
    licence = (
        "(c) EuroGeographics for the administrative boundaries. Free for non-commercial use with this notice; "
        "commercial use needs the leave of EuroGeographics. Not part of kb: loaded by who may use it."
    )
    url = "https://ec.europa.eu/eurostat/web/gisco/geodata/statistical-units/territorial-units-statistics"
    where = "GISCO's download of NUTS as GeoJSON in EPSG:4326, polygons (RG) and label points (LB), in a folder."
    after = ("nuts",)
    adds: ClassVar = {"Region": ("boundary", "labelPoint")}

    def files(self, file: Path | None) -> list[Path]:
        """Give the file the user named or, of a folder and those in it, the ones named as GISCO does."""
        if file is None:
            raise FileRefused(f"{self.name} needs a file or a folder.", f"kb load {self.name} FOLDER")
        if not file.is_dir():
            return [file]
        found = sorted({each for pattern in PATTERNS for each in file.rglob(pattern) if each.is_file()})
        if not found:
            raise FileRefused(f"{file.name} holds no file for {self.name}.", HINT)
        return found

    def rows(self, files: list[Path]) -> Iterator[Row]:
        """Give a row for each code, with the best of its features, and one for each feature that lacks something."""
        sheets = sorted(map(_Sheet.of, files), key=lambda each: (each.edition, -each.scale), reverse=True)
        best: dict[str, dict[str, Feature]] = {}
        for sheet in sheets:
            for feature in read_features(sheet.path):
                if feature.code and feature.geometry:
                    best.setdefault(feature.code, {}).setdefault(sheet.draws, feature)
                else:
                    yield _row(feature, {})
        for drawn in best.values():
            yield _row(next(iter(drawn.values())), drawn)

    def facts(self, row: Row) -> Iterator[Fact]:
        """Give the boundary and the label point of a region."""
        if not row["code"]:
            raise Rejected("MISSING_VALUE", "The feature has no NUTS_ID.", "It is in the properties of the feature.")
        drawn = {name: read(row[name]) for name, read in READ.items() if row[name]}
        if not drawn:
            raise Rejected("MISSING_VALUE", f"{row['code']} has no geometry.", "Take the file as GISCO has it.")
        yield NodeFact("Region", row["code"], drawn)


READ: dict[str, Callable[[Mapping[str, Any]], Any]] = {"boundary": compact, "labelPoint": position}


def _row(first: Feature, drawn: dict[str, Feature]) -> Row:
    cells = {"code": first.code, **{name: each.geometry for name, each in drawn.items()}}
    return Row(first.file, first.number, text(first.properties), cells)
