"""Projects of Interreg: a workbook with the sheets and columns that exports of keep.eu are said to have."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from kb.errors import FileRefused
from kb.loaders.keep import Keep
from kb.loaders.places import Places
from tests.loaders.conftest import Read, Reading

NORTH_SEA = "2014 - 2020 INTERREG VB North Sea"
BLACK_SEA = "2021 - 2027 NEXT Black Sea Basin"
PROJECTS = [
    [
        "Period", "Programme", "Project acronym", "Project ID (2021-2027 only)", "Project name in English",
        "Project name in language 2", "Description in English", "Description in language 2", "Project start",
        "Project end", "Project's total budget / expenditure", "Project's EU funding", "Union co-financing rate",
        "Website", "Theme 1",
    ],
    [
        "2014-2020", NORTH_SEA, "EXAMPLE", "N.a.", "An example of regions", None, "An invented text on photonics", None,
        date(2016, 1, 1), "30/06/2019", 2349367.02, 1174683.51, "50%", "http://www.example.org", "x",
    ],
    [
        "2021-2027", BLACK_SEA, "Other", "EX00001", None, "Beispiel", "N.a.", "Ein Text", "N.a.", None, "N.a.", None,
        0.9, None, "x",
    ],
    ["2014-2020", NORTH_SEA, "EXAMPLE", None, "The same acronym", *[None] * 10],
    ["2014-2020", NORTH_SEA, None, None, "No acronym", *[None] * 10],
    ["2014-2020", NORTH_SEA, "RATE", None, "A rate in words", *[None] * 7, "half", None, None],
    ["2014-2020", NORTH_SEA, "WHOLE", None, "More than the whole", *[None] * 7, 85, None, None],
]  # fmt: skip
PARTNERS = [
    [
        "Programme", "Project acronym", "Project ID (2021-2027 only)", "Organisation in English",
        "Organisation in language 2", "Department", "Lead partner", "Country code", "Town",
        "NUTS3 code (or equivalent)", "NUTS2 code (or equivalent)", "Participant Identification Code",
        "Type of Organisation", "Website", "Partner's programme co-financing (EUR) (2021-2027 only)",
        "ERDF contribution (2014-2020 only)", "Contact",
    ],
    [
        NORTH_SEA, "EXAMPLE", None, "Example University", None, None, "Yes", "DE", "Oldenburg", "DE943", "DE94", None,
        "Higher education and research organisations", None, None, 119846, "someone",
    ],
    [NORTH_SEA, "EXAMPLE", None, "N.a.", "Gemeente Voorbeeld", None, "No", "NL", None, None, "NL11", *[None] * 6],
    [NORTH_SEA, "EXAMPLE", None, "Voorbeeld Zee", None, None, "No", "NL", None, None, "NL11", *[None] * 6],
    [
        BLACK_SEA, "N.a.", "EX00001", "Example Municipality", None, None, "Yes", "RO", "Constanta", "RO223", None,
        "900000009", None, None, 5000.5, None, None,
    ],
    [BLACK_SEA, "NOT THERE", None, "Example Municipality", None, None, "No", "RO", *[None] * 9],
]  # fmt: skip


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return made(tmp_path, {"Search results, projects": PROJECTS, "Search results, partners": PARTNERS})


def made(folder: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    book = Workbook()
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    del book["Sheet"]
    book.save(folder / "keep_eu_project_search_results.xlsx")
    return folder / "keep_eu_project_search_results.xlsx"


@pytest.fixture
def reading(read: Read, places: Places, workbook: Path) -> Reading:
    return read(Keep(places), workbook)


def test_a_project(reading: Reading) -> None:
    assert reading.node("Project", "keep-2014-2020-interreg-vb-north-sea-example").properties == {
        "name": "An example of regions",
        "description": "An invented text on photonics",
        "pipeline": False,
        "acronym": "EXAMPLE",
        "url": "http://www.example.org",
        "costEur": 2349367.02,
        "euEur": 1174683.51,
        "euRate": 0.5,
        "start": "2016-01-01",
        "end": "2019-06-30",
    }


def test_what_is_not_available_is_unknown(reading: Reading) -> None:
    assert reading.node("Project", "keep-2021-2027-next-black-sea-basin-ex00001").properties == {
        "name": "Beispiel",
        "description": "Ein Text",
        "pipeline": False,
        "acronym": "Other",
        "code": "EX00001",
        "euRate": 0.9,
    }


def test_programmes(reading: Reading) -> None:
    assert {each.properties["name"]: each.properties["period"] for each in reading.nodes("Programme")} == {
        NORTH_SEA: "2014-2020",
        BLACK_SEA: "2021-2027",
    }
    # the Black Sea programme does not call itself Interreg
    assert [each.this for each in reading.links("Programme", "funds")] == ["keep-2014-2020-interreg-vb-north-sea"]


def test_partners(reading: Reading) -> None:
    found = {
        (each.this[-7:], each.that, each.properties["role"]): each.properties.get("contributionEur")
        for each in reading.links("Project", "organisations")
    }
    assert found == {
        ("example", "keep-example-university-de", "lead partner"): 119846,
        ("example", "keep-gemeente-voorbeeld-nl", "partner"): None,
        ("example", "keep-voorbeeld-zee-nl", "partner"): None,
        ("ex00001", "keep-900000009", "lead partner"): 5000.5,
    }
    assert reading.node("Organisation", "keep-example-university-de").properties == {
        "name": "Example University",
        "type": "Higher education and research organisations",
        "city": "Oldenburg",
        "country": "DE",
    }


def test_regions(reading: Reading) -> None:
    based = {(each.this, each.that) for each in reading.links("Organisation", "region")}
    assert ("keep-example-university-de", "DE943") in based
    involved = sorted((each.this[-7:], each.that) for each in reading.links("Project", "regions"))
    assert involved == [("ex00001", "RO223"), ("example", "DE943"), ("example", "NL11")]


def test_rejects(reading: Reading) -> None:
    assert [(each.line, each.code) for each in reading.rejects] == [
        (4, "DUPLICATE_KEY"),
        (5, "MISSING_VALUE"),
        (6, "BAD_RATE"),
        (7, "BAD_RATE"),
        (6, "UNKNOWN_TARGET"),
    ]


def test_a_workbook_without_the_sheets_is_refused(read: Read, tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="has no sheet Search results, partners"):
        read(Keep(), made(tmp_path, {"Search results, projects": PROJECTS}))
