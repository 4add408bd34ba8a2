"""The crosswalk between editions of NUTS: parts of the old regions, and the codes that are no more."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

from kb.errors import FileRefused
from kb.loaders.nuts_crosswalk import NutsCrosswalk
from tests.loaders.conftest import Read, nuts_regions, shared

FILES = Path(__file__).parent / "files" / "nuts-crosswalk"
CURRENT = {"XX113", "XX114", "XX121"}


def parts(reading: Any, this: str, that: str) -> list[tuple[Any, ...]]:
    names = ("fromEdition", "toEdition", "area", "population", "builtUp")
    found = [each for each in reading.links("Region", "convertsTo") if (each.this, each.that) == (this, that)]
    return [tuple(each.properties.get(name) for name in names) for each in found]


def test_the_parts_are_of_the_whole_old_region(read: Read) -> None:
    reading = read(NutsCrosswalk(CURRENT), FILES)
    assert parts(reading, "XX111", "XX112") == [("2010", "2013", 0.75, 1.0, 1.0)]
    assert parts(reading, "XX111", "XX113") == [("2010", "2013", 0.25, 0.0, 0.0)]
    assert parts(reading, "XX112", "XX112") == [("2010", "2013", 1.0, 1.0, 1.0)]


def test_where_nobody_lives_no_part_of_the_inhabitants_is_known(read: Read) -> None:
    reading = read(NutsCrosswalk(CURRENT), FILES)
    assert parts(reading, "XX114", "XX114") == [("2010", "2013", 1.0, None, None)]


def test_codes_that_are_no_more_are_brought_and_those_in_use_are_added_to(read: Read) -> None:
    loader = NutsCrosswalk(CURRENT)
    regions = {each.id: each for each in read(loader, FILES).nodes("Region")}
    assert {id for id, each in regions.items() if not loader.only_adds(each)} == {"XX111", "XX112"}
    assert regions["XX112"].properties == {
        "name": "XX112", "level": 3, "country": "XX", "earlierEditions": ["2010", "2013"],
        "statistical": False,
    }  # fmt: skip
    assert regions["XX113"].properties == {"earlierEditions": ["2013"]}
    assert "XX121" not in regions  # it has no earlier edition


def test_rejects(read: Read) -> None:
    rejects = read(NutsCrosswalk(CURRENT), FILES).rejects
    assert [(each.line, each.code) for each in rejects] == [(6, "EXTRA_REGIO"), (7, "BAD_NUMBER")]


def test_a_file_of_another_name_and_a_graph_without_regions_are_refused() -> None:
    with pytest.raises(FileRefused, match="not a name that nuts-crosswalk knows"):
        list(NutsCrosswalk().rows([FILES / "cities.csv"]))
    with pytest.raises(FileRefused, match="no regions"):
        NutsCrosswalk().prepare(lambda _: [])


def test_the_real_matrices(read: Read) -> None:
    folder = shared("nuts-crosswalk-jrc")
    current = {each.id for each in nuts_regions()}
    reading = read(NutsCrosswalk(current), folder)
    rows = [
        (path.name, row) for path in sorted(folder.glob("*.csv")) for row in csv.reader(path.read_text().splitlines())
    ]
    rows = [(name, row) for name, row in rows if not row[0].startswith("code")]
    assert reading.rows == len(rows) == 12376
    assert Counter(each.code for each in reading.rejects) == {"EXTRA_REGIO": 3}
    links = reading.links("Region", "convertsTo")
    assert len(links) == 12373
    codes = {code for _, row in rows for code in row[:2] if not code.startswith("ELZ")}
    brought = {each.id for each in reading.nodes("Region") if "name" in each.properties}
    assert brought == codes - current
    assert len(brought) == 426
    earlier: dict[str, set[str]] = defaultdict(set)
    for name, row in rows:
        for code, edition in zip(row[:2], (name[7:11], name[13:17]), strict=True):
            earlier[code].add(edition)
    for each in reading.nodes("Region"):
        want = earlier[each.id] if each.id in brought else earlier[each.id] - {"2021", "2024"}
        assert set(each.properties["earlierEditions"]) == want
    sums: dict[tuple[str, str, str], float] = defaultdict(float)
    for link in links:
        sums[link.this, link.properties["fromEdition"], link.properties["toEdition"]] += link.properties["area"]
    assert all(abs(each - 1) < 1e-4 for each in sums.values())
    area = {name: float(row[3]) for name, row in rows if row[:2] == ["HU10", "HU11"]}
    whole = sum(float(row[3]) for name, row in rows if name == "n2_cm_v2013_v2016.csv" and row[0] == "HU10")
    part = next(
        each for each in links if (each.this, each.that, each.properties["toEdition"]) == ("HU10", "HU11", "2016")
    )
    assert part.properties["area"] == round(area["n2_cm_v2013_v2016.csv"] / whole, 6)
