"""MERIL: hosts, locations, and which points are where a facility stands."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kb.loaders.meril import Meril
from kb.loaders.meril_location import Location, read_location
from kb.loaders.places import Place, Places
from tests.loaders.conftest import Read, Reading, shared

FILE = Path(__file__).parent / "files" / "meril" / "meril_research_infrastructures.csv"
REAL = "meril-esfri-research-infrastructures/meril_research_infrastructures.csv"
GRAZ = {"latitude": 47.0707, "longitude": 15.4395}


@pytest.fixture
def reading(read: Read, places: Places) -> Reading:
    return read(Meril(places, frozenset({"FORD-1", "FORD-1.5"})), FILE)


def test_an_infrastructure_on_one_site(reading: Reading) -> None:
    assert reading.node("Facility", "meril-example-telescope-et").properties == {
        "name": "Example Telescope (ET)",
        "type": "research infrastructure: Telescopes",
        "description": "A telescope.",
        "status": "Operational from 1999",
        "start": "1999",
        "siting": "Single-sited",
        "website": "http://et.example",
        "expertise": ["Physics, Astronomy, Astrophysics and Mathematics", "Optics", "photonic detectors"],
        "city": "Graz",
        "country": "AT",
        "point": GRAZ,
        "note": "Address: Street 1, Institute, Graz, PO: 8010, Styria (Austria)",
    }


def test_a_host_is_its_name_without_its_address(reading: Reading) -> None:
    hosts = {each.this: each.that for each in reading.links("Facility", "host")}
    assert hosts["meril-example-telescope-et"] == hosts["meril-example-archive-ea"] == "meril-institute-of-example-ie"
    assert "meril-middle-of-turkey" not in hosts
    assert reading.node("Organisation", "meril-institute-of-example-ie").properties == {
        "name": "Institute of Example (IE)"
    }


@pytest.mark.parametrize(
    ("id", "country", "city", "start"),
    [
        ("meril-example-archive-ea", "AT", None, None),
        ("meril-middle-of-turkey", "TR", "Ankara", None),
        ("meril-branch-one", "CZ", "Brno", None),
        ("meril-branch-two", "CZ", "Ostrava", "1997"),
        ("meril-far-away", None, None, None),
    ],
)
def test_no_point_of_what_is_virtual_in_mid_country_or_at_the_host(
    reading: Reading, id: str, country: str | None, city: str | None, start: str | None
) -> None:
    properties = reading.node("Facility", id).properties
    assert "point" not in properties
    assert [properties.get(each) for each in ("country", "city", "start")] == [country, city, start]


def test_fields_of_science_are_linked_where_they_are_there(reading: Reading) -> None:
    links = {each.this: each for each in reading.links("Facility", "scientificFields")}
    assert {this: each.that for this, each in links.items()} == {
        "meril-example-telescope-et": "FORD-1",
        "meril-branch-one": "FORD-1.5",
        "meril-branch-two": "FORD-1.5",
    }
    assert {each.confidence for each in links.values()} == {"INFERRED"}


def test_a_name_that_repeats_is_rejected(reading: Reading) -> None:
    assert [(each.line, each.code) for each in reading.rejects] == [(8, "DUPLICATE_KEY")]


@pytest.mark.parametrize(
    ("at_point", "at_town", "placed", "has_point"),
    [
        ("AT221", "AT22", "AT221", True),
        ("AT221", None, "AT221", True),
        (None, "AT221", "AT221", True),
        ("DE300", "AT221", "AT221", False),
        (None, None, None, True),
    ],
)
def test_where_point_and_town_disagree_the_town_is_right(
    read: Read, places: Places, monkeypatch: pytest.MonkeyPatch,
    at_point: str | None, at_town: str | None, placed: str | None, has_point: bool,
) -> None:  # fmt: skip
    def place(self: Places, *, point: object = None, city: str = "", postcode: str = "", country: str) -> Place | None:
        if point:
            return Place(at_point, "POINT", "47.0707 15.4395", "INFERRED") if at_point else None
        return Place(at_town, "CITY", city, "INFERRED") if at_town and (city, postcode) == ("Graz", "8010") else None

    monkeypatch.setattr(Places, "place", place)
    reading = read(Meril(places), FILE)
    assert [each.that for each in reading.links("Facility", "regions")] == ([placed] if placed else [])
    assert reading.node("Facility", "meril-example-telescope-et").properties.get("point") == (
        GRAZ if has_point else None
    )


@pytest.mark.parametrize(
    ("text", "location"),
    [
        ("Street 1, House, Gif Sur Yvette, PO: 91191 (France)", Location("France", "Gif Sur Yvette", "91191")),
        ("Haven 1, York, PO: YO1 7EP, North Yorkshire (United Kingdom)", Location("United Kingdom", "York", "YO1 7EP")),
        ("Perugia (Italy)", Location("Italy", "Perugia")),
        ("PO: 1010 (Austria)", Location("Austria", "", "1010")),
        ("Norway", Location("Norway")),
        ("Somewhere, Attica", Location("", "Somewhere, Attica")),
    ],
)
def test_locations(text: str, location: Location) -> None:
    assert read_location(text) == location


def test_the_real_file(read: Read, places: Places) -> None:
    reading = read(
        Meril(places, frozenset({"FORD-1", "FORD-1.2", "FORD-1.5", "FORD-2", "FORD-5", "FORD-6"})), shared(REAL)
    )
    with shared(REAL).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    facilities = reading.nodes("Facility")
    assert (len(facilities), reading.rejects) == (len(rows), []) == (577, [])
    # five rows name no host, two name more than can be told apart
    long = [row["host"] for row in rows if len(row["host"].split(" Address:")[0]) > 200]
    assert len(reading.links("Facility", "host")) == sum(bool(row["host"]) for row in rows) - len(long) == 570
    assert sum("Hosts: " in each.properties["note"] for each in facilities) == len(long) == 2
    countries = [each.properties.get("country") for each in facilities]
    for code, name in {"FR": "France", "CZ": "Czech Republic", "TR": "Turkey"}.items():
        of_it = sum(row["location"].endswith(f"({name})") or row["location"] == name for row in rows)
        assert countries.count(code) == of_it > 5
    domains = {row["domain"] for row in rows} - {
        "Biological and Medical Sciences",
        "Chemistry and Material Sciences",
        "",
    }
    fields = reading.links("Facility", "scientificFields")
    assert len(fields) == sum(row["domain"] in domains for row in rows) == 400


def test_points_of_the_real_file(read: Read, places: Places) -> None:
    reading = read(Meril(places), shared(REAL))
    with shared(REAL).open(encoding="utf-8-sig", newline="") as file:
        given = {" ".join(row["name"].split()): row for row in csv.DictReader(file)}
    pointed = [each for each in reading.nodes("Facility") if "point" in each.properties]
    assert 240 < len(pointed) < sum(row["type"] == "Single-sited" and row["lat"] != "None" for row in given.values())
    for each in pointed:
        row = given[" ".join(each.properties["name"].split())]
        assert row["type"] == "Single-sited"
        assert each.properties["point"] == {"latitude": float(row["lat"]), "longitude": float(row["lng"])}
    named = [row["location"] for row in given.values() if (row["lat"], row["lng"]) == ("48.1269985", "-1.7100328")]
    assert len(named) == 9, "CNRS at Rennes is given for laboratories in Grenoble, Orléans, Toulouse ..."
    assert not [each for each in pointed if each.properties["point"]["latitude"] == 48.1269985]
