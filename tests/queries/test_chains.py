"""The shortest chains of clusters between two regions, against plain Python and on a small graph."""

from __future__ import annotations

from typing import Any

import pytest

from tests.queries.conftest import FACTS, facts_of, ids, vouched

SHOWN = "hops path { id } via { id }"


def between(ask: Any, here: str, there: str, hops: int = 3, shown: str = SHOWN) -> list[dict[str, Any]]:
    answer = ask(
        f'{{ region(id: "{here}") {{ clusterChains(to: "{there}", withinHops: {hops}, first: 1000) '
        f"{{ totalCount nodes {{ {shown} }} }} }} }}"
    )
    found = answer["region"]["clusterChains"]
    assert found["totalCount"] == len(found["nodes"])
    return list(found["nodes"])


def expected(facts: Any, here: str, there: str, hops: int) -> list[list[str]]:
    """Give the ids along every shortest chain, in order."""
    regions = facts.nodes["Region"]
    one, other = regions[here], regions[there]
    if one in facts.around(other) or other in facts.around(one):
        return []
    chains = {tuple(node.id for node in chain) for chain in facts.chains_from(one, hops, None).to(other)}
    least = min(map(len, chains), default=0)
    return sorted(list(each) for each in chains if len(each) == least)


PAIRS = [
    (here, there)
    for here in ("ITC4", "ES51", "AT", "FI1D", "SE11", "PL2", "RO12", "CY")
    for there in ("ITC4", "ITC4C", "IT", "ES21", "DE1", "FRK2", "FI19", "PT11", "SK0", "UKM7", "BG41", "CY000")
]


@pytest.mark.parametrize("hops", [1, 3, 6])
def test_the_starter_dataset(starter: Any, asking: Any, hops: int) -> None:
    ask, facts = asking(starter), facts_of(starter)
    lengths = set()
    for here, there in PAIRS:
        found = ids(between(ask, here, there, hops))
        chains = expected(facts, here, there, hops)
        assert [each["path"] for each in found] == [chain[::2] for chain in chains], f"{here} to {there}"
        assert [each["via"] for each in found] == [chain[1::2] for chain in chains], f"{here} to {there}"
        assert all(each["hops"] == len(each["via"]) for each in found)
        lengths |= {each["hops"] for each in found}
    assert lengths == set(range(1, max(lengths) + 1))
    assert max(lengths) == min(hops, max(lengths)) >= min(hops, 2)


def test_every_chain_of_the_starter_dataset_is_vouched_for(starter: Any, asking: Any) -> None:
    ask = asking(starter)
    found = [each for there in ("ES51", "FI1D", "PT11") for each in between(ask, "ITC4", there, 3, SHOWN + FACTS)]
    assert len(found) > 5
    for each in found:
        steps = list(zip(ids(each["path"]), ids(each["via"]), ids(each["path"])[1:], strict=False))
        members = {f"{cluster} MEMBER_OF {via}" for one, via, other in steps for cluster in (one, other)}
        facts = vouched(each)
        assert members <= facts
        assert {fact.split()[1] for fact in facts - members} == {"LOCATED_IN"}
        assert len(facts - members) == 2


@pytest.fixture
def ring(small: Any) -> Any:
    """Give two regions, with two chains of two hops between them, one of three, and a cluster in a site within."""
    small.regions("AA1", "AA11", "BB1", "CC1")
    small.nodes("Cluster", "a b c d e")
    small.nodes("ClusterPartnership", "p q r s")
    small.links("LOCATED_IN", "Cluster:a Region:AA11", "Cluster:b Region:BB1", "Cluster:c Region:CC1")
    small.links("LOCATED_IN", "Cluster:d Region:CC1", "Cluster:e Region:AA1")
    for partnership, members in {"p": "a c d", "q": "c b", "r": "d b", "s": "e a"}.items():
        for cluster in members.split():
            small.link(f"Cluster:{cluster}", "MEMBER_OF", f"ClusterPartnership:{partnership}")
    return small


def test_all_of_the_shortest_and_none_longer(ring: Any, asking: Any) -> None:
    ask = asking(ring.written())
    ways = [(each["path"], each["via"]) for each in ids(between(ask, "AA1", "BB1"))]
    assert ways == [(["a", "c", "b"], ["p", "q"]), (["a", "d", "b"], ["p", "r"])]
    back = [(each["path"], each["via"]) for each in ids(between(ask, "BB1", "AA1"))]
    assert back == [(["b", "c", "a"], ["q", "p"]), (["b", "d", "a"], ["r", "p"])]
    assert between(ask, "AA1", "BB1", 1) == []


def test_no_chain_to_itself_or_to_what_is_around_it(ring: Any, asking: Any) -> None:
    ask = asking(ring.written())
    for there in ("AA1", "AA11"):
        assert between(ask, "AA1", there) == []
    assert between(ask, "AA11", "AA1") == []


def test_two_roles_of_one_member_are_one_way(ring: Any, asking: Any) -> None:
    ring.link("Cluster:a", "MEMBER_OF", "ClusterPartnership:p", role="lead", key="lead")
    found = between(asking(ring.written()), "AA1", "BB1", 3, SHOWN + FACTS)
    assert len(found) == 2
    for each in found:
        assert len(vouched(each)) == 6
        assert len(each["facts"]) == 7


def test_a_chain_is_as_good_as_its_weakest_membership(ring: Any, asking: Any) -> None:
    graph = ring.written()
    graph.write(
        lambda transaction: transaction.run(
            "MATCH (:Cluster {id: 'd'})-[r:MEMBER_OF]->({id: 'r'}) SET r.confidence = 'INFERRED'"
        )
    )
    assert [each["confidence"] for each in between(asking(graph), "AA1", "BB1", 3, FACTS)] == ["READ", "INFERRED"]
