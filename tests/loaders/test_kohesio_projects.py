"""Projects of Kohesio: a short file with the columns its files are said to have."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import FileRefused
from kb.loaders.kohesio_projects import FUNDS, KohesioProjects
from kb.loaders.places import Places
from kb.loaders.starter import FOLDER
from tests.loaders.conftest import Read, Reading

FILE = Path(__file__).parent / "files" / "kohesio-projects" / "XX-pp14-20.csv"


@pytest.fixture
def reading(read: Read, places: Places) -> Reading:
    return read(KohesioProjects(places), FILE)


def test_a_project(reading: Reading) -> None:
    assert reading.node("Project", "kohesio-Q9000001").properties == {
        "name": "An example, with photonics",
        "description": "An invented summary",
        "pipeline": False,
        "code": "EX-001",
        "url": "https://kohesio.ec.europa.eu/en/projects/Q9000001",
        "costEur": 200000.5,
        "euEur": 100000.25,
        "euRate": 0.5,
        "start": "2016-09-04",
        "end": "2019-12-31",
        "place": "Milano, Varese",
        "note": "Category of intervention 060.0: An invented category",
    }


def test_money_in_another_currency_is_not_in_euro(reading: Reading) -> None:
    properties = reading.node("Project", "kohesio-Q9000002").properties
    money = {name: properties.get(name) for name in ("currency", "costNational", "euNational", "costEur", "euEur")}
    assert money == {"currency": "SEK", "costNational": 1000, "euNational": 400, "costEur": None, "euEur": None}
    assert properties["name"] == "Ett exempel"


def test_links(reading: Reading) -> None:
    found = {
        (each.this, each.relation, each.that)
        for relation in ("organisations", "programme", "funds", "regions", "technologies")
        for each in reading.links("Project", relation)
    }
    assert found == {
        ("kohesio-Q9000001", "organisations", "kohesio-Q9000101"),
        ("kohesio-Q9000001", "programme", "kohesio-2014IT16RFOP000"),
        ("kohesio-Q9000001", "funds", "ERDF"),
        ("kohesio-Q9000001", "funds", "ESF-PLUS"),
        ("kohesio-Q9000001", "regions", "ITC4C"),
        ("kohesio-Q9000001", "regions", "ITC41"),
        ("kohesio-Q9000001", "technologies", "PHO"),
        ("kohesio-Q9000002", "organisations", "kohesio-Q9000101"),
        ("kohesio-Q9000002", "programme", "kohesio-2014IT16RFOP000"),
        ("kohesio-Q9000002", "funds", "CF"),
        ("kohesio-Q9000002", "regions", "SE11"),
    }


def test_beneficiaries_and_programmes(reading: Reading) -> None:
    # the rows name two countries of the beneficiary, so none is known
    assert reading.node("Organisation", "kohesio-Q9000101").properties == {"name": "ESEMPIO S.p.A."}
    assert reading.node("Programme", "kohesio-2014IT16RFOP000").properties == {
        "name": "An invented programme",
        "period": "2014-2020",
        "cci": "2014IT16RFOP000",
    }


def test_rejects(reading: Reading) -> None:
    assert [(each.line, each.code) for each in reading.rejects] == [
        (5, "DUPLICATE_KEY"),
        (6, "BAD_KEY"),
        (7, "BAD_RATE"),
        (8, "BAD_DATE"),
        (9, "BAD_RATE"),
    ]


def test_every_fund_is_one_of_the_starter_dataset() -> None:
    known = {line.partition(",")[0] for line in (FOLDER / "funds.csv").read_text(encoding="utf-8").splitlines()}
    assert set(FUNDS.values()) <= known


def test_a_file_without_the_columns_that_are_read_is_refused(read: Read, tmp_path: Path) -> None:
    (tmp_path / "projects.csv").write_text("Operation_Unique_Identifier,Country\nQ1,Italy\n", encoding="utf-8")
    with pytest.raises(FileRefused, match="lacks columns: Operation_Name_English"):
        read(KohesioProjects(), tmp_path / "projects.csv")
