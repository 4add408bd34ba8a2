"""Funds for joint facilities and the services behind them, held against the same facts gone through by hand."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from random import Random
from typing import Any

import pytest

from kb.graph import Graph
from kb.queries.money import SMART
from tests.queries.conftest import FACTS, Ask, Small, facts_of, ids, of_region, paged, root, vouched

Asking = Callable[[Graph], Ask]

FUNDS = f"""
fund {{ id }} period reach programmes {{ id }} objectives {{ id }} directorates {{ id }}
managedBy {{ role period startNode {{ id }} endNode {{ id }} }} regionsWithPriority {{ id }} priorities {{ id }} {FACTS}
"""
SERVICES = f"""
directorate {{ id }} funds {{ id }} programmes {{ id }} unboundProgrammes {{ id }} priorities {{ id }} {FACTS}
"""


def funds(ask: Ask, *regions: str, **arguments: Any) -> list[dict[str, Any]]:
    return root(ask, "fundsForJointFacility", FUNDS, regions=regions, **arguments)


def services(ask: Ask, region: str, **arguments: Any) -> list[dict[str, Any]]:
    return of_region(ask, region, "directoratesFor", SERVICES, **arguments)


# The same by hand


def drawing(facts: Any, region: Any, technology: str, inherited: bool = False) -> set[str]:
    """Give the priorities of a region that draw on a technology."""
    found = facts.priorities(region, inherited)
    return {each.id for each in found if technology in [to.id for to in each.to("DRAWS_ON")]}


def may(fund: Any) -> set[tuple[str, str]]:
    """Give what a fund may pay for, with the period; where nothing is said of one, what the fund it is part of may."""
    own = {(link.end.id, link.properties["period"]) for link in fund.starts["ELIGIBLE_FOR"]}
    told = {period for _, period in own}
    return own | {each for whole in fund.to("PART_OF_FUND") for each in may(whole) if each[1] not in told}


def expected_funds(facts: Any, names: list[str], technology: str, period: str | None) -> set[tuple[Any, ...]]:
    regions = [facts.nodes["Region"][each] for each in names]
    if not all(drawing(facts, each, technology) for each in regions):
        return set()
    rows = set()
    for fund in facts.nodes["Fund"].values():
        periods = fund.properties.get("periods") or []
        for each in {when for what, when in may(fund) if what in SMART}:
            if (period and each != period) or (periods and each not in periods):
                continue
            programmes = [p for p in fund.of("FUNDED_BY") if p.properties.get("period") in (None, each)]
            covered = {p: {r for r in regions if facts.around(r) & set(p.to("COVERS"))} for p in programmes}
            joint = [p.id for p in programmes if covered[p] == set(regions)]
            some = [p for p in programmes if 0 < len(covered[p]) < len(regions)]
            reach = {
                "JOINT": joint,
                "SEPARATE": [p.id for p in some] if set().union(*(covered[p] for p in some)) == set(regions) else [],
                "UNBOUND": [
                    p.id
                    for p in programmes
                    if not p.to("COVERS")
                    and {r.properties["country"] for r in regions} >= {p.properties.get("country")} - {None}
                    and not (p.properties.get("country") and len({r.properties["country"] for r in regions}) > 1)
                ],
            }
            rows |= {(fund.id, each, name, tuple(sorted(found))) for name, found in reach.items() if found}
            rows |= set() if programmes else {(fund.id, each, "UNKNOWN", ())}
    return rows


@pytest.mark.parametrize("period", [None, "2014-2020", "2021-2027"])
def test_funds_on_the_starter_are_those_found_by_hand(starter: Graph, asking: Asking, period: str | None) -> None:
    # By hand: Catalonia and Brittany have a priority of photonics each; that makes 21 rows, of which HORIZON by
    # HORIZON-EUROPE and I3 name no region, and of the ERDF, which pays for TO1, TO3 and PO1, no programme is loaded.
    facts, ask = facts_of(starter), asking(starter)
    wanting = [each for each in facts.nodes["Region"].values() if drawing(facts, each, "PHO")]
    pairs = [[one.id, other.id] for one, other in combinations(sorted(wanting, key=lambda each: each.id)[:8], 2)]
    for pair in [*pairs, ["ES51", "FRH"], ["ITC4", "ES51"], ["ES51", "FRH", "ITH3"], ["ES51"]]:
        rows = funds(ask, *pair, technology="PHO", period=period)
        found = {(row["fund"]["id"], row["period"], row["reach"], tuple(ids(row["programmes"]))) for row in rows}
        assert len(found) == len(rows)
        assert found == expected_funds(facts, pair, "PHO", period)
        for row in rows:
            vouched(row)
            asked = [facts.nodes["Region"][each] for each in pair]
            assert set(ids(row["priorities"])) == set().union(*(drawing(facts, each, "PHO") for each in asked))
    rows = funds(ask, "ES51", "FRH", technology="PHO")
    assert len(rows) == 21
    assert paged(ask, "", "fundsForJointFacility", FUNDS, 3, regions=["ES51", "FRH"], technology="PHO") == rows
    with pytest.raises(AssertionError, match="there is no Technology none"):
        funds(ask, "ES51", "FRH", technology="none")


def expected_services(facts: Any, region: Any, technology: str) -> dict[str, tuple[set[str], set[str], set[str]]]:
    rows: dict[str, tuple[set[str], set[str], set[str]]] = {}
    if not drawing(facts, region, technology):
        return rows
    for programme in facts.nodes["Programme"].values():
        covers = bool(facts.around(region) & set(programme.to("COVERS")))
        if programme.to("COVERS") and not covers:
            continue
        if not covers and programme.properties.get("country") not in (None, region.properties["country"]):
            continue
        for fund in programme.to("FUNDED_BY"):
            for link in fund.starts["MANAGED_BY"]:
                periods = {link.properties.get("period"), programme.properties.get("period")} - {None}
                if link.end.kind == "DirectorateGeneral" and len(periods) < 2:
                    row = rows.setdefault(link.end.id, (set(), set(), set()))
                    row[0].add(fund.id)
                    row[1 if covers else 2].add(programme.id)
    return rows


def test_services_on_the_starter_are_those_found_by_hand(starter: Graph, asking: Asking) -> None:
    facts, ask = facts_of(starter), asking(starter)
    asked = 0
    for region in list(facts.nodes["Region"].values()):
        if (
            region.starts["SAME_TERRITORY"]
            and region.properties["level"] == 2
            and region.properties["country"] in ("ES", "IT")
        ):
            rows = services(ask, region.id, technology="AMT")
            found = {
                row["directorate"]["id"]: tuple(
                    set(ids(row[each])) for each in ("funds", "programmes", "unboundProgrammes")
                )
                for row in rows
            }
            assert found == expected_services(facts, region, "AMT")
            assert all(vouched(row) for row in rows)
            asked += bool(rows)
    assert asked > 10
    # by hand: 14 services, of which REGIO by most funds: those of Interreg and I3
    rows = services(ask, "ES51", technology="PHO")
    assert rows[0]["directorate"]["id"] == "REGIO"
    assert paged(ask, 'region(id: "ES51")', "directoratesFor", SERVICES, 3, technology="PHO") == rows
    assert services(ask, "ES51", technology="PHO", unbound=False) == []


# Graphs of a few facts, and of many


@pytest.fixture
def money(small: Small) -> Small:
    """AA1 and AA2 are in one country, BB1 in another; of each, a priority draws on PHO."""
    small.regions("AA", "AA1", "AA2", "AA3", "BB", "BB1")
    small.nodes("Technology", "PHO AMT")
    for region in ("AA1", "AA2", "BB1"):
        small.priority(f"photonics-{region}", region, "PHO")
    small.nodes("ThematicObjective", "TO1 TO3 TO9 PO1")
    small.node("Fund", "ERDF", periods=["2014-2020"])
    small.node("DirectorateGeneral", "REGIO", type="DIRECTORATE_GENERAL")
    small.link("Fund:ERDF", "ELIGIBLE_FOR", "ThematicObjective:TO1", period="2014-2020")
    small.link("Fund:ERDF", "ELIGIBLE_FOR", "ThematicObjective:TO9", period="2014-2020")
    small.link("Fund:ERDF", "ELIGIBLE_FOR", "ThematicObjective:PO1", period="2021-2027")
    small.link("Fund:ERDF", "MANAGED_BY", "DirectorateGeneral:REGIO", period="2014-2020", role="manages")
    return small


def programme(small: Small, id: str, fund: str, *regions: str, **about: Any) -> None:
    small.node("Programme", id, **about)
    small.link(f"Programme:{id}", "FUNDED_BY", f"Fund:{fund}")
    for each in regions:
        small.link(f"Programme:{id}", "COVERS", f"Region:{each}")


def reached(rows: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    return [(row["fund"]["id"], row["reach"], *ids(row["programmes"])) for row in rows]


def test_how_programmes_reach_the_regions(money: Small, asking: Asking) -> None:
    programme(money, "national", "ERDF", "AA", period="2014-2020")
    programme(money, "of-AA1", "ERDF", "AA1")
    programme(money, "of-AA2", "ERDF", "AA2", period="2014-2020")
    programme(money, "of-AA2-before", "ERDF", "AA2", period="2007-2013")
    programme(money, "of-BB1", "ERDF", "BB1", period="2014-2020")
    programme(money, "of-the-EU", "ERDF", period="2014-2020")
    programme(money, "somewhere-in-BB", "ERDF", period="2014-2020", country="BB")
    ask = asking(money.written())
    one, two, three = [
        ("ERDF", "JOINT", "national"), ("ERDF", "SEPARATE", "of-AA1", "of-AA2"), ("ERDF", "UNBOUND", "of-the-EU"),
    ]  # fmt: skip
    assert reached(funds(ask, "AA1", "AA2", technology="PHO")) == [one, two, three]
    abroad = ("ERDF", "SEPARATE", "national", "of-AA1", "of-BB1")
    assert reached(funds(ask, "BB1", "AA1", technology="PHO")) == [abroad, three]
    three_regions = ("ERDF", "SEPARATE", "national", "of-AA1", "of-AA2", "of-BB1")
    assert reached(funds(ask, "BB1", "AA2", "AA1", technology="PHO")) == [three_regions, three]
    assert reached(funds(ask, "BB1", technology="PHO"))[-1] == ("ERDF", "UNBOUND", "of-the-EU", "somewhere-in-BB")
    assert funds(ask, "AA1", "AA2", technology="PHO", period="2021-2027") == []
    assert funds(ask, "AA1", "AA2", technology="PHO", objectives=["TO3"]) == []
    [row, *_] = funds(ask, "AA1", "AA2", technology="PHO", objectives=[])
    assert ids(row["objectives"]) == ["TO1", "TO9"]
    [row, *_] = funds(ask, "AA1", "AA2", technology="PHO", objectives=["TO9", "TO1"])
    assert ids(row["objectives"]) == ["TO1", "TO9"]
    assert ids(row["directorates"]) == ["REGIO"]
    managed = {"role": "manages", "period": "2014-2020", "startNode": "ERDF", "endNode": "REGIO"}
    assert ids(row["managedBy"]) == [managed]
    assert ids(row["priorities"]) == ["photonics-AA1", "photonics-AA2"]
    assert vouched(row) == {
        "ERDF ELIGIBLE_FOR TO1", "ERDF ELIGIBLE_FOR TO9", "ERDF MANAGED_BY REGIO", "national FUNDED_BY ERDF",
        "national COVERS AA",
        *(f"photonics-AA{at} DRAWS_ON PHO" for at in (1, 2)),
        *(f"photonics-AA{at} SET_BY strategy-of-photonics-AA{at}" for at in (1, 2)),
        *(f"strategy-of-photonics-AA{at} OF_REGION AA{at}" for at in (1, 2)),
    }  # fmt: skip


def test_each_region_must_have_a_priority_unless_it_is_said_otherwise(money: Small, asking: Asking) -> None:
    programme(money, "national", "ERDF", "AA")
    money.priority("made-in-AA", "AA", "AMT")
    ask = asking(money.written())
    assert funds(ask, "AA1", "AA3", technology="PHO") == []
    [row] = funds(ask, "AA1", "AA3", technology="PHO", allPrioritised=False)
    assert ids(row["regionsWithPriority"]) == ["AA1"]
    assert ids(row["priorities"]) == ["photonics-AA1"]
    assert funds(ask, "AA1", "AA3", technology="AMT") == []
    [row] = funds(ask, "AA1", "AA3", technology="AMT", inherited=True)
    assert ids(row["priorities"]) == ["made-in-AA"]
    [row] = funds(ask, "AA1", "AA3", technology="AMT", allPrioritised=False)
    assert (row["regionsWithPriority"], row["priorities"]) == ([], [])
    assert "national COVERS AA" in vouched(row)
    for regions, wrong in {"AA1 ZZ": "there is no Region ZZ", "AA1 AA1": "names AA1 twice", "": "has 0"}.items():
        with pytest.raises(AssertionError, match=wrong):
            funds(ask, *regions.split(), technology="PHO")


def test_what_is_said_of_a_fund_holds_for_its_parts(money: Small, asking: Asking) -> None:
    money.node("Fund", "INTERREG", periods=["2014-2020"])
    money.node("Fund", "INTERREG-A")
    money.node("Fund", "INTERREG-EUROPE")
    money.node("Fund", "CF", confidence="INFERRED")
    money.links(
        "PART_OF_FUND", "Fund:INTERREG Fund:ERDF", "Fund:INTERREG-A Fund:INTERREG", "Fund:INTERREG-EUROPE Fund:INTERREG"
    )
    money.link("Fund:INTERREG-EUROPE", "ELIGIBLE_FOR", "ThematicObjective:TO9", period="2014-2020")
    programme(money, "across", "INTERREG-A", "AA1", "BB1", confidence="GENERAL_KNOWLEDGE")
    ask = asking(money.written())
    rows = funds(ask, "AA1", "BB1", technology="PHO", period="2014-2020")
    assert reached(rows) == [("INTERREG-A", "JOINT", "across"), ("ERDF", "UNKNOWN"), ("INTERREG", "UNKNOWN")]
    assert rows[0]["confidence"] == "GENERAL_KNOWLEDGE"
    assert {each for each in vouched(rows[0]) if "photonics" not in each} == {
        "INTERREG-A PART_OF_FUND INTERREG", "INTERREG PART_OF_FUND ERDF", "ERDF ELIGIBLE_FOR TO1",
        "across FUNDED_BY INTERREG-A", "across COVERS AA1", "across COVERS BB1",
    }  # fmt: skip
    assert rows[0]["managedBy"] == []
    # in 2021-2027 it is a fund of the time for two strands alone, of which no period is known; of the one for which
    # something is said of 2014-2020 nothing is said of this
    later = funds(ask, "AA1", "BB1", technology="PHO", period="2021-2027")
    assert [(row["fund"]["id"], ids(row["objectives"])) for row in later] == [
        ("INTERREG-A", ["PO1"]), ("INTERREG-EUROPE", ["PO1"]),
    ]  # fmt: skip
    assert "INTERREG-EUROPE PART_OF_FUND INTERREG" in vouched(later[1])


def test_services_of_funds_that_reach_a_region(money: Small, asking: Asking) -> None:
    money.node("DirectorateGeneral", "RTD", type="DIRECTORATE_GENERAL", confidence="INFERRED")
    money.node("Organisation", "EIB")
    money.nodes("Fund", "H2020 COSME")
    money.link("Fund:H2020", "MANAGED_BY", "DirectorateGeneral:RTD", confidence="INFERRED")
    money.link("Fund:H2020", "MANAGED_BY", "Organisation:EIB")
    money.link("Fund:COSME", "MANAGED_BY", "DirectorateGeneral:RTD", period="2021-2027", role="manages")
    money.link("Fund:ERDF", "MANAGED_BY", "DirectorateGeneral:REGIO", period="2021-2027", role="manages")
    programme(money, "national", "ERDF", "AA", period="2014-2020")
    programme(money, "abroad", "ERDF", "BB", period="2014-2020")
    programme(money, "horizon", "H2020", period="2014-2020")
    programme(money, "somewhere-in-BB", "H2020", period="2014-2020", country="BB")
    programme(money, "firms", "COSME", period="2014-2020")
    ask = asking(money.written())
    first, second = services(ask, "AA1", technology="PHO")
    assert [first["directorate"]["id"], ids(first["funds"]), ids(first["programmes"])] == [
        "REGIO",
        ["ERDF"],
        ["national"],
    ]
    assert first["unboundProgrammes"] == []
    assert ids(first["priorities"]) == ["photonics-AA1"]
    assert {each for each in vouched(first) if "photonics" not in each} == {
        "ERDF MANAGED_BY REGIO", "national FUNDED_BY ERDF", "national COVERS AA"
    }  # fmt: skip
    assert [second["directorate"]["id"], ids(second["unboundProgrammes"])] == ["RTD", ["horizon"]]
    assert second["confidence"] == "INFERRED"
    assert [each["directorate"]["id"] for each in services(ask, "AA1", technology="PHO", unbound=False)] == ["REGIO"]
    assert services(ask, "AA1", technology="PHO", period="2021-2027") == []
    assert ids(services(ask, "BB1", technology="PHO")[1]["unboundProgrammes"]) == ["horizon", "somewhere-in-BB"]
    assert services(ask, "AA1", technology="AMT") == []
    assert services(ask, "AA3", technology="PHO") == []
    assert services(ask, "AA", technology="PHO", inherited=True) == []


def test_a_service_by_the_priority_of_the_country(money: Small, asking: Asking) -> None:
    money.priority("made-in-AA", "AA", "AMT")
    programme(money, "national", "ERDF", "AA")
    ask = asking(money.written())
    assert services(ask, "AA3", technology="AMT") == []
    [row] = services(ask, "AA3", technology="AMT", inherited=True)
    assert ids(row["priorities"]) == ["made-in-AA"]
    # of the programme no period is known: it is asked for what is known of the service
    assert [each["directorate"]["id"] for each in services(ask, "AA", technology="AMT", period="2014-2020")] == [
        "REGIO"
    ]
    assert services(ask, "AA", technology="AMT", period="2021-2027") == []


def test_funds_of_many_facts_are_those_found_by_hand(small: Small, asking: Asking) -> None:
    random, regions = Random(3), ("AA", "AA1", "AA2", "BB", "BB1", "BB2")
    small.regions(*regions)
    small.nodes("Technology", "PHO")
    for each in regions[1:]:
        small.priority(f"of-{each}", each, "PHO")
    small.nodes("ThematicObjective", "TO1 TO3 TO9 PO1")
    periods = ["2014-2020", "2021-2027"]
    for at in range(8):
        fund = small.node("Fund", f"fund-{at}", periods=random.choice([[], periods[:1], periods]))
        if at and random.random() < 0.6:
            small.link(fund, "PART_OF_FUND", f"Fund:fund-{random.randrange(at)}")
        if at < 2 or random.random() < 0.4:
            for objective in random.sample(["TO1", "TO9", "PO1"], 2):
                small.link(fund, "ELIGIBLE_FOR", f"ThematicObjective:{objective}", period=random.choice(periods))
    for at in range(40):
        about = {"country": random.choice(["AA", "BB"])} if random.random() < 0.5 else {}
        about |= {"period": random.choice([*periods, "2007-2013"])} if random.random() < 0.7 else {}
        covered = random.sample(regions, random.choice([0, 0, 1, 1, 2]))
        programme(small, f"programme-{at}", f"fund-{random.randrange(8)}", *covered, **about)
    graph = small.written()
    facts, ask, seen = facts_of(graph), asking(graph), set()
    for pair in combinations(regions, 2):
        rows = funds(ask, *pair, technology="PHO")
        found = {(row["fund"]["id"], row["period"], row["reach"], tuple(ids(row["programmes"]))) for row in rows}
        wanted = expected_funds(Inside(facts), list(pair), "PHO", None)
        assert found == wanted
        assert len(rows) == len(wanted)
        for row in rows:
            vouched(row)
        seen |= {row["reach"] for row in rows}
    assert seen == {"JOINT", "SEPARATE", "UNBOUND", "UNKNOWN"}


class Inside:
    """Facts of a small graph, which says itself what lies in what."""

    def __init__(self, facts: Any) -> None:
        self.nodes = facts.nodes

    def around(self, region: Any) -> set[Any]:
        return set(region.to("WITHIN"))

    def priorities(self, region: Any, inherited: bool) -> list[Any]:
        return [each for strategy in region.of("OF_REGION") for each in strategy.of("SET_BY")]
