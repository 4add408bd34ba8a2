"""Pairs that could answer a call, held against the same facts gone through by hand."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest

from kb.graph import Graph
from tests.api.conftest import reference
from tests.queries.conftest import FACTS, Ask, Small, Words, facts_of, fund_both, given, ids, of_money, paged, vouched

Asking = Callable[[Graph], Ask]

CALL = "escp-s3-expression-of-interest"
PAIR = "region { id } otherRegion { id } technologies { id }"
SCORED = f"{PAIR} score parts {{ name value weight }}"
FULL = f"""
{SCORED} priorities {{ id }} otherPriorities {{ id }} clusters {{ id }} otherClusters {{ id }}
alreadyTogetherIn {{ id }} funds {{ id }} {FACTS}
"""


def pairs(ask: Ask, selected: str = FULL, call: str = CALL, **arguments: Any) -> list[dict[str, Any]]:
    answer = ask(f'{{ call(id: "{call}") {{ eligiblePairs{given(**arguments)} {{ nodes {{ {selected} }} }} }} }}')
    return answer["call"]["eligiblePairs"]["nodes"]


def told(rows: list[dict[str, Any]]) -> list[list[Any]]:
    return [[row["region"]["id"], row["otherRegion"]["id"], ids(row["technologies"])] for row in rows]


# The same by hand


rounded = reference.rounded


def priorities(region: Any) -> list[Any]:
    return [priority for strategy in region.of("OF_REGION") for priority in strategy.of("SET_BY")]


def draws(region: Any) -> set[str]:
    return {technology.id for priority in priorities(region) for technology in priority.to("DRAWS_ON")}


def speaking(region: Any, technologies: list[str]) -> list[str]:
    """Give the priorities of a region that draw on one of some technologies."""
    return sorted(each.id for each in priorities(region) if any(one.id in technologies for one in each.to("DRAWS_ON")))


def partnerships(facts: Any, region: Any) -> set[Any]:
    return {partnership for each in facts.same(region) for partnership in each.to("TAKES_PART_IN", "Partnership")}


def values(facts: Any, one: Any, other: Any, common: list[str], wanted: set[str]) -> dict[str, float | None]:
    """Give the parts of the score of a pair."""
    mine, theirs = draws(one) & wanted, draws(other) & wanted
    named = [{t.id for cluster in clusters(facts, each) for t in cluster.to("ACTIVE_IN")} for each in (one, other)]
    together = [partnerships(facts, each) for each in (one, other)]
    return {
        "technologies": rounded(len(common) / len(mine | theirs)),
        "clusters": rounded(len(set(common) & named[0] & named[1]) / len(common)) if all(named) else None,
        "partnerships": rounded(len(set.intersection(*together)) / len(set.union(*together)))
        if any(together)
        else None,
    }


def score(parts: dict[str, float | None], weights: dict[str, float]) -> float:
    known = {name: value for name, value in parts.items() if value is not None}
    weight = sum(weights[name] for name in known)
    return rounded(sum(value * weights[name] for name, value in known.items()) / weight) if weight else 0.0


def clusters(facts: Any, region: Any) -> set[Any]:
    return {row.node for row in facts.located(region, "LOCATED_IN")}


USUAL = {"technologies": 2.0, "clusters": 1.0, "partnerships": 0.0}


def expected(
    facts: Any, region: str | None = None, technologies: list[str] | None = None, weights: dict[str, float] = USUAL
) -> list[list[Any]]:
    call = facts.nodes["Call"][CALL]
    chosen = {each for programme in call.to("CALL_OF") for each in programme.of("RUN_UNDER")}
    chosen |= set(call.to("SELECTED", "ClusterPartnership"))
    found = []
    wanted = set(technologies or facts.nodes["Technology"])
    able = [each for each in facts.nodes["Region"].values() if draws(each) and clusters(facts, each)]
    runs = {each: {p for cluster in clusters(facts, each) for p in cluster.to("MEMBER_OF")} & chosen for each in able}
    for one, other in permutations(able, 2):
        common = sorted(draws(one) & draws(other) & wanted)
        asked = region in [each.id for each in facts.same(one)] if region else one.id < other.id
        if (
            asked
            and common
            and one.properties["country"] != other.properties["country"]
            and not runs[one] & runs[other]
        ):
            parts = values(facts, one, other, common, wanted)
            found.append((-score(parts, weights), one.id, other.id, common))
    return [pair for _, *pair in sorted(found)]


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
        one, other = (facts.nodes["Region"][row[each]["id"]] for each in ("region", "otherRegion"))
        common = ids(row["technologies"])
        assert ids(row["clusters"]) == sorted(each.id for each in clusters(facts, one))
        assert ids(row["otherClusters"]) == sorted(each.id for each in clusters(facts, other))
        assert ids(row["priorities"]) == speaking(one, common)
        assert ids(row["otherPriorities"]) == speaking(other, common)
        both = partnerships(facts, one) & partnerships(facts, other)
        assert ids(row["alreadyTogetherIn"]) == sorted(each.id for each in both)
        parts = values(facts, one, other, common, set(facts.nodes["Technology"]))
        assert row["parts"] == [{"name": name, "value": parts[name], "weight": USUAL[name]} for name in USUAL]
        assert row["score"] == score(parts, USUAL)


@pytest.mark.parametrize("weighed", [{"partnerships": 5}, {"technologies": 0, "clusters": 0}, {"clusters": 50.5}])
def test_pairs_by_other_weights(starter: Graph, asking: Asking, weighed: dict[str, float]) -> None:
    facts, ask = facts_of(starter), asking(starter)
    weights = Words("{" + ", ".join(f"{name}: {value}" for name, value in weighed.items()) + "}")
    rows = pairs(ask, SCORED, region="ITC4", weights=weights)
    assert told(rows) == expected(facts, "ITC4", weights=USUAL | weighed)


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
        ["AA1", "CC1", ["AMT", "PHO"]], ["AA2", "BB1", ["PHO"]], ["AA1", "BB1", ["PHO"]], ["AA1", "BB2", ["AMT"]],
        ["AA2", "CC1", ["PHO"]], ["BB1", "CC1", ["PHO"]], ["BB2", "CC1", ["AMT"]],
    ]  # fmt: skip
    assert told(pairs(ask, call="call")) == [
        ["AA1", "BB1", ["PHO"]], ["AA1", "BB2", ["AMT"]], ["AA2", "CC1", ["PHO"]], ["BB1", "CC1", ["PHO"]],
        ["BB2", "CC1", ["AMT"]],
    ]  # fmt: skip
    [row] = pairs(ask, call="call", region="BB2", technologies=["AMT", "AMT"])[:1]
    assert told([row]) == [["BB2", "AA1", ["AMT"]]]
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


def test_what_a_pair_shares(small: Small, asking: Asking) -> None:
    """Clusters of both name one of the two technologies, and they are in one thematic partnership of three."""
    small.regions("AA", "AA1", "AA11", "BB", "BB1")
    small.nodes("Technology", "PHO AMT NANO")
    small.priority("a", "AA1", "PHO", "AMT", "NANO")
    small.priority("b", "BB1", "PHO", "AMT")
    small.nodes("Cluster", "here there")
    small.links("LOCATED_IN", "Cluster:here Region:AA11", "Cluster:there Region:BB1")
    small.links("ACTIVE_IN", "Cluster:here Technology:PHO", "Cluster:here Technology:AMT")
    small.links("ACTIVE_IN", "Cluster:there Technology:PHO", "Cluster:there Technology:NANO")
    small.nodes("Partnership", "mine both theirs")
    takes = [("AA1", "mine"), ("AA1", "both"), ("BB1", "both"), ("BB1", "theirs")]
    small.links("TAKES_PART_IN", *(f"Region:{a} Partnership:{b}" for a, b in takes), to="2019")
    small.node("Call", "call")
    because = fund_both(small, "AA1", "BB1")
    ask = asking(small.written())
    [row] = pairs(ask, call="call")
    assert [each["value"] for each in row["parts"]] == [0.6667, 0.5, 0.3333]
    assert row["score"] == rounded((2 * 0.6667 + 0.5) / 3)
    assert (ids(row["alreadyTogetherIn"]), ids(row["funds"])) == (["both"], ["ERDF"])
    assert (ids(row["priorities"]), ids(row["otherPriorities"])) == (["a"], ["b"])
    told = vouched(row)
    assert of_money(told) == because
    assert {"here ACTIVE_IN PHO", "here ACTIVE_IN AMT", "there ACTIVE_IN PHO"} <= told
    assert {"AA1 TAKES_PART_IN both", "BB1 TAKES_PART_IN both"} <= told
    assert not {each for each in told if "NANO" in each or "mine" in each or "theirs" in each}
    [row] = pairs(ask, SCORED, call="call", weights=Words("{technologies: 0, clusters: 0}"))
    assert row["score"] == 0
