"""Beneficiaries of Kohesio: a short file of its form, and those of eleven countries counted in another way."""

from __future__ import annotations

import csv
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from unicodedata import combining, normalize

import pytest

from kb.loaders.kohesio import Kohesio
from kb.loaders.places import Places
from tests.loaders.conftest import Read, Reading, shared

FILE = Path(__file__).parent / "files" / "kohesio" / "kohesio-data-export.tsv"
EXAMPLE = "kohesio-пример-ес-еоод-bulgaria"


@pytest.fixture
def reading(read: Read, places: Places) -> Reading:
    return read(Kohesio(places), FILE)


def test_the_sums_of_a_beneficiary(reading: Reading) -> None:
    sums = {
        (each.properties["category"], each.properties["eur"], each.properties["note"])
        for each in reading.nodes("Amount")
        if each.id.startswith(EXAMPLE)
    }
    assert sums == {
        ("EU Contribution", 86694.45, "1 project in Blagoevgrad, Bulgaria"),
        ("Total Budget", 15_000_000, "1 project in Blagoevgrad, Bulgaria"),
        ("Total Budget", 2000.5, "2 projects in Blagoevgrad, Bulgaria"),
        ("EU Contribution", 200, "1 project in Никъде, Bulgaria"),
        ("Total Budget", 300, "1 project in Никъде, Bulgaria"),
    }
    assert {each.properties["type"] for each in reading.nodes("Amount")} == {"PLANNED"}
    received = reading.links("Amount", "organisation")
    assert len(received) == len(reading.nodes("Amount"))
    assert {each.that for each in received if each.this.startswith(EXAMPLE)} == {EXAMPLE}


def test_a_beneficiary_is_one_however_its_name_is_written(reading: Reading) -> None:
    assert reading.node("Organisation", EXAMPLE).properties == {
        "name": '"ПРИМЕР-ЕС" ЕООД',
        "latinName": '"Primer-ES" EOOD',
        "country": "BG",
    }


def test_the_region_is_that_of_the_money(reading: Reading) -> None:
    spent = Counter(each.that for each in reading.links("Amount", "region"))
    assert spent == {"BG413": 3, "SI042": 2}  # the unknown region has none
    assert reading.links("Organisation", "region") == []


def test_rejects(reading: Reading) -> None:
    assert [(each.line, each.code) for each in reading.rejects] == [(3, "DUPLICATE_KEY"), (6, "BAD_NUMBER")]


def words(name: str) -> tuple[str, ...]:
    plain = "".join(each for each in normalize("NFKD", name.casefold()) if not combining(each)).replace("ł", "l")
    return tuple(re.findall(r"[^\W_]+", plain))


def test_the_beneficiaries_of_eleven_countries(read: Read, places: Places) -> None:
    with shared("kohesio/kohesio-data-export.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    once = {(row[0], row[1], words(row[2]), row[3], row[4]) for row in rows}
    reading = read(Kohesio(places), shared("kohesio"))
    assert reading.rows == len(rows) == 27_222
    assert Counter(each.code for each in reading.rejects) == {"DUPLICATE_KEY": len(rows) - len(once)}
    for column, name in ((3, "Total Budget"), (4, "EU Contribution")):
        amounts = [each.properties["eur"] for each in reading.nodes("Amount") if each.properties["category"] == name]
        said = [Decimal(row[column]) for row in once if row[column]]
        assert len(amounts) == len(said)
        assert sum(Decimal(str(each)) for each in amounts) == sum(said)
    organisations = reading.nodes("Organisation")
    assert len(organisations) == len({(row[0], words(row[2])) for row in rows})
    assert {each.properties["country"] for each in organisations} == {
        "BG", "CZ", "HR", "EE", "HU", "LV", "LT", "PL", "RO", "SK", "SI",
    }  # fmt: skip
