"""Regions that are alike, held against distances reckoned by hand from the facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from math import log
from typing import Any

import pytest

from kb.graph import Graph
from kb.loaders.similarity import Similarity
from kb.settings import Settings
from kb.sync.load import load

Ask = Callable[..., Any]
Asking = Callable[[Graph], Ask]

SELECTED = "region { id } distance known technologies { id } parts { dimension distance weight shared mine theirs }"


def regions(graph: Graph) -> tuple[dict[str, str], dict[str, str]]:
    """Give the first code of each code's territory, and the country of each code."""
    same: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in graph.read("MATCH (a:Region)-[:SAME_TERRITORY]->(b:Region) RETURN a.id, b.id"):
        same[one].add(other)
    countries = dict(graph.read("MATCH (r:Region) RETURN r.id, r.country"))
    return {code: min(codes) for code, codes in same.items()}, countries


def technologies(graph: Graph) -> dict[str, set[str]]:
    first, _ = regions(graph)
    found: defaultdict[str, set[str]] = defaultdict(set)
    of = dict(graph.read("MATCH (p:Priority)-[:SET_BY]->(s:Strategy)-[:OF_REGION]->(r:Region) RETURN p.id, r.id"))
    for priority, technology in graph.read("MATCH (p:Priority)-[:DRAWS_ON]->(t) RETURN p.id, t.id"):
        if priority in of:
            found[first[of[priority]]].add(technology)
    return dict(found)


def asked(ask: Ask, to: str, **given: str) -> list[dict[str, Any]]:
    extra = "".join(f", {name}: {value}" for name, value in given.items())
    rows: list[dict[str, Any]] = ask(
        f'{{ similarRegions(to: "{to}"{extra}, first: 1000) {{ nodes {{ {SELECTED} }} }} }}'
    )["similarRegions"]["nodes"]
    return rows


def test_by_technologies_alone_it_is_what_sets_have_in_common(starter: Graph, asking: Asking) -> None:
    own, ask = technologies(starter), asking(starter)
    for region in ("ITC4", "ES51", "DE1", "FI197"):
        rows = asked(ask, region, weights="{priorities: 0, sectors: 0, research: 0, economy: 0}")
        expected = {
            other: round(1 - len(own[region] & theirs) / len(own[region] | theirs), 4)
            for other, theirs in own.items()
            if other != region and not other.startswith(region) and not region.startswith(other)
        }
        assert {row["region"]["id"]: row["distance"] for row in rows} == expected
        assert [row["distance"] for row in rows] == sorted(expected.values())
        for row in rows:
            shared = own[region] & own[row["region"]["id"]]
            assert {each["id"] for each in row["technologies"]} == shared
            [part] = [each for each in row["parts"] if each["dimension"] == "TECHNOLOGIES"]
            assert (set(part["shared"]), set(part["mine"])) == (shared, own[region] - shared)


def test_a_country_alone_or_the_others(starter: Graph, asking: Asking) -> None:
    ask, (_, countries) = asking(starter), regions(starter)
    everyone = {row["region"]["id"] for row in asked(ask, "ITC4")}
    same = {row["region"]["id"] for row in asked(ask, "ITC4", sameCountry="true")}
    others = {row["region"]["id"] for row in asked(ask, "ITC4", sameCountry="false")}
    assert same | others == everyone
    assert same
    assert {countries[each] for each in same} == {"IT"}
    assert "IT" not in {countries[each] for each in others}


def test_what_is_kept_in_the_graph_is_the_nearest_ten(starter: Graph, asking: Asking) -> None:
    ask = asking(starter)
    for region in ("ITC4", "ES51", "DE1"):
        kept = ask(
            f'{{ region(id: "{region}") {{ similarTo(first: 50) {{ edges {{ distance known version confidence'
            " node { id } } } } }"
        )["region"]["similarTo"]["edges"]
        nearest = asked(ask, region)[:10]
        assert {each["node"]["id"]: each["distance"] for each in kept} == {
            row["region"]["id"]: row["distance"] for row in nearest
        }
        assert {each["confidence"] for each in kept} == {"INFERRED"}


def test_partners_are_alike_share_a_technology_and_are_in_no_partnership_on_it(starter: Graph, asking: Asking) -> None:
    first, _ = regions(starter)
    own, ask = technologies(starter), asking(starter)
    alike: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for one, other, distance in starter.read("MATCH (a)-[s:SIMILAR_TO]->(b) RETURN a.id, b.id, s.distance"):
        for this, that in ((one, other), (other, one)):
            alike[this][that] = min(distance, alike[this].get(that, 1))
    on: defaultdict[str, set[str]] = defaultdict(set)
    for partnership, technology in starter.read("MATCH (p:Partnership)-[:WORKS_ON]->(t) RETURN p.id, t.id"):
        on[partnership].add(technology)
    part: defaultdict[str, set[str]] = defaultdict(set)
    for region, partnership in starter.read(
        "MATCH (r:Region)-[t:TAKES_PART_IN]->(p) WHERE t.to IS NULL RETURN r.id, p.id"
    ):
        part[first[region]].add(partnership)
    for region in sorted(alike)[::9]:
        expected = {}
        for other, distance in alike[region].items():
            together = {technology for each in part[region] & part[other] for technology in on[each]}
            missing = (own[region] & own[other]) - together
            if missing and distance <= 0.5:
                expected[other] = (distance, missing)
        rows = ask(
            f'{{ region(id: "{region}") {{ similarPartners(first: 1000) {{ nodes {{ region {{ id }} distance'
            " technologies { id } confidence sources { id } facts { type } } } } }"
        )["region"]["similarPartners"]["nodes"]
        assert {
            row["region"]["id"]: (row["distance"], {each["id"] for each in row["technologies"]}) for row in rows
        } == expected
        assert all(row["sources"] and row["facts"] for row in rows)


@pytest.fixture
def measured(small: Any) -> Graph:
    """Give three regions with statistics, and one that lies within another."""
    small.regions("A", "B", "C", "A1")
    for region, gerd, gdp in (("A", 1.0, 100.0), ("B", 2.0, 1000.0), ("C", 3.0, 100.0)):
        for indicator, unit, value in (("GERD", "PC_GDP", gerd), ("GDP", "MIO_EUR", gdp)):
            for year, factor in ((2019, 7), (2020, 1)):
                id = f"{indicator}-{region}-{year}"
                given = {"indicator": indicator, "unit": unit, "year": year, "value": value * factor}
                small.node("Statistic", id, name=id, **given)
                small.link(f"Statistic:{id}", "MEASURED_IN", f"Region:{region}")
    for region, persons in (("A", (30, 70)), ("B", (60, 40))):
        for sector, many in zip(("S1", "S2"), persons, strict=True):
            id = f"persons-{region}-{sector}"
            small.node("Sector", sector, name=sector)
            given = {"indicator": "PERSONS_EMPLOYED", "unit": "PERS", "year": 2014, "value": float(many)}
            small.node("Statistic", id, name=id, **given)
            small.link(f"Statistic:{id}", "MEASURED_IN", f"Region:{region}")
            small.link(f"Statistic:{id}", "MEASURES", f"Sector:{sector}")
    graph: Graph = small.written()
    return graph


def test_numbers_are_the_newest_on_the_scale_of_most_regions(measured: Graph, asking: Asking) -> None:
    rows = {row["region"]["id"]: row for row in asked(asking(measured), "A", leastKnown="0")}
    assert rows.keys() == {"B", "C"}
    parts = {id: {each["dimension"]: each for each in row["parts"]} for id, row in rows.items()}
    # from the 5th to the 95th of a hundred parts between 1, 2 and 3; and between log 100, log 100 and log 1000
    assert parts["B"]["RESEARCH"]["distance"] == pytest.approx(1 / 1.8, abs=1e-4)
    assert parts["C"]["RESEARCH"]["distance"] == 1
    assert parts["B"]["ECONOMY"]["distance"] == pytest.approx(min(1, log(10) / (0.9 * log(10))), abs=1e-4)
    assert parts["C"]["ECONOMY"]["distance"] == 0
    assert parts["B"]["SECTORS"]["distance"] == pytest.approx(0.3, abs=1e-4)
    assert parts["C"]["SECTORS"]["distance"] is None
    assert parts["B"]["TECHNOLOGIES"]["distance"] is None
    assert rows["B"]["known"] == 1
    assert rows["C"]["known"] == pytest.approx(2 / 4)
    assert rows["B"]["distance"] == pytest.approx((2 * 0.3 + 1 / 1.8 + 1) / 4, abs=1e-3)
    assert parts["B"]["RESEARCH"]["mine"] == ["1"]
    assert parts["B"]["RESEARCH"]["theirs"] == ["2"]


def test_so_much_must_be_known(measured: Graph, asking: Asking) -> None:
    assert {row["region"]["id"] for row in asked(asking(measured), "A", leastKnown="0.6")} == {"B"}
    assert asked(asking(measured), "A1") == []


def test_a_region_that_there_is_not_is_told(measured: Graph, asking: Asking) -> None:
    with pytest.raises(AssertionError, match="there is no Region XX99"):
        asked(asking(measured), "XX99")


def test_they_are_compared_anew(measured: Graph, settings: Settings) -> None:
    loader = Similarity()
    first = load(measured, loader, settings, allow_shrink=True)
    assert first.created == first.facts == 1 + 6
    assert not load(measured, loader, settings, allow_shrink=True).changed
    measured.write(lambda transaction: transaction.run("MATCH (s:Statistic {id: 'GERD-C-2020'}) SET s.value = 1.0"))
    again = load(measured, loader, settings, allow_shrink=True)
    assert again.updated
    assert again.version == 2
