"""Profiles of the ECCP: clusters, their regions, sectors and technologies, and no names of persons."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.loaders.eccp_clusters import EccpClusters
from kb.loaders.places import Places
from tests.loaders.conftest import Read, Reading

FILE = Path(__file__).parent / "files" / "eccp" / "clusters.csv"
GRAPH = {
    "Sector": [["NACE2-C", "Manufacturing"], ["NACE2.1-C", "Manufacturing"]],
    "Technology": [["PHO", "Photonics"], ["AI", "Artificial intelligence"]],
}
LIGHT = "eccp-example-light-cluster-italy"


@pytest.fixture
def reading(read: Read, places: Places) -> Reading:
    def graph(query: str) -> list[list[str]]:
        return next((rows for kind, rows in GRAPH.items() if f":{kind})" in query), [])

    loader = EccpClusters()
    loader.prepare(graph)
    loader._places = places
    return read(loader, FILE)


def test_a_cluster(reading: Reading) -> None:
    assert reading.node("Cluster", LIGHT).properties == {
        "name": "Example Light Cluster",
        "sector": "Manufacturing; Lighting; Electronics",
        "description": "Firms of photonic sensors",
        "founded": "2009",
        "members": 120,
        "smes": 90,
        "website": "https://light.example",
        "place": "Milano, Italy",
    }


def test_regions_are_found_by_code_or_name(reading: Reading) -> None:
    found = {each.this: (each.that, each.properties["method"]) for each in reading.links("Cluster", "region")}
    assert found == {LIGHT: ("ITC4", "CODE"), "eccp-example-name-cluster-italy": ("ITC4", "NAME")}


def test_industries_that_are_sectors_are_linked(reading: Reading) -> None:
    [link] = reading.links("Cluster", "sectors")
    assert (link.this, link.that, link.properties["basis"]) == (LIGHT, "NACE2-C", "industries: Manufacturing")


def test_technologies_it_names(reading: Reading) -> None:
    links = {each.that: each for each in reading.links("Cluster", "technologies") if each.this == LIGHT}
    assert links["PHO"].properties["basis"] == "Technology fields: Photonics"
    assert links["AI"].properties["basis"] == "Technology fields: Artificial intelligence"
    assert {each.confidence for each in links.values()} == {"INFERRED"}


def test_persons_are_not_read(reading: Reading) -> None:
    assert "erson" not in str(list(reading.facts.values()))


def test_what_is_rejected(reading: Reading) -> None:
    assert [(each.line, each.code) for each in reading.rejects] == [
        (5, "DUPLICATE_KEY"),
        (6, "BAD_NUMBER"),
        (7, "BAD_DATE"),
    ]


def test_clusters_without_a_region_are_counted(reading: Reading) -> None:
    assert len(reading.nodes("Cluster")) == 3
    assert reading.unplaced == ["No region is known for 1 of 3: Cluster."]
