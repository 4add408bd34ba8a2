"""What became of regions from one edition of NUTS to a later one: the matrices of JRC's NUTS converter."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import combinations
from pathlib import Path
from typing import ClassVar

from kb.errors import FileRefused
from kb.loaders.base import TableLoader
from kb.loaders.facts import Fact, LinkFact, NodeFact
from kb.loaders.layout import Layout
from kb.loaders.nuts_book import extra_regio
from kb.loaders.places import Read
from kb.loaders.rejects import Rejected
from kb.loaders.table import Row

EDITIONS = ("2010", "2013", "2016", "2021", "2024")
OF_NUTS = "2021"
"""The first edition that the dataset nuts has; those before are earlier ones."""
CURRENT = "MATCH (r:Region) WHERE size(coalesce(r.editions, [])) > 0 RETURN r.id"
MEASURES = {"area": "areaKm", "population": "pop21", "builtUp": "bu_vol"}
"""Parts of a region, and the columns they are computed from: square kilometres, inhabitants in 2021, volume."""
DIGITS = 6


class NutsCrosswalk(TableLoader):
    """How much of each region of NUTS 2010 to 2021 lies in which regions of later editions.

    It brings the codes that only earlier editions have, and which of these have the codes that are in use.
    """

    name = "nuts-crosswalk"
    title = "NUTS converter: matrices between the editions of NUTS"
    publisher = "European Commission, Joint Research Centre"
    licence = "Commission Decision 2011/833/EU: reuse with acknowledgement of the source"
    url = "https://urban.jrc.ec.europa.eu/tools/nuts-converter"
    where = "The matrices of JRC's NUTS converter, in a folder; their names are like n2_cm_v2016_v2021.csv."
    after = ("nuts",)
    adds: ClassVar = {"Region": ("earlierEditions",)}
    layouts = tuple(
        Layout(
            (f"code_v{one}", f"code_v{other}", *MEASURES.values()),
            ignored=("uniqueID", "pop11", "artif_surf12", "artif_surf18"),
            name=f"{one} {other}",
            files=(f"n[123]_cm_v{one}_v{other}.csv",),
        )
        for one, other in combinations(EDITIONS, 2)
    )

    def __init__(self, current: Collection[str] = ()) -> None:
        self._current = frozenset(current)
        self._totals: dict[tuple[str, str, str], float] = {}
        self._editions: dict[str, set[str]] = {}

    def prepare(self, read: Read) -> None:
        """Look up which codes are in use."""
        self._current = frozenset(row[0] for row in read(CURRENT))
        if not self._current:
            raise FileRefused("The graph has no regions to convert to.", "`kb load nuts` first.")

    def rows(self, files: list[Path]) -> Iterator[Row]:
        """Read the rows of every file, and sum them up: a part is of the whole region."""
        rows = list(super().rows(files))
        totals: dict[tuple[str, str, str], float] = defaultdict(float)
        editions: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            for edition, code in _codes(row).items():
                editions[code].add(edition)
            for column in MEASURES.values():
                totals[row.table, next(iter(_codes(row).values())), column] += _number(row, column) or 0
        self._totals, self._editions = totals, editions
        yield from rows

    def facts(self, row: Row) -> Iterator[Fact]:
        """Give the parts, and the two codes where there is something to say of them."""
        (from_edition, this), (to_edition, that) = _codes(row).items()
        for code in (this, that):
            if extra_regio(code):
                raise Rejected("EXTRA_REGIO", f"{code} stands for what lies outside every region.", "Leave it out.")
        parts = {name: self._part(row, this, column) for name, column in MEASURES.items()}
        editions = {"fromEdition": from_edition, "toEdition": to_edition}
        yield LinkFact("Region", this, "convertsTo", "Region", that, {**editions, **parts})
        for code in dict.fromkeys((this, that)):
            yield from self._region(code)

    def _part(self, row: Row, code: str, column: str) -> float | None:
        number = _number(row, column)
        if number is None:
            raise Rejected("BAD_NUMBER", f"{column}: {row[column]!r} is no number.", "Digits with a point: 1200.5")
        total = self._totals[row.table, code, column]
        return round(number / total, DIGITS) if total else None

    def _region(self, code: str) -> Iterator[NodeFact]:
        editions = sorted(self._editions[code])
        if code in self._current:
            earlier = [each for each in editions if each < OF_NUTS]
            if earlier:
                yield NodeFact("Region", code, {"earlierEditions": earlier})
            return
        properties = {"name": code, "level": len(code) - 2, "country": code[:2], "earlierEditions": editions}
        yield NodeFact("Region", code, {**properties, "statistical": False})


def _codes(row: Row) -> dict[str, str]:
    """Give the two codes of a row by their editions, the earlier one first."""
    return {edition: row[f"code_v{edition}"].strip() for edition in row.table.split()}


def _number(row: Row, column: str) -> float | None:
    try:
        number = float(row[column])
    except ValueError:
        return None
    return number if math.isfinite(number) and number >= 0 else None
