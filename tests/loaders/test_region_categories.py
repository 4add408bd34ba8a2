"""Categories of regions: the words, the periods and the codes."""

from __future__ import annotations

from pathlib import Path

from kb.loaders.places import Places
from kb.loaders.region_categories import RegionCategories
from tests.loaders.conftest import Read

FILE = Path(__file__).parent / "files" / "region-categories" / "categories.csv"


def test_regions_and_their_categories(read: Read, places: Places) -> None:
    reading = read(RegionCategories(places), FILE)
    links = reading.links("Region", "categories")
    assert [(each.this, each.that, each.properties["period"], each.confidence) for each in links] == [
        ("ITC4", "more-developed", "2021-2027", "READ"),
        ("ITF3", "less-developed", "2021-2027", "READ"),
        ("ES12", "transition", "2014-2020", "READ"),
    ]
    assert {each.id: each.properties["name"] for each in reading.nodes("RegionCategory")} == {
        "more-developed": "More developed regions",
        "less-developed": "Less developed regions",
        "transition": "Transition regions",
    }
    assert [(each.line, each.code) for each in reading.rejects] == [
        (5, "UNKNOWN_NAME"),
        (6, "BAD_PERIOD"),
        (7, "UNKNOWN_PLACE"),
    ]
