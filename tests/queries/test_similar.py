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
from tests.queries.conftest import FACTS, Small, Words, current, ids, root, vouched

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
    for region in ("ITC4", "ES51", "DE1", "CZ01", "CZ010", "DK", "DK0", "EE", "EE0", "EE00"):
        kept = ask(
            f'{{ region(id: "{region}") {{ similarTo(first: 50) {{ edges {{ distance known version confidence'
            " node { id } } } } }"
        )["region"]["similarTo"]["edges"]
        nearest = asked(ask, region)[:10]
        assert nearest
        assert {each["node"]["id"]: each["distance"] for each in kept} == {
            row["region"]["id"]: row["distance"] for row in nearest
        }
        assert {each["confidence"] for each in kept} == {"INFERRED"}


def worked_on(graph: Graph) -> dict[str, set[tuple[str, str]]]:
    """Give, by first code, the partnerships each region is in now, with each technology these work on."""
    first, _ = regions(graph)
    on: defaultdict[str, set[str]] = defaultdict(set)
    for partnership, technology in graph.read("MATCH (p:Partnership)-[:WORKS_ON]->(t) RETURN p.id, t.id"):
        on[partnership].add(technology)
    found: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for region, partnership, said in graph.read(
        "MATCH (r:Region)-[t:TAKES_PART_IN]->(p) RETURN r.id, p.id, t {.from, .to}"
    ):
        if current(said):
            found[first[region]] |= {(partnership, technology) for technology in on[partnership]}
    return found


PARTNER = f"{SELECTED} myPriorities {{ id }} theirPriorities {{ id }} {FACTS}"
ALONE = Words("{priorities: 0, sectors: 0, research: 0, economy: 0}")


@pytest.mark.parametrize("within", [0, 0.5, 0.8])
def test_partners_are_all_that_are_alike_and_in_no_partnership_on_a_technology_of_both(
    starter: Graph, asking: Asking, within: float
) -> None:
    own, on, ask = technologies(starter), worked_on(starter), asking(starter)
    first, _ = regions(starter)
    drawn: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for region, priority, technology in starter.read(
        "MATCH (r:Region)<-[:OF_REGION]-()<-[:SET_BY]-(p:Priority)-[:DRAWS_ON]->(t) RETURN r.id, p.id, t.id"
    ):
        drawn[first[region], technology].add(priority)
    for region in ("ITC4", "ES24", "ES51", "DE1"):
        expected = {}
        for other, theirs in own.items():
            missing = (own[region] & theirs) - {technology for _, technology in on[region] & on[other]}
            distance = round(1 - len(own[region] & theirs) / len(own[region] | theirs), 4)
            if missing and distance <= within and not other.startswith(region) and not region.startswith(other):
                mine, others = (set().union(*(drawn[each, one] for one in missing)) for each in (region, other))
                expected[other] = (distance, missing, mine, others)
        rows = root(ask, "similarPartners", PARTNER, to=region, withinDistance=within, weights=ALONE)
        assert {
            row["region"]["id"]: (row["distance"], *map(set, ids([row[each] for each in NAMED]))) for row in rows
        } == expected
        assert [row["distance"] for row in rows] == sorted(distance for distance, *_ in expected.values())
        assert all(vouched(row) for row in rows)


NAMED = ("technologies", "myPriorities", "theirPriorities")


def test_partners_are_compared_as_regions_like_one_are(starter: Graph, asking: Asking) -> None:
    ask = asking(starter)
    for given in ({}, {"leastKnown": 1}, {"sameCountry": True}, {"weights": Words("{technologies: 5}")}):
        alike = {row["region"]["id"]: row for row in root(ask, "similarRegions", SELECTED, to="ITC4", **given)}
        rows = root(ask, "similarPartners", SELECTED, to="ITC4", withinDistance=1, **given)
        assert rows
        for row in rows:
            one = alike[row["region"]["id"]]
            assert all(row[each] == one[each] for each in ("distance", "known", "parts"))
        chosen = root(ask, "similarPartners", SELECTED, to="ITC4", withinDistance=1, technologies=["PHO"], **given)
        of_it = [row["region"]["id"] for row in rows if "PHO" in ids(row["technologies"])]
        assert [row["region"]["id"] for row in chosen] == of_it
        assert all(ids(row["technologies"]) == ["PHO"] for row in chosen)


@pytest.fixture
def tied(small: Any) -> Graph:
    """Give a region, and twelve that are all as near to it."""
    small.nodes("Technology", "PHO AMT")
    others = [f"YY{number}" for number in range(10, 22)]
    small.regions("XX1", "XX11", *others)
    small.links("SAME_TERRITORY", "Region:XX1 Region:XX11", "Region:XX11 Region:XX1")
    for each in ("XX11", *others):
        small.priority(f"of-{each}", each, "PHO", "AMT")
    for partnership, technology in (("light", "PHO"), ("light-too", "PHO"), ("making", "AMT"), ("other", "")):
        small.node("Partnership", partnership)
        if technology:
            small.link(f"Partnership:{partnership}", "WORKS_ON", f"Technology:{technology}")
    # with it on both technologies, on one, on none, no more, not yet, on another occasion, until later
    small.links("TAKES_PART_IN", *(f"Region:{each}" for each in (
        "XX1 Partnership:light", "XX11 Partnership:making", "XX1 Partnership:other",
        "YY10 Partnership:light", "YY10 Partnership:making",
        "YY11 Partnership:light", "YY12 Partnership:other", "YY15 Partnership:light-too",
    )))  # fmt: skip
    small.link("Region:YY13", "TAKES_PART_IN", "Partnership:light", to="2019")
    small.link("Region:YY14", "TAKES_PART_IN", "Partnership:light", **{"from": "2999-01"})
    small.link("Region:YY16", "TAKES_PART_IN", "Partnership:light", to="2999")
    graph: Graph = small.written()
    return graph


def test_of_partners_equally_near_none_is_left_out(tied: Graph, asking: Asking) -> None:
    expected = {f"YY{number}": ["AMT", "PHO"] for number in range(11, 22)} | {"YY11": ["AMT"], "YY16": ["AMT"]}
    for code in ("XX1", "XX11"):
        rows = root(asking(tied), "similarPartners", PARTNER, to=code, withinDistance=0)
        assert [(row["region"]["id"], ids(row["technologies"])) for row in rows] == sorted(expected.items())
        for row in rows:
            other = row["region"]["id"]
            assert (row["distance"], row["known"]) == (0, 1)
            assert (ids(row["myPriorities"]), ids(row["theirPriorities"])) == (["of-XX11"], [f"of-{other}"])
            assert vouched(row) == {
                fact
                for each in ("XX11", other)
                for fact in (
                    f"strategy-of-of-{each} OF_REGION {each}", f"of-{each} SET_BY strategy-of-of-{each}",
                    f"of-{each} DRAWS_ON PHO", f"of-{each} DRAWS_ON AMT",
                )
            }  # fmt: skip


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


@pytest.fixture
def told_twice(small: Small) -> Graph:
    """Give a territory of three codes with statistics under each, in either order, and another region."""
    codes = ("XX", "XX0", "XX00")
    small.regions(*codes, "YY1")
    small.links("SAME_TERRITORY", *(f"Region:{a} Region:{b}" for a in codes for b in codes if a != b))
    small.nodes("Sector", "S1 S2")
    units = {"GERD": "PC_GDP", "GDP": "MIO_EUR", "PERSONS_EMPLOYED": "PERS"}
    for indicator, region, year, value, *sectors in (
        # under the first code and the last, equally new; under the second, older
        ("GERD", "XX00", 2020, 1.0), ("GERD", "XX0", 2019, 3.0), ("GERD", "XX", 2020, 2.0), ("GERD", "YY1", 2020, 5.0),
        # the newest under the second code
        ("GDP", "XX", 2018, 10.0), ("GDP", "XX0", 2020, 20.0), ("GDP", "XX00", 2019, 30.0), ("GDP", "YY1", 2020, 50.0),
        # of one sector equally new, the greater under the later code; of the other newer under the later code
        ("PERSONS_EMPLOYED", "XX0", 2014, 90.0, "S1"), ("PERSONS_EMPLOYED", "XX", 2014, 30.0, "S1"),
        ("PERSONS_EMPLOYED", "XX", 2013, 10.0, "S2"), ("PERSONS_EMPLOYED", "XX0", 2014, 70.0, "S2"),
        ("PERSONS_EMPLOYED", "YY1", 2014, 50.0, "S1"), ("PERSONS_EMPLOYED", "YY1", 2014, 50.0, "S2"),
    ):  # fmt: skip
        id = "-".join([indicator, region, str(year), *sectors])
        small.node("Statistic", id, indicator=indicator, unit=units[indicator], year=year, value=value)
        small.link(f"Statistic:{id}", "MEASURED_IN", f"Region:{region}")
        small.links("MEASURES", *(f"Statistic:{id} Sector:{sector}" for sector in sectors))
    return small.written()


def test_of_several_codes_the_newest_counts_and_then_that_of_the_first(told_twice: Graph, asking: Asking) -> None:
    ask = asking(told_twice)
    theirs = {"GERD-YY1-2020", "GDP-YY1-2020", "PERSONS_EMPLOYED-YY1-2014-S1", "PERSONS_EMPLOYED-YY1-2014-S2"}
    chosen = {"GERD-XX-2020", "GDP-XX0-2020", "PERSONS_EMPLOYED-XX-2014-S1", "PERSONS_EMPLOYED-XX0-2014-S2"}
    for code in ("XX", "XX0", "XX00"):
        [row] = root(ask, "similarRegions", f"{SELECTED} {FACTS}", to=code)
        assert {fact.split()[0] for fact in vouched(row)} == theirs | chosen
        parts = {each["dimension"]: each for each in row["parts"]}
        assert (parts["RESEARCH"]["mine"], parts["ECONOMY"]["mine"]) == (["2"], ["20"])
        assert parts["SECTORS"]["distance"] == pytest.approx(0.2)  # 30 and 70 of 100, beside 50 and 50
    [row] = root(ask, "similarRegions", SELECTED, to="YY1")
    parts = {each["dimension"]: each for each in row["parts"]}
    assert row["region"]["id"] == "XX"
    assert (parts["RESEARCH"]["theirs"], parts["ECONOMY"]["theirs"]) == (["2"], ["20"])


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
