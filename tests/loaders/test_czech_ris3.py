"""What the Czech domains cover is added to the priorities that the starter dataset has."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from kb.loaders.czech_ris3 import CzechRis3
from kb.loaders.nace import Nace
from kb.loaders.starter import FOLDER
from tests.loaders.conftest import Read, shared

FILE = Path(__file__).parent / "files" / "czech_ris3" / "domeny_kraje.csv"
REAL = "czech-ris3-regional-priorities/domeny_kraje.csv"


def knowing(priorities: list[list[Any]]) -> CzechRis3:
    loader = CzechRis3()
    loader.prepare(lambda _: priorities)
    return loader


def test_what_a_priority_covers(read: Read) -> None:
    known = [["CZ031", "Příkladné  Strojírenství", "CZ031-x"], ["CZ064", "Příkladný software", "CZ064-y"]]
    reading = read(knowing(known), FILE)
    assert reading.node("Priority", "CZ031-x").properties == {"description": "Výroba příkladů"}
    assert reading.node("Priority", "CZ064-y").properties == {}
    links = reading.links("Priority", "sectors")
    assert [(each.this, each.that, each.properties, each.confidence) for each in links] == [
        ("CZ031-x", "NACE2-28", {"basis": "CZ-NACE 28"}, "INFERRED"),
        ("CZ031-x", "NACE2-25", {"basis": "CZ-NACE 25"}, "INFERRED"),
    ]
    assert [(each.line, each.code) for each in reading.rejects] == [(4, "UNKNOWN_TARGET")]


def test_without_the_starter_nothing_is_known(read: Read) -> None:
    reading = read(knowing([]), FILE)
    assert [each.code for each in reading.rejects] == ["UNKNOWN_TARGET"] * 3


def test_the_real_domains_are_those_of_the_starter(read: Read) -> None:
    with (FOLDER / "priorities.csv").open(encoding="utf-8", newline="") as file:
        ours = [row for row in csv.DictReader(file) if row["id"].startswith("CZ")]
    reading = read(knowing([[each["strategy"][:5], each["originalTitle"], each["id"]] for each in ours]), shared(REAL))
    assert (reading.rows, reading.rejects) == (91, [])
    with shared(REAL).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {each.id for each in reading.nodes("Priority")} == {each["id"] for each in ours}
    described = [each.properties["description"] for each in reading.nodes("Priority") if each.properties]
    assert sorted(described) == sorted(each["popis"].strip() for each in rows if each["popis"])
    codes = sorted(f"NACE2-{code}" for each in rows for code in set(each["cz_nace"].split(";")) - {""})
    assert sorted(each.that for each in reading.links("Priority", "sectors")) == codes
    assert all(len(code) == len("NACE2-28") for code in codes)
    assert "NACE2-45" in codes  # a division that NACE Rev. 2.1 has no more
    known = {each.id for each in read(Nace(), shared("nace-rev2/NACE_REV2_en.csv")).nodes("Sector")}
    assert set(codes) - known == {"NACE2-34"}  # no division of NACE: the row that names it is rejected by the graph
