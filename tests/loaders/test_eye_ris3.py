"""Eye@RIS3: strategies, priorities, and what they concern."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.loaders.eye_ris3 import EyeRis3
from kb.loaders.places import Places
from tests.loaders.conftest import Read, Reading

FILE = Path(__file__).parent / "files" / "eye-ris3" / "priorities.csv"
GRAPH = {
    "Sector": [["NACE2-26", "Manufacture of computers"], ["NACE2-03", "Fishing"], ["NACE2-C", "Manufacturing"]],
    "ScientificField": [["NABS-6", "Industrial production"], ["NABS-5", "Energy"], ["NABS-12.1", "Natural Sciences"]],
    "Topic": [["key-enabling-technologies", "Key enabling technologies"], ["blue-economy", "Blue economy"]],
}
LIGHT = "eye-ris3-es11-2014-2020-light-from-the-sea"


@pytest.fixture
def reading(read: Read, places: Places) -> Reading:
    def graph(query: str) -> list[list[str]]:
        return next((rows for kind, rows in GRAPH.items() if f":{kind})" in query), [])

    loader = EyeRis3()
    loader.prepare(graph)
    loader._places = places
    return read(loader, FILE)


def test_a_priority(reading: Reading) -> None:
    fact = reading.node("Priority", LIGHT)
    assert fact.properties == {
        "name": "Light from the sea",
        "description": "Photonic sensors for boats",
        "period": "2014-2020",
        "note": "Economic Domains: Something else. Policy Objectives: Peace. Source of the tool: Final strategy.",
    }


@pytest.mark.parametrize(
    ("relation", "tags"),
    [
        (
            "sectors",
            {"NACE2-26": "Economic Domains: C.26 - Computers and optics", "NACE2-03": "Economic Domains: 03 - Fishing"},
        ),
        (
            "scientificFields",
            {
                "NABS-6": "Scientific Domains: 06 - Industrial production",
                "NABS-5": "Scientific Domains: NABS05",
                "NABS-12.1": "Scientific Domains: 12.1 - Natural sciences",
            },
        ),
        (
            "topics",
            {"key-enabling-technologies": "Policy Objectives: KETs", "blue-economy": "Policy Objectives: Blue growth"},
        ),
    ],
)
def test_what_it_concerns(reading: Reading, relation: str, tags: dict[str, str]) -> None:
    links = [each for each in reading.links("Priority", relation) if each.this == LIGHT]
    assert {each.that: each.properties["basis"] for each in links} == tags
    assert {each.confidence for each in links} == {"INFERRED"}


def test_technologies_follow_from_its_words(reading: Reading) -> None:
    assert "PHO" in {each.that for each in reading.links("Priority", "technologies") if each.this == LIGHT}


def test_a_section_is_named_by_its_letter(reading: Reading) -> None:
    [link] = [each for each in reading.links("Priority", "sectors") if each.this.startswith("eye-ris3-xx11")]
    assert link.that == "NACE2-C"


def test_priorities_of_a_region_have_one_strategy(reading: Reading) -> None:
    strategies = {each.id: each.properties for each in reading.nodes("Strategy")}
    assert strategies == {
        "eye-ris3-ES11-2014-2020": {
            "name": "Smart specialisation strategy of Galicia, 2014-2020",
            "period": "2014-2020",
        },
        "eye-ris3-XX11-2014-2020": {
            "name": "Smart specialisation strategy of XX11, 2014-2020",
            "period": "2014-2020",
        },
    }
    regions = {(each.this, each.that) for each in reading.links("Strategy", "region")}
    assert regions == {("eye-ris3-ES11-2014-2020", "ES11")}


def test_a_priority_without_a_name_goes_by_its_description(reading: Reading) -> None:
    assert reading.node("Priority", "eye-ris3-es11-2014-2020-only-a-description")


def test_what_is_rejected(reading: Reading) -> None:
    assert [(each.line, each.code) for each in reading.rejects] == [(5, "DUPLICATE_KEY"), (6, "MISSING_VALUE")]


def test_a_code_is_the_same_in_small_letters(read: Read, places: Places, tmp_path: Path) -> None:
    rows = "NUTS,Priority Name,Economic Domains,Scientific Domains,Policy Objectives\nitc4,Aero,,,\nITC4,Mech,,,\n"
    (tmp_path / "e.csv").write_text(f"{rows}zz99,Else,,,\n", encoding="utf-8")
    found = read(EyeRis3(places), tmp_path / "e.csv")
    assert {each.id for each in found.nodes("Strategy")} == {
        "eye-ris3-ITC4-2014-2020", "eye-ris3-ZZ99-2014-2020",
    }  # fmt: skip
    assert [each.that for each in found.links("Strategy", "region")] == ["ITC4"]
    assert found.unplaced == ["No region is known for 1 of 2: Strategy."]
