"""Pairs that could answer a call, held against the same facts gone through by hand."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest

from kb.graph import Graph
from tests.queries.conftest import FACTS, Ask, Small, facts_of, given, ids, paged, vouched

Asking = Callable[[Graph], Ask]

CALL = "escp-s3-expression-of-interest"
PAIR = "region { id } otherRegion { id } technologies { id }"
FULL = f"{PAIR} clusters {{ id }} otherClusters {{ id }} {FACTS}"


def pairs(ask: Ask, selected: str = FULL, call: str = CALL, **arguments: Any) -> list[dict[str, Any]]:
    answer = ask(f'{{ call(id: "{call}") {{ eligiblePairs{given(**arguments)} {{ nodes {{ {selected} }} }} }} }}')
    return answer["call"]["eligiblePairs"]["nodes"]


def told(rows: list[dict[str, Any]]) -> list[tuple[str, str, list[str]]]:
    return [(row["region"]["id"], row["otherRegion"]["id"], ids(row["technologies"])) for row in rows]


# The same by hand


def draws(region: Any) -> set[str]:
    return {
        technology.id
        for strategy in region.of("OF_REGION")
        for priority in strategy.of("SET_BY")
        for technology in priority.to("DRAWS_ON")
    }


def clusters(facts: Any, region: Any) -> set[Any]:
    return {row.node for row in facts.located(region, "LOCATED_IN")}


def expected(
    facts: Any, region: str | None = None, technologies: list[str] | None = None
) -> list[tuple[str, str, list[str]]]:
    call = facts.nodes["Call"][CALL]
    chosen = {each for programme in call.to("CALL_OF") for each in programme.of("RUN_UNDER")}
    chosen |= set(call.to("SELECTED", "ClusterPartnership"))
    found = []
    able = [each for each in facts.nodes["Region"].values() if draws(each) and clusters(facts, each)]
    runs = {each: {p for cluster in clusters(facts, each) for p in cluster.to("MEMBER_OF")} & chosen for each in able}
    for one, other in permutations(able, 2):
        common = sorted(each for each in draws(one) & draws(other) if not technologies or each in technologies)
        asked = region in [each.id for each in facts.same(one)] if region else one.id < other.id
        if (
            asked
            and common
            and one.properties["country"] != other.properties["country"]
            and not runs[one] & runs[other]
        ):
            found.append((one.id, other.id, common))
    return sorted(found, key=lambda pair: (-len(pair[2]), pair[0], pair[1]))


def test_all_pairs_of_the_starter_are_those_found_by_hand(starter: Graph, asking: Asking) -> None:
    # By hand: the call belongs to the programme ESCP-S3, whose cluster partnerships count as chosen. 3,627 pairs.
    facts, ask = facts_of(starter), asking(starter)
    rows = paged(ask, f'call(id: "{CALL}")', "eligiblePairs", PAIR, 1000)
    assert told(rows) == expected(facts)
    assert len(rows) == 3627
    assert told(pairs(ask, PAIR, technologies=["PHO", "NANO"])) == expected(facts, technologies=["PHO", "NANO"])


@pytest.mark.parametrize("region", ["ITC4", "FRH", "FRH0", "ES51", "LV", "IT"])
def test_pairs_of_a_region_of_the_starter(starter: Graph, asking: Asking, region: str) -> None:
    facts, ask = facts_of(starter), asking(starter)
    rows = pairs(ask, region=region)
    assert told(rows) == expected(facts, region)
    for row in rows:
        vouched(row)
        for name, cluster_name in (("region", "clusters"), ("otherRegion", "otherClusters")):
            there = clusters(facts, facts.nodes["Region"][row[name]["id"]])
            assert ids(row[cluster_name]) == sorted(each.id for each in there)


def test_pairs_of_a_few_facts(small: Small, asking: Asking) -> None:
    small.regions("AA", "AA1", "AA2", "BB", "BB1", "BB2", "BB3", "CC", "CC1")
    small.nodes("Technology", "PHO AMT")
    for region, technologies in {
        "AA1": "PHO AMT",
        "AA2": "PHO",
        "BB1": "PHO",
        "BB2": "AMT",
        "BB3": "PHO",
        "CC1": "PHO AMT",
    }.items():
        small.priority(f"of-{region}", region, *technologies.split())
        if region != "BB3":
            small.node("Cluster", f"cluster-{region}", confidence="INFERRED" if region == "BB2" else "READ")
            small.link(f"Cluster:cluster-{region}", "LOCATED_IN", f"Region:{region}")
    small.nodes("ClusterPartnership", "selected running other")
    small.nodes("Call", "call open")
    small.node("Programme", "ESCP")
    small.links("CALL_OF", "Call:call Programme:ESCP")
    small.links("SELECTED", "Call:call ClusterPartnership:selected")
    small.links("RUN_UNDER", "ClusterPartnership:running Programme:ESCP")
    small.links(
        "MEMBER_OF",
        *(f"Cluster:cluster-{each} ClusterPartnership:selected" for each in ("AA1", "CC1")),
        *(f"Cluster:cluster-{each} ClusterPartnership:running" for each in ("AA2", "BB1")),
        *(f"Cluster:cluster-{each} ClusterPartnership:other" for each in ("AA1", "BB1")),
    )
    ask = asking(small.written())
    assert told(pairs(ask, call="open")) == [
        ("AA1", "CC1", ["AMT", "PHO"]), ("AA1", "BB1", ["PHO"]), ("AA1", "BB2", ["AMT"]), ("AA2", "BB1", ["PHO"]),
        ("AA2", "CC1", ["PHO"]), ("BB1", "CC1", ["PHO"]), ("BB2", "CC1", ["AMT"]),
    ]  # fmt: skip
    assert told(pairs(ask, call="call")) == [
        ("AA1", "BB1", ["PHO"]), ("AA1", "BB2", ["AMT"]), ("AA2", "CC1", ["PHO"]), ("BB1", "CC1", ["PHO"]),
        ("BB2", "CC1", ["AMT"]),
    ]  # fmt: skip
    [row] = pairs(ask, call="call", region="BB2", technologies=["AMT", "AMT"])[:1]
    assert told([row]) == [("BB2", "AA1", ["AMT"])]
    assert (ids(row["clusters"]), ids(row["otherClusters"])) == (["cluster-BB2"], ["cluster-AA1"])
    assert row["confidence"] == "INFERRED"
    assert vouched(row) == {
        *(f"of-{each} DRAWS_ON AMT" for each in ("AA1", "BB2")),
        *(f"of-{each} SET_BY strategy-of-of-{each}" for each in ("AA1", "BB2")),
        *(f"strategy-of-of-{each} OF_REGION {each}" for each in ("AA1", "BB2")),
        *(f"cluster-{each} LOCATED_IN {each}" for each in ("AA1", "BB2")),
    }  # fmt: skip
    assert pairs(ask, call="call", region="BB2", technologies=["PHO"]) == []
    assert pairs(ask, call="call", region="BB3", technologies=["PHO"]) == []
