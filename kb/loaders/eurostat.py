"""Statistics of regions as Eurostat gives them: SDMX-CSV with labels, one dataflow a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from kb.loaders.base import TableLoader
from kb.loaders.facts import Fact, NodeFact
from kb.loaders.layout import Layout
from kb.loaders.places import Places, Read
from kb.loaders.rejects import Rejected
from kb.loaders.table import Row

SDMX = Layout(
    ("STRUCTURE_ID", "freq", "unit", "geo", "TIME_PERIOD", "OBS_VALUE", "OBS_FLAG"),
    optional=("sectperf", "Geopolitical entity (reporting)", "CONF_STATUS"),
    ignored=(
        "STRUCTURE", "STRUCTURE_NAME", "Time frequency", "Sector of performance", "Unit of measure", "Time",
        "Observation value", "Observation status (Flag) V2 structure", "Confidentiality status (flag)",
    ),
)  # fmt: skip
ALL_SECTORS = ("", "TOTAL")


class Eurostat(TableLoader):
    """A dataflow of Eurostat by region and year."""

    publisher = "Eurostat"
    licence = "Reuse with acknowledgement of the source (Commission Decision 2011/833/EU)"
    after = ("nuts",)
    placed = ("Statistic",)
    layouts = (SDMX,)
    dataflow: ClassVar[str]
    indicator: ClassVar[str]

    def __init__(self, places: Places | None = None) -> None:
        self._places = places or Places()

    def prepare(self, read: Read) -> None:
        """Look up the regions."""
        self._places = Places.read(read)

    def facts(self, row: Row) -> Iterator[Fact]:
        """Give the value and where it was measured."""
        self._check(row)
        code, unit, year, label = row["geo"], row["unit"], row["TIME_PERIOD"], row["Geopolitical entity (reporting)"]
        id = f"{self.indicator}-{unit}-{code}-{year}"
        given = {
            "name": f"{self.indicator} of {label or code}, {year}",
            "indicator": self.indicator,
            "unit": unit,
            "year": year,
            "value": row["OBS_VALUE"],
            "flag": row["OBS_FLAG"],
            "place": f"{code} {label}".strip(),
        }
        yield NodeFact("Statistic", id, given)
        place = self._places.place(code=code)
        # what was measured in a region of an earlier NUTS was not measured in the one that has most of its territory
        if place and place.method == "CODE":
            yield place.link("Statistic", id, "region")

    def _check(self, row: Row) -> None:
        if self.dataflow not in row["STRUCTURE_ID"]:
            hint = f"{self.name} reads {self.dataflow}."
            raise Rejected("OTHER_DATAFLOW", f"The row is of {row['STRUCTURE_ID']!r}.", hint)
        if row["freq"] != "A" or row["sectperf"] not in ALL_SECTORS:
            raise Rejected("OTHER_SERIES", "The row is not annual, or not of all sectors.", "Choose A and TOTAL.")
        if not row["OBS_VALUE"]:
            why = "is confidential" if row["CONF_STATUS"] else "is not available"
            raise Rejected("NO_VALUE", f"The value {why}.", "Nothing to do: the row has no fact.")


class Gerd(Eurostat):
    """Expenditure on research and development (GERD) of all sectors by NUTS 2 region, in per cent of gross domestic
    product of the year: rates, not to be added up. Confidential values are rejected, since there are none.
    """  # fmt: skip

    name = "eurostat-gerd"
    title = "Intramural R&D expenditure (GERD) by NUTS 2 region (tgs00042)"
    url = "https://ec.europa.eu/eurostat/databrowser/view/tgs00042"
    where = "The page of tgs00042 in Eurostat's data browser: Download, SDMX-CSV with labels."
    dataflow, indicator = "TGS00042", "GERD"


class Gdp(Eurostat):
    """Gross domestic product (GDP) at current market prices by region, in million euro a year, for the EU, countries
    and NUTS 1 and 2: a region's is part of its country's, so add up one level only. What lies outside every region (Z,
    ZZ) and the EU as a whole have no region here.
    """  # fmt: skip

    name = "eurostat-gdp"
    title = "Gross domestic product at current market prices by NUTS 2 region (nama_10r_2gdp)"
    url = "https://ec.europa.eu/eurostat/databrowser/view/nama_10r_2gdp"
    where = "The page of nama_10r_2gdp in Eurostat's data browser, unit MIO_EUR: Download, SDMX-CSV with labels."
    dataflow, indicator = "NAMA_10R_2GDP", "GDP"
