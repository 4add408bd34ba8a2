"""The lists of cohesion policy: intervention fields, programmes, and the funds of the EU budget."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from kb.loaders.eu_funds import KNOWN, EuFunds
from kb.loaders.intervention_fields import InterventionFields
from kb.loaders.places import Places
from kb.loaders.programmes import COUNTRIES, Programmes
from kb.loaders.starter import FOLDER
from tests.loaders.conftest import Read, Reading, shared

FILES = Path(__file__).parent / "files"


def starter(name: str, column: str) -> set[str]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return {each[column] for each in csv.DictReader(file)}


def test_intervention_fields(read: Read) -> None:
    reading = read(InterventionFields(), FILES / "intervention_fields")
    assert reading.rows == 3
    assert reading.node("InterventionField", "2014-2020-056").properties == {
        "name": "Example integration, with a comma",
        "code": "056",
        "group": "Second example group",
        "period": "2014-2020",
    }
    assert [(each.line, each.code) for each in reading.rejects] == [(4, "BAD_CODE")]


def test_intervention_fields_without_their_groups(read: Read) -> None:
    loader = InterventionFields()
    read(loader, FILES / "intervention_fields")
    reading = read(loader, FILES / "intervention_fields" / "intervention_field.csv")
    assert "group" not in reading.node("InterventionField", "2014-2020-001").properties


def test_the_real_intervention_fields(read: Read) -> None:
    folder = shared("esif-2014-2020-categories-of-intervention")
    reading = read(InterventionFields(), folder)
    assert (reading.rows, reading.rejects) == (123, [])
    with (folder / "intervention_field.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with (folder / "intervention_field_group.csv").open(encoding="utf-8", newline="") as file:
        groups = {each["id"]: each["description"] for each in csv.DictReader(file)}
    fields = {each.properties["code"]: each.properties for each in reading.nodes("InterventionField")}
    assert {each["id"]: groups[each["type"]] for each in rows} == {code: each["group"] for code, each in fields.items()}
    assert sum("\u00ad" in each["name"] for each in fields.values()) == 0
    unlike = [each["id"] for each in rows if fields[each["id"]]["name"] != each["description"].strip()]
    assert unlike == [each["id"] for each in rows if "\u00ad" in each["description"]]


@pytest.fixture
def programmes(read: Read, places: Places) -> Reading:
    return read(Programmes(places), FILES / "programmes" / "cci_codes.csv")


def funds(reading: Reading, programme: str) -> dict[str, str]:
    return {each.that: each.confidence for each in reading.links("Programme", "funds") if each.this == programme}


def test_programmes(programmes: Reading) -> None:
    assert programmes.node("Programme", "2014AT16RFOP901").properties == {
        "name": "Example Growth - AT - ERDF", "cci": "2014AT16RFOP901", "period": "2014-2020", "country": "AT",
    }  # fmt: skip
    assert programmes.node("Programme", "2014GR16M2OP901").properties["country"] == "EL"
    assert "country" not in programmes.node("Programme", "2014TC16RFCB901").properties


def test_funds_are_read_where_number_and_title_agree(programmes: Reading) -> None:
    assert funds(programmes, "2014AT16RFOP901") == {"ERDF": "READ"}
    assert funds(programmes, "2014GR16M2OP901") == {"ERDF": "READ", "ESF": "READ"}
    assert funds(programmes, "2014FR05M9OP901") == {"ESF": "READ", "YEI": "READ"}
    assert funds(programmes, "2014TC16RFCB901") == {"ERDF": "INFERRED", "INTERREG-A": "INFERRED"}
    assert funds(programmes, "2014TC16M4TN901") == {"ERDF": "INFERRED", "INTERREG-B": "INFERRED"}


def test_a_programme_covers_the_region_its_title_names(programmes: Reading) -> None:
    covered = {
        each.this: (each.that, dict(each.properties), each.confidence)
        for each in programmes.links("Programme", "regions")
    }
    assert covered == {
        "2014AT16RFOP901": ("AT", {"method": "CODE", "place": "AT"}, "INFERRED"),
        "2014DE16RFOP905": ("DE40", {"method": "NAME", "place": "Brandenburg"}, "INFERRED"),
        "2014FR16M0OP905": ("FRF3", {"method": "NAME", "place": "Lorraine"}, "INFERRED"),
    }  # nothing is said of those that name no region, or are for some regions of a country


def test_programmes_that_contradict_themselves_are_rejected(programmes: Reading) -> None:
    assert [(each.line, each.code) for each in programmes.rejects] == [
        (7, "CONTRADICTION"), (8, "BAD_CODE"), (9, "BAD_CODE"),
    ]  # fmt: skip


def test_the_real_programmes(read: Read, places: Places) -> None:
    file = shared("esif-2014-2020-programmes-cci/cci_codes.csv")
    reading = read(Programmes(places), file)
    assert (reading.rows, reading.rejects) == (388, [])
    with file.open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.DictReader(text))
    named = Counter(fund for each in rows for fund in ("ERDF", "ESF", "CF", "YEI") if _ends(each, fund))
    links = reading.links("Programme", "funds")
    assert Counter(each.that for each in links if each.confidence == "READ") == named
    several = sum(each["country_code"] == "TC" for each in rows)
    strands = Counter(each.that for each in links if each.confidence == "INFERRED")
    assert strands["ERDF"] == several == sum(strands.values()) - strands["ERDF"]
    assert strands["INTERREG-A"] == sum("Interreg V-A" in each["programme_title"] for each in rows)
    assert strands["INTERREG-B"] == sum("Interreg V-B" in each["programme_title"] for each in rows)
    countries = Counter(each.properties.get("country") for each in reading.nodes("Programme"))
    assert countries[None] == several == 76
    assert countries["EL"] == sum(each["country_code"] == "GR" for each in rows)
    assert {each.that for each in links} <= starter("funds.csv", "id")
    covered = {each.this: each.that for each in reading.links("Programme", "regions")}
    assert len(covered) == 239  # of 388, without the other names that the starter has
    assert all(places.regions[region].country == COUNTRIES.get(cci[4:6], cci[4:6]) for cci, region in covered.items())
    assert (covered["2014IT16RFOP012"], covered["2014ES16RFOP011"], covered["2014SI16MAOP001"]) == (
        "ITC4",
        "ES51",
        "SI",
    )


def _ends(row: dict[str, str], fund: str) -> bool:
    return fund in row["programme_title"].replace("–", "-").rpartition("- ")[2].strip().split("/")


@pytest.fixture
def eu_funds(read: Read) -> Reading:
    return read(EuFunds(), FILES / "eu_funds" / "eu_funds.csv")


def test_a_fund_the_starter_lacks_comes_with_its_managers(eu_funds: Reading) -> None:
    assert [each.id for each in eu_funds.nodes("Fund")] == ["example-peace-fund"]
    assert eu_funds.node("Fund", "example-peace-fund").properties == {
        "name": "Example Peace Fund", "periods": ["2014-2020"],
    }  # fmt: skip
    managers = eu_funds.links("Fund", "managers")
    assert {(each.this, each.that) for each in managers} == {
        ("example-peace-fund", "DEVCO"), ("example-peace-fund", "FPI"),
    }  # fmt: skip
    assert managers[0].properties == {"period": "2014-2020", "role": "manages"}


def test_what_the_list_says_of_a_fund_is_a_claim(eu_funds: Reading) -> None:
    about = {each.this: each.that for each in eu_funds.links("Claim", "about")}
    said = {each.properties["attribute"]: each for each in eu_funds.nodes("Claim") if about[each.id] == "CF"}
    assert {name: each.properties["value"] for name, each in said.items()} == {
        "heading of the budget": "1b) Example heading",
        "policy": "Example policy",
        "objectives": "To help examples",
        "managed by": "Directorate-General for Regional and Urban Policy",
    }
    assert [(each.line, each.code) for each in eu_funds.rejects] == [(6, "NOT_A_FUND")]


def test_the_real_eu_funds(read: Read) -> None:
    file = shared("eu-funds-2014-2020-managing-dg/eu_funds.csv")
    reading = read(EuFunds(), file)
    with file.open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.DictReader(text))
    institutions = [each for each in rows if each["mff_heading"].startswith("5) Administration")]
    assert Counter(each.code for each in reading.rejects) == {"NOT_A_FUND": len(institutions)} == {"NOT_A_FUND": 12}
    assert len(reading.nodes("Fund")) == reading.rows - 12 - len(KNOWN) == 44
    assert set(KNOWN) <= {each["slug"] for each in rows}
    assert set(KNOWN.values()) <= starter("funds.csv", "id")
    assert not {each.id for each in reading.nodes("Fund")} & starter("funds.csv", "id")
    assert {each.that for each in reading.links("Fund", "managers")} <= starter("directoratesGeneral.csv", "id")
    columns = ("mff_heading", "policy_supported", "objectives", "managing_dg_or_agencies", "body")
    assert len(reading.nodes("Claim")) == sum(
        bool(each[name].strip()) for each in rows if each not in institutions for name in columns
    )
    managed = {each["slug"] for each in rows if each["managing_dg_or_agencies"].strip()} - KNOWN.keys()
    unlinked = managed - {each.this for each in reading.links("Fund", "managers")}
    assert unlinked == {"common-foreign-and-security-policy"}  # it names the external action service, which is no DG


def test_the_starter_has_the_managers_of_the_funds_it_has(read: Read) -> None:
    with shared("eu-funds-2014-2020-managing-dg/eu_funds.csv").open(encoding="utf-8-sig", newline="") as text:
        managed = {KNOWN[each["slug"]] for each in csv.DictReader(text) if _managed(each) and each["slug"] in KNOWN}
    assert managed <= starter("funds.managers.csv", "this")


def _managed(row: dict[str, str]) -> bool:
    return bool(row["managing_dg_or_agencies"].strip())
