"""Persons employed by region and economic activity, from a workbook of the Online-S3 project."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from kb.loaders.base import TableLoader
from kb.loaders.facts import Fact, LinkFact, NodeFact
from kb.loaders.layout import Layout
from kb.loaders.places import Place, Places, Read
from kb.loaders.rejects import Rejected
from kb.loaders.slugs import slug
from kb.loaders.table import Row

REGION = "NACE_R2 Code"
DIVISIONS = (
    *range(5, 34), *range(35, 40), *range(41, 44), *range(45, 48), *range(49, 54), 55, 56, *range(58, 64),
    *range(68, 76), *range(77, 83), 95,
)  # fmt: skip
"""The divisions of NACE Rev. 2 that structural business statistics cover."""
NOT_KNOWN = ("", "0")


class Employment(TableLoader):
    """Persons employed in 2014 by NUTS 2 region and division of NACE Rev. 2, of Eurostat's structural business
    statistics (sbs_r_nuts06_r2): industry, construction, trade and services, not farming, finance or the public sector.

    Countries are given beside their regions: add up one level only. The workbook writes 0 both for none and for a value
    that is confidential or missing, so zeros are left out. Regions are those of NUTS 2010 and 2013, by their names.
    """

    name = "employment"
    title = "Persons employed by NUTS 2 region and NACE Rev. 2 division, 2014"
    publisher = "Eurostat"
    url = "https://github.com/OnlineS3/4.3.-Related-variety-analysis"
    where = "sbs_final.xls in the repository of the Online-S3 project's related variety analysis."
    after = ("nuts", "nace")
    placed = ("Statistic",)
    layouts = (Layout((REGION, *map(str, DIVISIONS)), sheet="final", header=4, width=1 + len(DIVISIONS)),)

    def __init__(self, places: Places | None = None) -> None:
        self._places = places or Places()

    def prepare(self, read: Read) -> None:
        """Look up the regions."""
        self._places = Places.read(read)

    def rows(self, files: list[Path]) -> Iterator[Row]:
        """Read the rows, each with the country it is listed under."""
        country = ""
        for row in super().rows(files):
            own = self._places.country(row[REGION])
            country = own or country
            yield replace(row, cells={**row.cells, "country": country, "is country": bool(own)})

    def facts(self, row: Row) -> Iterator[Fact]:
        """Give a value for each division whose number of persons is known."""
        known = {f"{each:02}": row[str(each)] for each in DIVISIONS if row[str(each)] not in NOT_KNOWN}
        if not known:
            raise Rejected("NO_VALUE", "No value is known of the region.", "Nothing to do: the row has no fact.")
        for division, persons in known.items():
            yield from self._value(row, division, persons)

    def _value(self, row: Row, division: str, persons: str) -> Iterator[Fact]:
        words = row[REGION]
        id = f"persons-employed-2014-{slug(words)}-{division}"
        given = {
            "name": f"Persons employed in {words}, NACE {division}, 2014",
            "indicator": "PERSONS_EMPLOYED",
            "unit": "PERS",
            "year": 2014,
            "value": persons,
            "place": words,
        }
        yield NodeFact("Statistic", id, given)
        yield LinkFact("Statistic", id, "sector", "Sector", f"NACE2-{division}")
        if place := self._place(row):
            yield place.link("Statistic", id, "region")

    def _place(self, row: Row) -> Place | None:
        words, country = row[REGION], row["country"]
        if row["is country"]:
            return Place(country, "NAME", words, "READ")
        place = self._places.place(name=words, country=country)
        # what was measured in a region of an earlier NUTS was not measured in the one that has most of its territory
        return place if place and place.method == "NAME" else None
