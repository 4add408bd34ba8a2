"""The ESFRI roadmap: who shares an infrastructure, in which role, and what it costs."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from kb.loaders.esfri import Esfri
from kb.loaders.places import Place, Places
from tests.loaders.conftest import Read, Reading, nuts_regions, shared

FOLDER = Path(__file__).parent / "files" / "esfri"
EX, DI = "esfri-ex-example-source", "esfri-di-example-network"
REAL = "meril-esfri-research-infrastructures"


@pytest.fixture
def reading(read: Read, places: Places) -> Reading:
    return read(Esfri(places), FOLDER)


def test_an_infrastructure_on_one_site(reading: Reading) -> None:
    assert reading.node("Facility", EX).properties == {
        "name": "EX Example Source",
        "type": "research infrastructure: ESFRI landmark",
        "description": "A photonic source.",
        "siting": "Single-sited",
        "start": "2025",
        "website": "http://ex.example",
        "expertise": ["Energy"],
        "city": "Lund",
        "country": "SE",
        "note": "On the ESFRI roadmap since 2008. Headquarters: EX ERIC (Lund Sweden)."
        " Also named as member: (EMBL). Also named as partner: US, Institute of Example.",
    }


def test_a_distributed_one_stands_nowhere(reading: Reading) -> None:
    properties = reading.node("Facility", DI).properties
    assert properties["type"] == "research infrastructure: ESFRI project"
    assert not {"city", "country", "point"} & properties.keys()
    assert properties["note"] == "On the ESFRI roadmap since 2016. Headquarters: DI office (Utrecht, The Netherlands)."


def test_countries_have_a_share_in_each_of_their_roles(reading: Reading) -> None:
    links = reading.links("Facility", "countries")
    assert sorted((each.this, each.properties["role"], each.that, each.properties.get("url")) for each in links) == [
        (DI, "coordinator", "NL", None),
        (DI, "participant", "UK", None),
        (EX, "coordinator", "DK", None),
        (EX, "coordinator", "SE", None),
        (EX, "member", "AT", None),
        (EX, "member", "EL", None),
        (EX, "member", "SE", None),
        (EX, "participant", "AT", "http://at.example"),
        (EX, "participant", "AT", "http://at2.example"),
        (EX, "participant", "BE", "http://be.example"),
    ]
    assert {each.that for each in links if each.confidence == "INFERRED"} == {"BE"}


def test_what_is_rejected(reading: Reading) -> None:
    assert [(each.line, each.code) for each in reading.rejects] == [(5, "UNKNOWN_TARGET"), (7, "DUPLICATE_LINK")]


def test_costs_are_claims(reading: Reading) -> None:
    claims = {each.id: each.properties for each in reading.nodes("Claim")}
    assert {id: (each["value"], each.get("number"), each["unit"]) for id, each in claims.items()} == {
        f"claim-{EX}-preparation-cost": ("4,35 M EUR", 4_350_000, "EUR"),
        f"claim-{EX}-construction-cost": ("80-120 M EUR", None, "EUR"),
        f"claim-{EX}-operation-cost": ("1 M EUR/year (Central HUB)", 1_000_000, "EUR/year"),
        f"claim-{DI}-operation-cost": ("3-4 M EUR/year", None, "EUR/year"),
    }
    assert claims[f"claim-{EX}-preparation-cost"]["name"] == "EX Example Source: preparation cost: 4,35 M EUR"
    assert {each.this: each.that for each in reading.links("Claim", "about")}[f"claim-{DI}-operation-cost"] == DI


def test_only_what_has_one_site_is_placed(read: Read, places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def place(self: Places, **given: object) -> Place:
        asked.append(given)
        return Place("SE224", "POINT", "55.7 13.2", "READ")

    monkeypatch.setattr(Places, "place", place)
    reading = read(Esfri(places), FOLDER)
    assert asked == [{"city": "Lund", "point": (55.7, 13.2), "country": "SE"}]
    [link] = reading.links("Facility", "regions")
    assert (link.this, link.that, link.confidence) == (EX, "SE224", "INFERRED")
    assert link.properties["note"] == "where its headquarters are"


def table(name: str) -> list[dict[str, str]]:
    with (shared(REAL) / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_real_files(read: Read, places: Places) -> None:
    reading = read(Esfri(places), shared(REAL))
    roadmap, partners = table("esfri_roadmap.csv"), table("esfri_partners.csv")
    assert reading.rows == len(roadmap) + len(partners) == 49 + 474
    assert len(reading.nodes("Facility")) == len(roadmap)
    costs = [row[f"{each}_cost"] for row in roadmap for each in ("preparation", "construction", "operation")]
    assert len(reading.nodes("Claim")) == sum(each != "Not Available" for each in costs) == 85
    roles = Counter(each.properties["role"] for each in reading.links("Facility", "countries"))
    in_nuts = {each.id for each in places.regions.values() if each.level == 0}
    for column, role in {"coordinating_country": "coordinator", "members": "member", "partners": "partner"}.items():
        codes = [set(re.findall(r"\b[A-Z]{2}\b", row[column])) & in_nuts for row in roadmap]
        assert roles[role] == sum(map(len, codes))
    miswritten = {"ÁÔ", "ÂÅ", "TU"}
    inside = [row for row in partners if row["partner_country"] in in_nuts | miswritten]
    assert roles["participant"] == len(inside)


def test_what_is_rejected_of_the_real_files_is_outside_europe(read: Read, places: Places) -> None:
    reading = read(Esfri(places), shared(REAL))
    assert {each.code for each in reading.rejects} == {"UNKNOWN_TARGET"}
    codes = Counter(match[1] for each in reading.rejects if (match := re.search(r"'(\w+)'", each.reason)))
    assert codes.total() == len(reading.rejects)
    assert codes == Counter(
        IL=8, RU=6, IN=4, JP=3, CA=3, CN=3, MA=2, KR=2, AU=1, NZ=1, ZA=1, USA=1, KP=1, AZ=1, MD=1, US=1, BY=1
    )


def test_who_shares_an_infrastructure_is_not_where_it_is(read: Read) -> None:
    found = read(Esfri(Places.of(each for each in nuts_regions() if each.level == 0)), FOLDER)
    assert found.links("Facility", "countries")
    assert found.unplaced == ["No region is known for 2 of 2: Facility."]
