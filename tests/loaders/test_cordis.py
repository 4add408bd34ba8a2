"""Projects of CORDIS: short files in its format, and a selection of Horizon Europe counted in another way."""

from __future__ import annotations

import csv
import re
import warnings
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from kb.errors import FileRefused
from kb.loaders.cordis import Cordis
from kb.loaders.places import Places
from kb.loaders.rejects import EXPECTED
from tests.loaders.conftest import Read, Reading, shared

FILES = Path(__file__).parent / "files"


@pytest.fixture
def packages(read: Read, places: Places) -> Reading:
    return read(Cordis(places), FILES / "cordis")


def test_a_project(packages: Reading) -> None:
    assert packages.node("Project", "cordis-101000001").properties == {
        "name": "An example of photonic chips",
        "description": 'An invented objective; with a "quoted" word',
        "pipeline": False,
        "acronym": "EXAMPLE-ONE",
        "code": "101000001",
        "status": "SIGNED",
        "url": "https://cordis.europa.eu/project/id/101000001",
        "costEur": 4000000.5,
        "euEur": 3500000.25,
        "start": "2024-01-01",
        "end": "2027-12-31",
        "note": "Funding scheme: HORIZON-RIA",
    }
    leads = {
        (each.relation, each.that)
        for relation in ("programme", "funds", "call", "technologies", "scientificFields")
        for each in packages.links("Project", relation)
        if each.this == "cordis-101000001"
    }
    assert leads == {
        ("programme", "HORIZON.2.4"),
        ("funds", "HORIZON"),
        ("call", "HORIZON-CL4-2023-EXAMPLE-01"),
        ("technologies", "PHO"),
        ("scientificFields", "EUROSCIVOC-23-47-297"),
    }


def test_a_cost_of_nothing_is_no_cost(packages: Reading) -> None:
    project = packages.node("Project", "cordis-101000002").properties
    assert "costEur" not in project
    assert project["euEur"] == 150000


def test_programmes_and_calls_are_named_by_the_files_that_name_them(packages: Reading) -> None:
    programmes = {each.id: (each.properties["name"], each.properties["period"]) for each in packages.nodes("Programme")}
    assert programmes == {
        "HORIZON.2.4": ("Digital, Industry and Space", "2021-2027"),
        "HORIZON.1.2": ("HORIZON.1.2", "2021-2027"),
        "FP7-REGIONS": ("FP7-REGIONS", "2007-2013"),
    }
    assert {each.id: each.properties["name"] for each in packages.nodes("Call")} == {
        "HORIZON-CL4-2023-EXAMPLE-01": "A topic of examples",
        "HORIZON-MSCA-EXAMPLE": "HORIZON-MSCA-EXAMPLE",
        "REGIONS-2009-1": "REGIONS-2009-1",
    }
    assert {(each.this, each.that) for each in packages.links("Programme", "funds")} == {
        ("HORIZON.2.4", "HORIZON"),
        ("HORIZON.1.2", "HORIZON"),
    }


def test_an_organisation_has_what_its_rows_agree_on(packages: Reading) -> None:
    assert packages.node("Organisation", "cordis-900000001").properties == {
        "name": "UNIVERSITA DI ESEMPIO",  # not UNIVERSITÀ, as the other row has it
        "shortName": "UNIES",
        "type": "higher or secondary education establishment",
        "website": "http://www.example.org",
        "city": "Milano",
        "country": "IT",
        "sme": False,
        "point": {"latitude": 45.46, "longitude": 9.19},
    }
    assert "sme" not in packages.node("Organisation", "cordis-900000002").properties  # true in one row, false in others


def test_what_one_row_leaves_open_another_says(packages: Reading) -> None:
    assert packages.node("Organisation", "cordis-900000003").properties["shortName"] == "BG"
    based = {(each.this, each.that, each.properties["method"]) for each in packages.links("Organisation", "region")}
    assert ("cordis-900000003", "AT130", "CODE") in based


def test_participations(packages: Reading) -> None:
    found = {
        (each.this, each.that, each.properties["role"]): each.properties.get("contributionEur")
        for each in packages.links("Project", "organisations")
    }
    assert found == {
        ("cordis-101000001", "cordis-900000001", "coordinator"): 1000000.25,
        ("cordis-101000001", "cordis-900000002", "participant"): 500000,
        ("cordis-101000001", "cordis-900000003", "associatedPartner"): None,
        ("cordis-101000002", "cordis-900000001", "coordinator"): 150000,
        ("cordis-101000002", "cordis-900000002", "thirdParty"): 0,
        ("cordis-200001", "cordis-900000003", "coordinator"): 600000,
    }
    notes = {each.that for each in packages.links("Project", "organisations") if "note" in each.properties}
    assert notes == {"cordis-900000002"}


def test_each_region_of_the_participants_is_involved_once(packages: Reading) -> None:
    involved = packages.links("Project", "regions")
    assert sorted((each.this, each.that) for each in involved) == [
        ("cordis-101000001", "AT130"),
        ("cordis-101000001", "ITC4C"),
        ("cordis-101000002", "ITC4C"),
        ("cordis-200001", "AT130"),
    ]
    assert {each.confidence for each in involved} == {"INFERRED"}


def test_fields_of_science_lead_to_the_broader_ones(packages: Reading) -> None:
    assert packages.node("ScientificField", "EUROSCIVOC-23-47-297").properties == {
        "name": "artificial intelligence",
        "code": "/23/47/297",
        "scheme": "EuroSciVoc",
    }
    assert {(each.this, each.that) for each in packages.links("ScientificField", "parent")} == {
        ("EUROSCIVOC-23-47-297", "EUROSCIVOC-23-47"),
        ("EUROSCIVOC-23-47", "EUROSCIVOC-23"),
    }


def test_rejects(packages: Reading) -> None:
    assert [(each.file, each.line, each.code, each.code in EXPECTED) for each in packages.rejects] == [
        ("project.csv", 4, "BAD_DATE", False),
        ("organization.csv", 7, "DUPLICATE_LINK", False),
        ("organization.csv", 8, "BAD_NUMBER", False),
        ("organization.csv", 9, "NOT_SELECTED", True),
        ("euroSciVoc.csv", 4, "BAD_PATH", False),
        ("euroSciVoc.csv", 5, "NOT_SELECTED", True),
    ]


def test_a_selection_in_the_other_layout(read: Read, places: Places) -> None:
    reading = read(Cordis(places), FILES / "cordis-selection")
    assert reading.rejects == []
    assert reading.node("Project", "cordis-101000001").properties["description"] == "An invented objective | with a bar"
    assert {each.id for each in reading.nodes("Organisation")} == {"cordis-900000001", "cordis-beispiel-sohne-at"}


def test_no_order_of_rows_changes_what_is_said(read: Read, places: Places, tmp_path: Path, packages: Reading) -> None:
    for name in ("project.csv", "euroSciVoc.csv", "organization.csv"):
        first, *others = (FILES / "cordis" / "horizon" / name).read_text(encoding="utf-8").splitlines()
        (tmp_path / name).write_text("\n".join([first, *reversed(others)]), encoding="utf-8")
    turned = read(Cordis(places), tmp_path)
    for id in ("cordis-900000001", "cordis-900000002"):
        assert turned.facts["Organisation", id] == packages.facts["Organisation", id]


def test_participants_alone_are_refused(read: Read) -> None:
    with pytest.raises(FileRefused, match="needs the file of projects"):
        read(Cordis(), FILES / "cordis" / "horizon" / "organization.csv")


# The selection of Horizon Europe

FORM = re.compile(r"/contact-form/project/(\d+)/")


def table(name: str) -> list[dict[str, str]]:
    path = shared(f"cordis-horizon-europe/{name}")
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file, delimiter="|"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(path, read_only=True)
    names, *rows = book.worksheets[0].iter_rows(values_only=True)
    return [dict(zip(names, row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def selection() -> Any:
    return {name: table(f"{name}.{kind}") for name, kind in (
        ("projects", "csv"), ("orgs", "csv"), ("topics", "xlsx"), ("euroSciVoc", "xlsx"),
    )}  # fmt: skip


def test_the_selection_loads_whole(read: Read, places: Places, selection: Any) -> None:
    reading = read(Cordis(places), shared("cordis-horizon-europe"))
    projects, orgs, fields = selection["projects"], selection["orgs"], selection["euroSciVoc"]
    ids = {each["id"] for each in projects}
    pics = [FORM.search(each["contactForm"])[1] for each in orgs]  # type: ignore[index]
    assert reading.rows == len(projects) + len(orgs) + len(fields) == 56_041
    assert len(ids) == len(projects) == 1_022
    assert {each.id for each in reading.nodes("Project")} == {f"cordis-{each}" for each in ids}
    assert {each.id for each in reading.nodes("Organisation")} == {f"cordis-{each}" for each in pics}

    parts = Counter((each["projectID"], pic, each["role"]) for each, pic in zip(orgs, pics, strict=True))
    links = reading.links("Project", "organisations")
    assert {(each.this[7:], each.that[7:], each.properties["role"]) for each in links} == parts.keys()

    codes = Counter(each.code for each in reading.rejects)
    others = sum(each["projectID"] not in ids for each in fields)
    assert codes == {"NOT_SELECTED": others, "DUPLICATE_LINK": len(orgs) - len(parts)}
    assert (others, codes["DUPLICATE_LINK"]) == (41_510, 20)

    # the rows that repeat a participation have no money in them
    said = sum(Decimal(each["ecContribution"]) for each in orgs if each["ecContribution"])
    assert sum(Decimal(str(each.properties.get("contributionEur", 0))) for each in links) == said
    cost = sum(Decimal(each["totalCost"].replace(",", ".")) for each in projects)
    assert sum(Decimal(str(each.properties.get("costEur", 0))) for each in reading.nodes("Project")) == cost


def test_names_and_fields_of_the_selection(read: Read, selection: Any) -> None:
    reading = read(Cordis(), shared("cordis-horizon-europe"))
    ids = {each["id"] for each in selection["projects"]}
    titles = {each["topic"]: each["title"].strip() for each in selection["topics"] if each["projectID"] in ids}
    assert {each.id: each.properties["name"] for each in reading.nodes("Call")} == titles
    of_ids = [each for each in selection["euroSciVoc"] if each["projectID"] in ids]
    fields = {
        ("cordis-" + each["projectID"], "EUROSCIVOC" + each["euroSciVocCode"].replace("/", "-")) for each in of_ids
    }
    assert {(each.this, each.that) for each in reading.links("Project", "scientificFields")} == fields
    names = defaultdict(set)
    for each in of_ids:
        steps = list(zip(*(each[name].split("/")[1:] for name in ("euroSciVocCode", "euroSciVocPath")), strict=True))
        for depth in range(len(steps)):
            names["EUROSCIVOC-" + "-".join(code for code, _ in steps[: depth + 1])].add(steps[depth][1].strip())
    assert {each.id: {each.properties["name"]} for each in reading.nodes("ScientificField")} == names
    kinds = Counter(each["legalBasis"] for each in selection["projects"])
    assert Counter(each.that for each in reading.links("Project", "programme")) == kinds
