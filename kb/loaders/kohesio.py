"""Kohesio: who benefits from cohesion policy, and with how much money in which region."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kb.loaders.agreed import Agreed
from kb.loaders.base import TableLoader
from kb.loaders.facts import Fact, LinkFact, NodeFact
from kb.loaders.layout import Layout
from kb.loaders.places import Places, Read
from kb.loaders.slugs import slug
from kb.loaders.table import Row

SUMS = ("EU Contribution", "Total Budget")


class Kohesio(TableLoader):
    """Beneficiaries as the search of Kohesio lists them, a row for each region in which they have projects. The total
    budget is the eligible cost of these projects, the EU contribution its part in it, both as planned for operations
    that were selected. A project in several regions is counted whole in each: sums over regions count it again. Where
    a beneficiary has its seat, Kohesio does not say. Beneficiaries of one name in one country are taken for one.
    """  # fmt: skip

    name = "kohesio"
    title = "Kohesio: beneficiaries of EU cohesion policy"
    publisher = "European Commission, DG REGIO"
    licence = "CC BY 4.0"
    url = "https://kohesio.ec.europa.eu/en/beneficiaries"
    where = "Kohesio's search of beneficiaries, asked region by region and saved as a table separated by tabs."
    after = ("nuts",)
    placed = ("Amount",)
    layouts = (
        Layout(
            ("Country", "Region", "Beneficiary Name", *SUMS, "Number of Projects", "Transliterated Name"),
            files=("*.tsv",),
            separator="\t",
            quoted=False,
        ),
    )

    def __init__(self, places: Places | None = None) -> None:
        self._places = places or Places()
        self._beneficiaries = Agreed()

    def prepare(self, read: Read) -> None:
        """Look up the regions."""
        self._places = Places.read(read)

    def rows(self, files: list[Path]) -> Iterator[Row]:
        """Read the rows twice: once for how each beneficiary is written."""
        self._beneficiaries = Agreed()
        for row in super().rows(files):
            if row.broken:
                continue
            names = {"name": row["Beneficiary Name"].strip(), "latinName": row["Transliterated Name"].strip()}
            self._beneficiaries.hear(_beneficiary(row), names)
        yield from super().rows(files)

    def facts(self, row: Row) -> Iterator[Fact]:
        """Give the sums of a beneficiary in a region, and the beneficiary."""
        id, country = _beneficiary(row), self._places.country(row["Country"])
        place = self._places.place(name=row["Region"], country=country or "") if country else None
        # beneficiaries of one name in one region can be told apart by their sums only
        key = slug(row["Beneficiary Name"], row["Country"], row["Region"], *(row[each] for each in SUMS))
        for each in SUMS:
            if row[each]:
                amount = f"kohesio-{key}-{slug(each)}"
                yield NodeFact("Amount", amount, _amount(row, each))
                yield LinkFact("Amount", amount, "organisation", "Organisation", id)
                if place:
                    yield LinkFact("Amount", amount, "region", "Region", place.region, confidence=place.confidence)
        yield NodeFact("Organisation", id, {**self._beneficiaries.of(id), "country": country})


def _beneficiary(row: Row) -> str:
    return f"kohesio-{slug(row['Beneficiary Name'], row['Country'])}"


def _amount(row: Row, column: str) -> dict[str, str]:
    number = row["Number of Projects"]
    return {
        "name": f"{column} of {row['Beneficiary Name'].strip()}, {row['Region']}",
        "type": "PLANNED",
        "eur": row[column],
        "category": column,
        "note": f"{number} project{'s' if number != '1' else ''} in {row['Region']}, {row['Country']}",
    }
