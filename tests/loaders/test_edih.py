"""The EDIH catalogue: its lists, its addresses, and the same facts from either of its files."""

from __future__ import annotations

import csv
import re
from contextlib import closing
from pathlib import Path

import pytest
from openpyxl import load_workbook

from kb.loaders.edih import TECHNOLOGIES, TYPES, Edih, rated
from kb.loaders.edih_address import Address, read_address
from kb.loaders.places import Place, Places
from kb.loaders.table import Row
from tests.loaders.conftest import Read, Reading, shared

FILE = Path(__file__).parent / "files" / "edih" / "export-edihs.csv"


@pytest.fixture
def reading(read: Read, places: Places) -> Reading:
    return read(Edih(places), FILE)


def test_a_hub(reading: Reading) -> None:
    fact = reading.node("Facility", "edih-example-spain-edih")
    assert {name: value for name, value in fact.properties.items() if value} == {
        "name": "Example Hub of Light",
        "type": "European Digital Innovation Hub",
        "description": "A hub for photonic sensors.",
        "website": "https://hub.example",
        "sectors": ["Retail, wholesale or distribution", "Energy"],
        "services": ["SME support"],
        "expertise": [
            "Micro- and nanoelectronics, optoelectronics",
            "Additive manufacturing",
            "Laser-based manufacturing and materials processing",
            "Displays",
        ],
        "city": "Mataró",
        "country": "ES",
    }


def test_technologies_are_inferred_from_the_hubs_own_list_before_its_words(reading: Reading) -> None:
    links = [each for each in reading.links("Facility", "technologies") if each.this == "edih-example-spain-edih"]
    assert {each.confidence for each in links} == {"INFERRED"}
    assert {each.that: each.properties["basis"] for each in links} == {
        "MNE": "technologies: Micro- and nanoelectronics, optoelectronics - 2",
        "PHO": "technologies: Micro- and nanoelectronics, optoelectronics - 2",
        "AMT": "technologies: Additive manufacturing - 5, Laser-based manufacturing and materials processing - 4",
    }


def test_without_a_list_the_words_of_the_description_tell(reading: Reading) -> None:
    links = [each for each in reading.links("Facility", "technologies") if each.this == "edih-example-spain-dih"]
    assert "PHO" in {each.that for each in links}


def test_names_that_repeat_are_kept_apart(reading: Reading) -> None:
    assert sorted(each.id for each in reading.nodes("Facility")) == [
        "edih-example-spain-dih",
        "edih-example-spain-edih",
        "edih-halb-hungary-seal-of-excellence",
        "edih-isle-atlantis-dih",
    ]


def test_a_word_is_no_website_and_an_unknown_country_none(reading: Reading) -> None:
    assert "website" not in reading.node("Facility", "edih-example-spain-dih").properties
    isle = reading.node("Facility", "edih-isle-atlantis-dih").properties
    assert isle["name"] == "Isle Hub"
    assert "country" not in isle


def test_what_is_rejected(reading: Reading) -> None:
    assert [(each.line, each.code) for each in reading.rejects] == [(5, "BAD_LIST"), (6, "BAD_CHOICE")]


def test_names_of_contacts_are_not_read(reading: Reading) -> None:
    assert "Person" not in str(list(reading.facts.values()))


@pytest.mark.parametrize(
    ("text", "country", "town", "postcode"),
    [
        ("Via Santa Croce 77, 38122 Trento TN, Italy", "Italy", "Trento", "38122"),
        ("Plaza s/n, 49071 Zamora Zamora, Spain", "Spain", "Zamora", "49071"),
        (
            "Calle 3, 38006 Santa Cruz de Tenerife Santa Cruz de Tenerife, Spain",
            "Spain",
            "Santa Cruz de Tenerife",
            "38006",
        ),
        ("Ctra km1, 13700 TOMELLOSO Ciudad Real, Spain", "Spain", "TOMELLOSO", "13700"),
        ("Budapest, Váci út 35, 1134, Hungary", "Hungary", "Budapest", "1134"),
        ("Weg 200, 5657 BX Eindhoven, Netherlands", "Netherlands", "Eindhoven", "5657 BX"),
        ("Weg 2, 2595BR Den haag, Netherlands", "Netherlands", "Den haag", "2595BR"),
        ("iela 11, Riga, LV-1010, Latvia", "Latvia", "Riga", "LV-1010"),
        ("Street, Sligo, Co. Sligo, F91YW50, Ireland", "Ireland", "Sligo", "F91YW50"),
        ("St, Lviv, Lviv oblast, 79011, Ukraine", "Ukraine", "Lviv", "79011"),
        ("Cad. No:4, 41040 Kocaeli, Kocaeli, Türkiye", "Türkiye", "Kocaeli", "41040"),
        ("Ulica 43, 20-325 Lublin (lubelskie, lublin, lublin), Poland", "Poland", "Lublin", "20-325"),
        ("Rua 1, 1300-342 Lisboa, Portugal", "Portugal", "Lisboa", "1300-342"),
        ("tee 5, 19086 Tallinn Estonia, Estonia", "Estonia", "Tallinn", "19086"),
        ("Msida road, Gzira GZR1401, Malta", "Malta", "Gzira", "GZR1401"),
        ("Campus 2, 371 75 Karlskrona, Sweden", "Sweden", "Karlskrona", "371 75"),
        ("Tietokatu 1, Kemi, Finland", "Finland", "Kemi", ""),
        ("Spain", "Spain", "", ""),
    ],
)
def test_addresses(text: str, country: str, town: str, postcode: str) -> None:
    assert read_address(text, country) == Address(town, postcode)


REAL = "edih-catalogue/export-edihs"


def test_both_files_give_the_same_facts(read: Read, places: Places) -> None:
    text, workbook = (read(Edih(places), shared(f"{REAL}.{each}")) for each in ("csv", "xlsx"))
    assert text.rows == workbook.rows == 457
    assert text.rejects == workbook.rejects == []
    assert text.facts == workbook.facts


def test_the_real_file(read: Read, places: Places) -> None:
    reading = read(Edih(places), shared(f"{REAL}.csv"))
    with shared(f"{REAL}.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    hubs = reading.nodes("Facility")
    assert len(hubs) == len(rows)
    for label, type in TYPES.items():
        listed = sum(row["EDIH/SoE"] == label for row in rows)
        assert sum(each.properties["type"] == type for each in hubs) == listed > 80
    countries = [each.properties.get("country") for each in hubs]
    assert countries.count("DE") == sum(row["Country"] == "Germany" for row in rows)
    assert None not in countries
    assert sum("website" in each.properties for each in hubs) == sum("://" in row["Website"] for row in rows)
    for column, name in {"sectors": "sectors", "services": "services", "technologies": "expertise"}.items():
        entries = [set(re.split(r" - \d(?:, )?", row[f"Formatted {column}"])) - {""} for row in rows]
        assert sum(len(each.properties.get(name, [])) for each in hubs) == sum(map(len, entries)) > 1500
    assert all(each.properties["city"] for each in hubs)


def test_technologies_of_the_real_file(read: Read, places: Places) -> None:
    reading = read(Edih(places), shared(f"{REAL}.xlsx"))
    with closing(load_workbook(shared(f"{REAL}.xlsx"), read_only=True)) as book:
        rows = list(book.active.values)[1:]
    pairs = {
        (number, ours)
        for number, row in enumerate(rows)
        for theirs, several in TECHNOLOGIES.items()
        for ours in several
        if f"{theirs} - " in str(row[10])
    }
    listed = [
        each
        for each in reading.links("Facility", "technologies")
        if each.properties["basis"].startswith("technologies: ")
    ]
    assert len(listed) == len(pairs) > 1000


def test_a_hub_is_placed_by_its_town_and_postcode(read: Read, places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def place(self: Places, **given: str) -> Place | None:
        asked.append(given)
        return Place("ES511", "CITY", given["city"], "INFERRED") if given["city"] == "Mataró" else None

    monkeypatch.setattr(Places, "place", place)
    reading = read(Edih(places), FILE)
    assert asked[0] == {"city": "Mataró", "postcode": "08302", "country": "ES"}
    [link] = reading.links("Facility", "regions")
    assert (link.this, link.that, link.confidence) == ("edih-example-spain-edih", "ES511", "INFERRED")
    assert link.properties == {"method": "CITY", "place": "Mataró"}


def test_what_a_list_names_twice_counts_as_its_strongest() -> None:
    row = Row("hubs.csv", 2, "", {"Formatted services": "Finance - 3, Finance - 5, Field trial - 2, Finance - 4"})
    assert rated(row, "Formatted services") == {"Finance": "5", "Field trial": "2"}
