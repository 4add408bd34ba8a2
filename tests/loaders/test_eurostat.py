"""Eurostat's statistics of regions: values, flags, where they were measured, and what is no value."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from kb.loaders.eurostat import Eurostat, Gdp, Gerd
from kb.loaders.places import Place, Places
from tests.loaders.conftest import Read, Reading, shared

FILES = Path(__file__).parent / "files" / "eurostat"
REAL = "erdf-payments-nuts2-year"
LABEL = "Geopolitical entity (reporting)"


@pytest.fixture
def gerd(read: Read, places: Places) -> Reading:
    return read(Gerd(places), FILES / "gerd.csv")


def test_a_value_with_its_flag(gerd: Reading) -> None:
    assert gerd.node("Statistic", "GERD-PC_GDP-AT11-2013").properties == {
        "name": "GERD of Burgenland, 2013",
        "indicator": "GERD",
        "unit": "PC_GDP",
        "year": 2013,
        "value": 0.89,
        "flag": "b",
        "place": "AT11 Burgenland",
    }


def test_a_code_of_an_earlier_nuts_keeps_its_words(gerd: Reading) -> None:
    assert gerd.node("Statistic", "GERD-PC_GDP-FR21-2013").properties["place"] == "FR21 Champagne-Ardenne (NUTS 2013)"
    assert {each.this: each.that for each in gerd.links("Statistic", "region")} == {"GERD-PC_GDP-AT11-2013": "AT11"}


def test_a_value_is_not_that_of_the_region_that_has_most_of_the_territory(read: Read) -> None:
    class Converting(Places):
        def place(self, **given: object) -> Place:
            return Place("FRF2", "CROSSWALK", str(given["code"]), "INFERRED")

    assert read(Gerd(Converting()), FILES / "gerd.csv").links("Statistic", "region") == []


def test_rows_without_a_value_and_of_other_series_are_rejected(gerd: Reading) -> None:
    assert [(each.line, each.code) for each in gerd.rejects] == [
        (4, "NO_VALUE"), (5, "NO_VALUE"), (6, "OTHER_SERIES"), (7, "OTHER_DATAFLOW"),
    ]  # fmt: skip
    assert [each.reason for each in gerd.rejects[:2]] == ["The value is confidential.", "The value is not available."]


def test_gdp_of_a_country_and_of_the_union(read: Read, places: Places) -> None:
    reading = read(Gdp(places), FILES / "gdp.csv")
    assert reading.rejects == []
    assert reading.node("Statistic", "GDP-MIO_EUR-AT-2014").properties["value"] == 333146.1
    assert [each.that for each in reading.links("Statistic", "region")] == ["AT"]


@pytest.mark.parametrize(
    ("loader", "name", "rows", "empty"),
    [(Gerd, "eurostat_tgs00042_gerd_rd_expenditure.csv", 2523, 194), (Gdp, "eurostat_nama_10r_2gdp.csv", 4625, 0)],
)
def test_the_real_dataflows(
    read: Read, places: Places, loader: type[Eurostat], name: str, rows: int, empty: int
) -> None:
    reading = read(loader(places), shared(REAL) / name)
    with (shared(REAL) / name).open(encoding="utf-8-sig", newline="") as file:
        given = list(csv.DictReader(file))
    assert reading.rows == len(given) == rows
    assert Counter(each.code for each in reading.rejects) == ({"NO_VALUE": empty} if empty else {})
    stated = [each for each in given if each["OBS_VALUE"]]
    values = sorted(each.properties["value"] for each in reading.nodes("Statistic"))
    assert values == sorted(float(each["OBS_VALUE"]) for each in stated)
    flags = Counter(each.properties.get("flag", "") for each in reading.nodes("Statistic"))
    assert flags == Counter(each["OBS_FLAG"] for each in stated)
    measured = Counter(each.that for each in reading.links("Statistic", "region"))
    assert measured == Counter(each["geo"] for each in stated if each["geo"] in places.regions)
    assert len(stated) - measured.total() == {2523: 109, 4625: 326}[rows]
