"""Programmes and topics of FP7 and Horizon 2020: which code is which, titles put right, legal bases."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from kb.loaders.cordis_reference import CordisReference
from tests.loaders.conftest import Read, Reading, shared

FOLDER = Path(__file__).parent / "files" / "cordis_reference"
REAL = "cordis-reference-tables"


@pytest.fixture
def reading(read: Read) -> Reading:
    return read(CordisReference(), FOLDER)


def test_programmes(reading: Reading) -> None:
    assert {each.id: (each.properties["name"], each.properties["period"]) for each in reading.nodes("Programme")} == {
        "FP7-EXAMPLE": ('Specific programme: "Examples"', "2007-2013"),
        "EXAMPLE-2.1": ("Example activity", "2007-2013"),
        "H2020-EU.9.1.": ("EXCELLENT EXAMPLES", "2014-2020"),
        "H2020-EU.9.2.": ("H2020-EU.9.2.", "2014-2020"),
    }
    assert [(each.this, each.that) for each in reading.links("Programme", "funds")] == [("H2020-EU.9.1.", "H2020")]


def test_a_code_that_names_a_year_is_a_topic(reading: Reading) -> None:
    assert {each.id: each.properties["name"] for each in reading.nodes("Call")} == {
        "EXAMPLE.2012.2.1-3": "Examples & samples",
        "EX-01-2014": "Marie Skłodowska-Curie Examples",
        "EX-02-2015": "A topic of no basis",
        "H2020-EXAMPLE-2015": "An example call",
    }
    assert reading.node("Call", "EX-01-2014").confidence == "INFERRED"
    assert reading.node("Call", "EXAMPLE.2012.2.1-3").confidence == "READ"


def test_a_topic_may_have_several_legal_bases(reading: Reading) -> None:
    assert [(each.this, each.that) for each in reading.links("Call", "programmes")] == [
        ("EX-01-2014", "H2020-EU.9.1."), ("EX-01-2014", "H2020-EU.9.2."),
    ]  # fmt: skip


def test_other_languages_are_not_read_and_bad_rows_are_rejected(reading: Reading) -> None:
    assert reading.rows == 4 + 3 + 4
    assert [(each.file[9:-4], each.line, each.code) for each in reading.rejects] == [
        ("-FP7programmes", 6, "DUPLICATE_KEY"), ("-H2020topics", 5, "MISSING_VALUE"),
    ]  # fmt: skip


def rows_of(name: str) -> list[dict[str, str]]:
    with (shared(REAL) / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_the_real_tables(read: Read) -> None:
    reading = read(CordisReference(), shared(REAL))
    fp7 = [each for each in rows_of("cordisref-FP7programmes.csv") if each["Language"] == "en"]
    h2020, topics = rows_of("cordisref-H2020programmes.csv"), rows_of("cordisref-H2020topics.csv")
    assert reading.rows == len(fp7) + len(h2020) + len(topics) == 6093 + 1223 + 1579
    assert Counter(each.code for each in reading.rejects) == {"DUPLICATE_KEY": 4, "MISSING_VALUE": 1}
    codes = {each.id for kind in ("Programme", "Call") for each in reading.nodes(kind)}
    given = [each["Code"] for each in fp7] + [each["code"] for each in h2020] + [each["topicCode"] for each in topics]
    lacking = {" ".join(each.replace("\ufffd", " ").split()) for each in given} - codes
    assert len(lacking) == 1  # the one without a title
    bases = {(each["topicCode"].strip(), each["legalBasisCode"].strip("\ufffd ")) for each in topics}
    assert {(each.this, each.that) for each in reading.links("Call", "programmes")} == {
        (topic, basis) for topic, basis in bases if basis
    }
    programmes = {each.id for each in reading.nodes("Programme")}
    assert {each.that for each in reading.links("Call", "programmes")} <= programmes
    assert sum(each.startswith("H2020-EU") for each in programmes) == 6 + sum(
        each["code"].startswith("H2020-EU") for each in h2020
    )
    assert not [each for each in programmes if re.search(r"20(0[7-9]|1\d)", each)]
    names = " ".join(each.properties["name"] for kind in ("Programme", "Call") for each in reading.nodes(kind))
    assert not re.search(r"&amp;|\ufffd|Sk\?odowska", names)
    assert "Skłodowska" in names
