"""Persons employed by region and division, from a wide sheet with more beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from python_calamine import load_workbook

from kb.loaders.employment import DIVISIONS, REGION, Employment
from kb.loaders.places import Place, Places
from tests.loaders.conftest import Read, Reading, shared

REAL = "eurostat-sbs-nuts2-nace/sbs_final.xls"


def line(name: str, **persons: int) -> list[Any]:
    return [name, *(persons.get(f"d{each:02}", 0) for each in DIVISIONS), "", "", name, "XX99"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "final"
    sheet.append(["An example of the sheet", None, 2014])
    sheet.append([])
    sheet.append(["Number of persons employed"])
    sheet.append([REGION, *(float(each) for each in DIVISIONS), None, None, REGION])
    sheet.append(line("Austria", d05=30, d26=4000))
    sheet.append(line("Kärnten", d26=400))
    sheet.append(line("Example on the Sea", d62=5))
    sheet.append(line("Vorarlberg"))
    book.save(tmp_path / "sbs.xlsx")
    return tmp_path / "sbs.xlsx"


@pytest.fixture
def reading(read: Read, places: Places, file: Path) -> Reading:
    return read(Employment(places), file)


def test_a_cell_is_a_value(reading: Reading) -> None:
    assert sorted(each.id for each in reading.nodes("Statistic")) == [
        "persons-employed-2014-austria-05",
        "persons-employed-2014-austria-26",
        "persons-employed-2014-example-on-the-sea-62",
        "persons-employed-2014-karnten-26",
    ]
    assert reading.node("Statistic", "persons-employed-2014-karnten-26").properties == {
        "name": "Persons employed in Kärnten, NACE 26, 2014",
        "indicator": "PERSONS_EMPLOYED",
        "unit": "PERS",
        "year": 2014,
        "value": 400.0,
        "place": "Kärnten",
    }
    assert {each.that for each in reading.links("Statistic", "sector")} == {"NACE2-05", "NACE2-26", "NACE2-62"}


def test_a_region_is_found_by_name_within_its_country(reading: Reading) -> None:
    regions = {each.this: (each.that, each.properties["method"]) for each in reading.links("Statistic", "region")}
    assert regions["persons-employed-2014-austria-26"] == ("AT", "NAME")
    assert regions["persons-employed-2014-karnten-26"] == ("AT21", "NAME")
    assert "persons-employed-2014-example-on-the-sea-62" not in regions


def test_a_value_is_not_that_of_the_region_that_has_most_of_the_territory(read: Read, file: Path) -> None:
    class Converting(Places):
        def place(self, **given: object) -> Place:
            return Place("AT21", "CROSSWALK", str(given["name"]), "INFERRED")

    assert read(Employment(Converting()), file).links("Statistic", "region") == []


def test_a_region_of_zeros_says_nothing(reading: Reading) -> None:
    assert [(each.line, each.code) for each in reading.rejects] == [(8, "NO_VALUE")]


def test_the_real_workbook(read: Read, places: Places) -> None:
    reading = read(Employment(places), shared(REAL))
    assert (reading.rows, reading.rejects) == (305, [])
    lines = list(load_workbook(str(shared(REAL))).get_sheet_by_name("final").iter_rows())
    codes = [f"{int(str(each).removesuffix('.0')):02}" for each in lines[3][1:69]]
    cells = {(row[0], code): row[at] for row in lines[4:] for at, code in enumerate(codes, start=1)}
    assert len(cells) == 305 * 68
    known = {cell: value for cell, value in cells.items() if value}
    assert len(cells) - len(known) == 3408  # left out: none, confidential or missing
    ours = {(each.properties["place"], each.id[-2:]): each.properties["value"] for each in reading.nodes("Statistic")}
    assert ours == known
    sectors = {
        (each.this.removesuffix(f"-{each.that[-2:]}"), each.that) for each in reading.links("Statistic", "sector")
    }
    assert len(sectors) == len(known)
    countries = {each.that for each in reading.links("Statistic", "region") if len(each.that) == 2}
    assert {"BE", "DE", "EL", "UK", "NO"} <= countries


def test_zeros_of_the_real_workbook_hide_what_eurostat_does_not_publish() -> None:
    book = load_workbook(str(shared(REAL)))
    final = {row[0]: row[1:69] for row in list(book.get_sheet_by_name("final").iter_rows())[4:]}
    data = list(book.get_sheet_by_name("Data").iter_rows())
    columns = [at for at, code in enumerate(data[5]) if isinstance(code, float)]
    hidden = 0
    for row in data[10:]:
        if row[0] in final and sum(row[at] == cell for at, cell in zip(columns, final[row[0]], strict=True)) > 30:
            pairs = [(row[at], cell) for at, cell in zip(columns, final[row[0]], strict=True)]
            hidden += sum(one == ":" and other == 0 for one, other in pairs)
    assert hidden > 2000
