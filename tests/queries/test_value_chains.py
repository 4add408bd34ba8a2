"""Complements along value chains, held against the same facts gone through by hand."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from kb.graph import Graph
from tests.queries.conftest import FACTS, RANKS, Ask, Small, facts_of, ids, of_region, paged, vouched

Asking = Callable[[Graph], Ask]

ROW = f"region {{ id }} count theySupply {{ id }} weSupply {{ id }} {FACTS}"


def complements(ask: Ask, region: str, **arguments: Any) -> list[dict[str, Any]]:
    return of_region(ask, region, "complements", ROW, **arguments)


def told(rows: list[dict[str, Any]]) -> list[tuple[str, list[str], list[str]]]:
    return [(row["region"]["id"], ids(row["theySupply"]), ids(row["weSupply"])) for row in rows]


def test_no_value_chains_come_with_the_starter(starter: Graph, asking: Asking) -> None:
    ask = asking(starter)
    assert not facts_of(starter).nodes["ValueChainStage"]
    assert [complements(ask, each) for each in ("DEA", "ITC4", "FR")] == [[], [], []]


# The same by hand


def actors(facts: Any, region: Any) -> list[Any]:
    inside = [each for each in facts.nodes["Region"].values() if region in each.to("WITHIN")]
    return [*inside, *(cluster for each in inside for cluster in each.of("LOCATED_IN"))]


def stages(facts: Any, region: Any, type_: str, chain: str | None) -> set[str]:
    found = {stage for actor in actors(facts, region) for stage in actor.to(type_)}
    return {each.id for each in found if chain in (None, each.properties["chain"])}


def expected(facts: Any, here: Any, chain: str | None, both: bool) -> list[tuple[str, list[str], list[str]]]:
    rows = []
    wanted = {("SUPPLIES", each) for each in stages(facts, here, "NEEDS", chain)}
    wanted |= {("NEEDS", each) for each in stages(facts, here, "SUPPLIES", chain)}
    named = {
        place
        for actor in [*facts.nodes["Region"].values(), *facts.nodes["Cluster"].values()]
        if any((type_, each.id) in wanted for type_ in ("SUPPLIES", "NEEDS") for each in actor.to(type_))
        for place in ([actor] if actor.kind == "Region" else actor.to("LOCATED_IN"))
    }
    for there in named:
        if there in here.to("WITHIN") or here in there.to("WITHIN"):
            continue
        theirs = stages(facts, there, "SUPPLIES", chain) & stages(facts, here, "NEEDS", chain)
        ours = stages(facts, here, "SUPPLIES", chain) & stages(facts, there, "NEEDS", chain)
        if (theirs and ours) if both else (theirs or ours):
            rows.append((there.id, sorted(theirs), sorted(ours)))
    return sorted(rows, key=lambda row: (-len(row[1]) - len(row[2]), row[0]))


REGIONS = ("AA", "AA1", "AA11", "AA2", "BB", "BB1", "BB2", "CC", "CC1", "CC11")


@pytest.fixture
def many(small: Small) -> Graph:
    """Give a graph of regions and clusters that supply and need all sorts of things, the same each time."""
    random = Random(5)
    small.regions(*REGIONS)
    for at in range(14):
        small.node("ValueChainStage", f"stage-{at}", chain="Hydrogen" if at % 2 else "Batteries")
    acting = [f"Region:{each}" for each in random.sample(REGIONS, 6)]
    for at in range(10):
        acting.append(small.node("Cluster", f"cluster-{at}", confidence=random.choice(RANKS)))
        if at:
            small.link(acting[-1], "LOCATED_IN", f"Region:{random.choice(REGIONS)}", confidence=random.choice(RANKS))
    for each in acting:
        for type_ in ("SUPPLIES", "NEEDS"):
            for at in random.sample(range(14), 3):
                small.link(each, type_, f"ValueChainStage:stage-{at}", confidence=random.choice(RANKS))
    return small.written()


@pytest.mark.parametrize(
    "arguments",
    [{}, {"bothWays": False}, {"chain": "Hydrogen"}, {"chain": "Batteries", "bothWays": False}, {"chain": "Air"}],
    ids=str,
)
def test_complements_are_those_found_by_hand(many: Graph, asking: Asking, arguments: dict[str, Any]) -> None:
    facts, ask, found = facts_of(many), asking(many), 0
    for region in map(facts.nodes["Region"].get, REGIONS):
        rows = complements(ask, region.id, **arguments)
        both = arguments.get("bothWays", True)
        assert told(rows) == expected(facts, region, arguments.get("chain"), both)
        for row in rows:
            vouched(row)
            assert row["count"] == len(row["theySupply"]) + len(row["weSupply"])
        found += len(rows)
    assert bool(found) == (arguments.get("chain") != "Air")
    if not arguments:
        assert paged(ask, 'region(id: "AA")', "complements", ROW, 1) == complements(ask, "AA")


def test_complements_of_a_few_facts(small: Small, asking: Asking) -> None:
    small.regions("AA", "AA1", "BB", "BB1", "CC")
    for each in ("cells", "tanks", "wind"):
        small.node("ValueChainStage", each, chain="Storage")
    small.node("Cluster", "coast", confidence="INFERRED")
    small.links("LOCATED_IN", "Cluster:coast Region:BB1")
    small.links(
        "SUPPLIES",
        "Region:AA1 ValueChainStage:cells",
        "Cluster:coast ValueChainStage:tanks",
        "Region:CC ValueChainStage:tanks",
    )
    small.links(
        "NEEDS",
        "Region:AA1 ValueChainStage:tanks",
        "Region:BB ValueChainStage:cells",
        "Region:AA ValueChainStage:cells",
    )
    ask = asking(small.written())
    [row] = complements(ask, "AA1")
    assert (row["region"]["id"], ids(row["theySupply"]), ids(row["weSupply"]), row["count"]) == (
        "BB",
        ["tanks"],
        ["cells"],
        2,
    )
    assert row["confidence"] == "INFERRED"
    assert vouched(row) == {
        "AA1 SUPPLIES cells", "AA1 NEEDS tanks", "BB NEEDS cells", "coast SUPPLIES tanks", "coast LOCATED_IN BB1"
    }  # fmt: skip
    assert told(complements(ask, "AA1", bothWays=False)) == [
        ("BB", ["tanks"], ["cells"]),
        ("BB1", ["tanks"], []),
        ("CC", ["tanks"], []),
    ]
    assert told(complements(ask, "BB")) == [("AA1", ["cells"], ["tanks"])]  # of AA itself nothing is said that fits
    assert complements(ask, "BB1") == complements(ask, "CC") == []
