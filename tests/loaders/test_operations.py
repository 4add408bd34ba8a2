"""Lists of operations: what a mapping makes of a short list, and what the real lists hold."""

from __future__ import annotations

import csv
import re
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kb.errors import BadInput, FileRefused
from kb.loaders import LOADERS, named
from kb.loaders.catalogue import Catalogue
from kb.loaders.mapping import Mapping
from kb.loaders.operations import Operations
from kb.loaders.places import Places
from kb.loaders.slugs import slug
from tests.loaders.conftest import Read, Reading, shared

FILES = Path(__file__).parent / "files" / "operations"
FOLDER = "esif-2014-2020-beneficiary-lists"
CATALOGUE = Catalogue(
    frozenset({"ERDF", "ESF", "CF", "YEI"}),
    {"2014DE16RFOP015": "2014DE16RFOP015"},
    frozenset(f"2014-2020-{number:03}" for number in range(1, 124)),
    {("2014-2020", "research and innovation infrastructure processes"): "2014-2020-065"},
)


@pytest.fixture
def example(read: Read, places: Places) -> tuple[Operations, Reading]:
    loader = Operations(Mapping.read(FILES / "list.toml"), places, CATALOGUE)
    return loader, read(loader, FILES / "list.csv")


def links(reading: Reading, relation: str) -> list[tuple[str, str]]:
    return [(each.this.removeprefix("operations-example-"), each.that) for each in reading.links("Project", relation)]


def test_an_operation_is_read_field_by_field(example: tuple[Operations, Reading]) -> None:
    project = example[1].node("Project", "operations-example-A1")
    assert project.properties == {
        "name": "Photonic sensors",
        "description": "Sensors for mills.",
        "code": "A1",
        "start": "2016-02-01",
        "end": "2018-12-31",
        "costEur": 1_234_567.5,
        "euEur": 617_283.75,
        "euRate": 0.5,
        "place": "Jena, 7743",
        "note": "Axis: 1",
        "pipeline": False,
    }
    assert (project.confidence, project.sources) == ("READ", ("operations-example",))


def test_links_lead_to_what_the_graph_has(example: tuple[Operations, Reading]) -> None:
    loader, reading = example
    assert links(reading, "funds") == [("A1", "ERDF"), ("A2", "ERDF"), ("A2", "ESF"), ("A4", "ERDF")]
    assert links(reading, "interventionField") == [("A1", "2014-2020-056"), ("A2", "2014-2020-065")]
    assert {that for _, that in links(reading, "programme")} == {"2014DE16RFOP015"}
    assert links(reading, "technologies") == [("A1", "PHO")]
    assert reading.node("Project", "operations-example-A4").properties["note"] == (
        "Cost: 1.000,00 ?; Category of intervention: 102. Jobs 103. Youth"
    )
    assert {"fund": 2, "category": 2}.items() <= loader.counted.items()
    assert re.fullmatch(r"Kept in words, not as links: 2 of a category, 2 of a fund(, .*)?\.", loader.remarks()[0])


def test_a_beneficiary_is_one_however_it_is_spelled(example: tuple[Operations, Reading]) -> None:
    (organisation,) = example[1].nodes("Organisation")
    assert organisation.id == "beneficiary-DE-example-muhle-gmbh"
    assert organisation.properties == {"name": "EXAMPLE-MÜHLE GmbH", "country": "DE"}
    assert [(each.this[-2:], each.properties) for each in example[1].links("Project", "organisations")] == [
        ("A1", {"role": "beneficiary"}),
        ("A2", {"role": "beneficiary"}),
    ]


def test_a_country_that_is_not_known_is_not_the_one_of_the_list(places: Places, read: Read, tmp_path: Path) -> None:
    """It is kept in words; the list's own holds where the row names none."""
    mapping = """
id = "x"
title = "X"
[constants]
country = "ES"
[columns]
name = "a"
country = "b"
region = "c"
city = "d"
beneficiary = "e"
"""
    rows = "a,b,c,d,e\nn,Argentina,,Valencia,q\nm,Venezuela,Galicia,,q\nl,,Galicia,,q\nk,France,Bretagne,,q\n"
    (tmp_path / "x.csv").write_text(rows, encoding="utf-8")
    loader = Operations(Mapping.of(mapping, "x.toml"), places)
    reading = read(loader, tmp_path / "x.csv")
    named = {each.id: each.properties for each in reading.nodes("Project")}
    placed = {named[each.this]["name"]: each.that for each in reading.links("Project", "regions")}
    assert placed == {"l": "ES11", "k": "FRH0"}
    notes = {each["name"]: each["note"] for each in named.values() if "note" in each}
    assert notes == {"n": "Country: Argentina", "m": "Country: Venezuela"}
    assert loader.counted["region"] == 2
    assert {each.id for each in reading.nodes("Organisation")} == {
        "beneficiary-ES-q",
        "beneficiary-FR-q",
        "beneficiary-q",
    }


def test_slugs_are_keys() -> None:
    assert slug("Ε.Υ.Δ. «Αττική»") == "ε-υ-δ-αττικη"
    assert slug("a" * 200) != slug("a" * 201)
    assert 0 < len(slug("a" * 200)) < 150
    assert slug("???") == slug("???") != slug("!!!")


def test_money_other_than_euro_keeps_its_currency(example: tuple[Operations, Reading]) -> None:
    found = example[1].node("Project", "operations-example-A3").properties
    assert (found["costNational"], found["euNational"], found["currency"]) == (1000, 500, "HRK")
    assert "costEur" not in found
    assert "place" not in found


def test_postcodes_are_looked_up_with_the_zeros_they_lost(places: Places, read: Read) -> None:
    asked: list[dict[str, Any]] = []

    class Asked(Places):
        def place(self, **words: Any) -> None:
            asked.append(words)

    loader = Operations(Mapping.read(FILES / "list.toml"), Asked(), CATALOGUE)
    read(loader, FILES / "list.csv")
    assert {"code": "", "city": "Jena", "postcode": "07743", "country": "DE"} in asked


def test_what_cannot_be_read_is_rejected(example: tuple[Operations, Reading]) -> None:
    assert [(each.raw[:3], each.code) for each in example[1].rejects] == [
        ("A4 ", "DUPLICATE_KEY"),
        ("A5 ", "BAD_DATE"),
        ("A6 ", "BAD_DATE"),
        ("A7 ", "BAD_NUMBER"),
        ("A8 ", "BAD_CURRENCY"),
        ("A9 ", "BAD_RATE"),
        ("No ", "BAD_CELL"),
        ("A10", "BAD_CURRENCY"),
    ]
    assert "N. N." not in str([fact.properties for fact in example[1].facts.values()])


def test_a_row_may_be_a_place_of_an_operation(places: Places, read: Read) -> None:
    reading = read(Operations(Mapping.read(FILES / "places.toml"), places), FILES / "places.csv")
    bridges = {each.id: each.properties["costNational"] for each in reading.nodes("Project")}
    assert sorted(bridges.values()) == [10, 20]
    assert Counter((bridges[each.this], each.that) for each in reading.links("Project", "regions")) == {
        (10, "HR036"): 1,
        (10, "HR033"): 1,
        (20, "HR033"): 1,
    }
    assert {each.properties["place"] for each in reading.links("Project", "regions")} == {"ISTARSKA", "ZADARSKA"}
    assert [(each.line, each.code) for each in reading.rejects] == [(4, "DUPLICATE_LINK"), (5, "UNKNOWN_PLACE")]


def test_rows_without_a_code_are_told_apart_by_all_they_say(read: Read, tmp_path: Path) -> None:
    mapping = 'id = "x"\ntitle = "X"\n[columns]\nname = "a"\ndescription = "b"\nstatus = "c"\n'
    (tmp_path / "x.csv").write_text("a,b,c\nn,p,\nn,,p\nn,p,\nn,q,\n", encoding="utf-8")
    reading = read(Operations(Mapping.of(mapping, "x.toml")), tmp_path / "x.csv")
    assert [(each.line, each.code) for each in reading.rejects] == [(4, "DUPLICATE_KEY")]
    again = read(Operations(Mapping.of(mapping, "x.toml")), tmp_path / "x.csv")
    assert len(reading.nodes("Project")) == 3
    assert again.facts == reading.facts


def test_a_mapping_and_operations_go_together(tmp_path: Path) -> None:
    assert named("operations", FILES / "list.toml").name == "operations-example"
    assert named("operations-england") is LOADERS["operations-england"]
    for name, mapping in (("operations", None), ("nuts", FILES / "list.toml"), ("nothing", None)):
        with pytest.raises(BadInput):
            named(name, mapping)
    with pytest.raises(FileRefused):
        named("operations", tmp_path / "none.toml")


def test_the_graph_is_asked_once(read: Read) -> None:
    answers: dict[str, list[list[Any]]] = {
        "InterventionField": [["2014-2020-056", "Investment, in SMEs", "2014-2020"]],
        "Fund": [["ERDF"]],
        "Programme": [["2014DE16RFOP015", "a-programme"]],
        "Region": [],
    }
    asked: list[str] = []

    def ask(question: str) -> list[list[Any]]:
        asked.append(question)
        return answers[re.search(r":(\w+)", question)[1]]  # type: ignore[index]

    loader = Operations(Mapping.read(FILES / "list.toml"))
    loader.prepare(ask)
    reading = read(loader, FILES / "list.csv")
    assert len(asked) == len(set(asked))
    assert {re.search(r":(\w+)", each)[1] for each in asked} == answers.keys()  # type: ignore[index]
    assert ("A1", "a-programme") in links(reading, "programme")
    assert links(reading, "interventionField") == [("A1", "2014-2020-056")]


REAL = {
    "baden-wuerttemberg": "DE1_BadenWuerttemberg_ERDF.csv",
    "brandenburg": "DE4_Brandenburg_ERDF.csv",
    "croatia": "HR_ESIF.csv",
    "england": "UK_England.csv",
    "finland": "FI_ERDF.csv",
    "greece": "EL_all.csv",
    "latvia": "LV_all.csv",
    "northern-ireland": "UK_NorthernIreland_ERDF.csv",
    "schleswig-holstein": "DEF_SchleswigHolstein_ERDF.csv",
    "thueringen": "DEG_Thueringen_ERDF.csv",
}


def plain(words: str) -> float:
    return float(words or 0)


def comma(words: str) -> float:
    return float(re.sub(r"[^\d,]", "", words).replace(",", ".") or 0)


def lines(name: str) -> list[dict[str, str]]:
    greek = name == "greece"
    with shared(f"{FOLDER}/{REAL[name]}").open(encoding="cp1253" if greek else "utf-8-sig", newline="") as file:
        found = csv.reader(file, delimiter=";" if greek else ",")
        columns = [" ".join(each.split()) for each in next(found)]
        return [dict(zip(columns, row, strict=True)) for row in found]


Sums = list[tuple[str, str, Callable[[str], float]]]
SUMS: dict[str, Sums] = {
    "baden-wuerttemberg": [("costEur", "Gesamtbetrag der förderfähigen Ausgaben des Vorhabens", comma)],
    "brandenburg": [("costEur", "Gesamtbetrag der förderfähigen Ausgaben des Vorhabens", comma)],
    "england": [
        ("costNational", "Total project costs £m", comma),
        ("euNational", "ERDF/ESF investment £m", comma),
    ],
    "finland": [],
    "greece": [
        (
            "costEur",
            "ΣΥΝΟΛΙΚΗ ΕΠΙΛΕΞΙΜΗ ΔΑΠΑΝΗ ΠΟΥ ΔΙΑΤΕΘΗΚΕ ΣΤΗΝ ΠΡΑΞΗ (ΠΡΟΫΠΟΛΟΓΙΣΜΟΣ)/ TOTAL ELIGIBLE EXPENDITURE ALLOCATED"
            " TO THE OPERATION",
            comma,
        )
    ],
    "latvia": [("costEur", "Kopējais finansējums", comma), ("euEur", "ES finansējums", comma)],
    "northern-ireland": [
        ("costNational", "Total eligible expenditure allocated to the operation", comma),
        ("euNational", "Union co-financing rate, as per priority axis", comma),
    ],
    "schleswig-holstein": [("costEur", "Gesambetrag der förderfähigen Ausgaben des Vorhabens", plain)],
    "thueringen": [("costEur", "Gesamtbetrag der foerderfaehigen Ausgaben des Vorhabens", comma)],
}
REJECTS = {"finland": {"BAD_CELL": 3, "BAD_DATE": 1}}


def load(name: str, read: Read, places: Places) -> Reading:
    shared(FOLDER)
    loader = Operations(LOADERS[f"operations-{name}"].mapping, places, CATALOGUE)  # type: ignore[attr-defined]
    return read(loader, shared(f"{FOLDER}/{REAL[name]}"))


@pytest.mark.parametrize("name", SUMS)
def test_a_real_list_loads_whole(name: str, read: Read, places: Places) -> None:
    reading, rows = load(name, read, places), lines(name)
    projects = reading.nodes("Project")
    assert Counter(each.code for each in reading.rejects) == REJECTS.get(name, {})
    assert reading.rows == len(rows) == len(projects) + len(reading.rejects)
    for stored, column, number in SUMS[name]:
        assert sum(each.properties.get(stored, 0) for each in projects) == pytest.approx(
            sum(number(row[column]) for row in rows), abs=0.01
        )


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("baden-wuerttemberg", "Name des Begünstigten"),
        ("brandenburg", "Name des Begünstigten"),
        ("england", "Recipient of funds"),
        ("latvia", "Finansējuma saņēmējs"),
        ("northern-ireland", "Beneificary Name"),
        ("thueringen", "Name des Beguenstigten"),
    ],
)
def test_every_beneficiary_carries_out_its_operation(name: str, column: str, read: Read, places: Places) -> None:
    reading = load(name, read, places)
    names = {each.id: each.properties["name"] for each in reading.nodes("Organisation")}
    found = Counter(slug(names[each.that]) for each in reading.links("Project", "organisations"))
    assert found == Counter(slug(row[column]) for row in lines(name) if row[column].strip())


def test_croatias_operations_are_in_many_counties(read: Read, places: Places) -> None:
    reading, rows = load("croatia", read, places), lines("croatia")
    assert not reading.rejects
    assert reading.rows == len(rows) == len(reading.links("Project", "regions"))
    operations = {(row["Naziv projekta"], row["Korisnik"], row["Ukupno prihvatljivi troškovi"]) for row in rows}
    assert len(reading.nodes("Project")) == len(operations)
    kuna = sum(comma(cost) for _, _, cost in operations if cost.endswith("kn"))
    assert sum(each.properties.get("costNational", 0) for each in reading.nodes("Project")) == pytest.approx(kuna)
    assert not any("costEur" in each.properties for each in reading.nodes("Project"))
    assert len({each.that for each in reading.links("Project", "regions")}) == 21


def test_greeces_parts_are_in_its_regions(read: Read, places: Places) -> None:
    reading, rows = load("greece", read, places), lines("greece")
    funds = {"ΕΤΠΑ": "ERDF", "ΕΚΤ": "ESF", "ΤΣ": "CF", "ΠΑΝ": "YEI"}
    assert Counter(each.that for each in reading.links("Project", "funds")) == Counter(
        funds[row["TAMEIO/ FUND"].partition("-")[2]] for row in rows
    )
    assert {each.properties["code"] for each in reading.nodes("Project")} == {
        row["ΟΝΟΜΑΣΙΑ ΠΡΑΞΗΣ / OPERATION NAME"].partition("-")[0] for row in rows
    }


def test_englands_days_are_read(read: Read, places: Places) -> None:
    reading, rows = load("england", read, places), lines("england")
    months = ["jan", "feb", "mrz", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez"]
    days = [re.fullmatch(r"(\d\d)\. (\w{3}) (\d\d)", row["End date"]) for row in rows]
    expected = Counter(f"20{day[3]}-{months.index(day[2].lower()) + 1:02}-{day[1]}" for day in days if day)
    found = Counter(each.properties["end"] for each in reading.nodes("Project"))
    assert found - expected == {"2018-11": 1, "2017-12": 1}
    assert not expected - found


def test_a_row_is_read_in_good_time(places: Places) -> None:
    mapping = LOADERS["operations-thueringen"].mapping  # type: ignore[attr-defined]
    loader = Operations(mapping, places, CATALOGUE)
    rows = list(loader.rows([shared(f"{FOLDER}/{REAL['thueringen']}")])) * 5
    began = time.process_time()
    facts = sum(1 for row in rows for _ in loader.facts(row))
    assert facts > 5 * len(rows)
    assert (time.process_time() - began) / len(rows) < 0.00015  # it takes 20 microseconds where nothing else runs
