"""Matches on small graphs: how relevant a chain is, what the score is made of, what a match rests on.

On the starter dataset `tests/test_headline.py` and the reference of the API hold them against answers of their own.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.queries.conftest import FACTS, fund_both, given, ids, of_money, of_one, vouched

SHOWN = "region { id } hops relevance score path { id } via { id } technologies { id } parts { name value weight }"


def chain(small: Any, *members: str) -> None:
    """Add clusters and the partnerships between them, in turn; a cluster is `id@REGION` where it is named first."""
    for at, each in enumerate(members):
        id, _, region = each.partition("@")
        if at % 2:
            small.node("ClusterPartnership", id)
        elif region:
            small.node("Cluster", id)
            small.link(f"Cluster:{id}", "LOCATED_IN", f"Region:{region}")
    for at in range(1, len(members), 2):
        for cluster in (members[at - 1], members[at + 1]):
            small.link(f"Cluster:{cluster.partition('@')[0]}", "MEMBER_OF", f"ClusterPartnership:{members[at]}")


@pytest.fixture
def photonics(small: Any) -> Any:
    """Give two regions with a photonics and a materials priority each, and two chains between them.

    The one of one hop is through a hemp alliance of two clusters that name nothing, or others; the one of two hops is
    through photonics clusters, the second hop by an alliance that works with a photonics partnership.
    """
    small.nodes("Technology", "PHO ADM BIO", ket=True)
    small.regions("AA1", "BB1", "CC1")
    small.priority("a", "AA1", "PHO", "ADM")
    small.priority("b", "BB1", "PHO", "ADM")
    chain(small, "media@AA1", "hemp", "fibres@BB1")
    chain(small, "light@AA1", "optics", "laser@CC1", "escp", "mixed@BB1")
    small.links("ACTIVE_IN", "Cluster:light Technology:PHO", "Cluster:laser Technology:PHO")
    small.node("Partnership", "photonics")
    small.links("LINKED_TO", "ClusterPartnership:escp Partnership:photonics")
    small.links("WORKS_ON", "Partnership:photonics Technology:PHO")
    return small


def test_a_chain_that_names_nothing_is_neither_relevant_nor_not(photonics: Any, asking: Any) -> None:
    [match] = of_one(asking(photonics.written()), "AA1", "sharingPriorities", SHOWN)
    assert ids(match["path"]) == ["media", "fibres"]
    assert ids(match["via"]) == ["hemp"]
    assert match["relevance"] == 0.5
    assert match["score"] == round((2 * 1 + 2 * 0.5 + 1 * 1) / 5, 4)
    assert [tuple(each.values()) for each in match["parts"]] == [
        ("technologies", 1.0, 2.0), ("relevance", 0.5, 2.0), ("closeness", 1.0, 1.0), ("partnerships", None, 0.0),
    ]  # fmt: skip


def test_a_cluster_of_another_technology_makes_it_less_relevant(photonics: Any, asking: Any) -> None:
    photonics.link("Cluster:media", "ACTIVE_IN", "Technology:BIO")
    [match] = of_one(asking(photonics.written()), "AA1", "sharingPriorities", SHOWN)
    assert match["relevance"] == 0.25


def test_what_the_partnership_works_on_comes_before_what_its_clusters_are_active_in(
    photonics: Any, asking: Any
) -> None:
    photonics.link("Cluster:media", "ACTIVE_IN", "Technology:PHO")
    photonics.node("Partnership", "bio")
    photonics.link("ClusterPartnership:hemp", "LINKED_TO", "Partnership:bio")
    photonics.link("Partnership:bio", "WORKS_ON", "Technology:BIO")
    [match] = of_one(asking(photonics.written()), "AA1", "sharingPriorities", SHOWN)
    assert match["relevance"] == 0


def test_relevance_is_that_of_one_technology(photonics: Any, asking: Any) -> None:
    """A cluster of photonics and one of materials: both are shared, and neither is the chain's."""
    photonics.link("Cluster:media", "ACTIVE_IN", "Technology:PHO")
    photonics.link("Cluster:fibres", "ACTIVE_IN", "Technology:ADM")
    [match] = of_one(asking(photonics.written()), "AA1", "sharingPriorities", SHOWN)
    assert match["relevance"] == 0.5


def test_of_two_chains_as_short_the_more_relevant_is_shown(photonics: Any, asking: Any) -> None:
    chain(photonics, "zeiss@AA1", "zoom", "zett@BB1")
    photonics.link("Cluster:zeiss", "ACTIVE_IN", "Technology:PHO")
    [match] = of_one(asking(photonics.written()), "AA1", "sharingPriorities", SHOWN)
    assert ids(match["path"]) == ["zeiss", "zett"]
    assert match["relevance"] == 0.75


def test_relevant_chains_alone(photonics: Any, asking: Any) -> None:
    ask = asking(photonics.written())
    [match] = of_one(ask, "AA1", f"sharingPriorities{given(relevantOnly=True)}", SHOWN)
    assert ids(match["path"]) == ["light", "laser", "mixed"]
    assert ids(match["via"]) == ["optics", "escp"]
    assert (match["hops"], match["relevance"]) == (2, 1)
    assert ids(match["technologies"]) == ["ADM", "PHO"]
    assert of_one(ask, "AA1", f"sharingPriorities{given(relevantOnly=True, withinHops=1)}", SHOWN) == []
    assert of_one(ask, "AA1", f"sharingPriorities{given(relevantOnly=True, technologies=['ADM'])}", SHOWN) == []
    assert len(of_one(ask, "AA1", f"sharingPriorities{given(relevantOnly=True, technologies=['PHO'])}", SHOWN)) == 1


def test_a_chain_that_is_about_several_technologies_counts_once(photonics: Any, asking: Any) -> None:
    photonics.links("ACTIVE_IN", "Cluster:light Technology:ADM", "Cluster:laser Technology:ADM")
    photonics.links("WORKS_ON", "Partnership:photonics Technology:ADM")
    ask = asking(photonics.written())
    [match] = of_one(ask, "AA1", f"sharingPriorities{given(relevantOnly=True)}", SHOWN)
    assert (match["hops"], match["relevance"]) == (2, 1)
    assert match["score"] == round((2 * 1 + 2 * 1 + 1 * 0.5) / 5, 4)


@pytest.mark.parametrize(
    "fault",
    [
        ("Cluster:laser", "ACTIVE_IN", "Technology:PHO"),  # a cluster on the way names nothing
        ("ClusterPartnership:escp", "LINKED_TO", "Partnership:photonics"),  # mixed@BB1 names nothing either
    ],
)
def test_a_chain_with_a_link_that_is_not_about_it_is_no_relevant_chain(photonics: Any, asking: Any, fault: Any) -> None:
    graph = photonics.written()
    start, type_, end = fault
    graph.write(
        lambda transaction: transaction.run(
            f"MATCH (a {{id: $a}})-[r:{type_}]->(b {{id: $b}}) DELETE r", a=start.split(":")[1], b=end.split(":")[1]
        )
    )
    assert of_one(asking(graph), "AA1", f"sharingPriorities{given(relevantOnly=True)}", SHOWN) == []


def test_a_chain_about_two_technologies_in_turn_is_about_neither(small: Any, asking: Any) -> None:
    small.nodes("Technology", "PHO ADM", ket=True)
    small.regions("AA1", "BB1")
    small.priority("a", "AA1", "PHO", "ADM")
    small.priority("b", "BB1", "PHO", "ADM")
    chain(small, "one@AA1", "between", "other@BB1")
    small.links("ACTIVE_IN", "Cluster:one Technology:PHO", "Cluster:other Technology:ADM")
    ask = asking(small.written())
    assert len(of_one(ask, "AA1", "sharingPriorities", SHOWN)) == 1
    assert of_one(ask, "AA1", f"sharingPriorities{given(relevantOnly=True)}", SHOWN) == []


WEIGHTS = [
    ({"technologies": 0, "relevance": 0, "closeness": 1}, 1.0),
    ({"technologies": 0, "relevance": 1, "closeness": 0}, 0.5),
    ({"technologies": 0, "relevance": 0, "closeness": 0}, 0.0),
    ({"technologies": 0, "relevance": 0, "closeness": 0, "partnerships": 1}, 0.3333),
    ({"technologies": 0, "relevance": 1, "closeness": 0, "partnerships": 100}, round(33.83 / 101, 4)),
    ({}, 0.8),
]


@pytest.mark.parametrize(("weights", "score"), WEIGHTS)
def test_weights(photonics: Any, asking: Any, weights: dict[str, float], score: float) -> None:
    """They share one thematic partnership of three: one of them left it, which does not matter."""
    photonics.nodes("Partnership", "mine both theirs")
    takes = [("AA1", "mine"), ("AA1", "both"), ("BB1", "both"), ("BB1", "theirs")]
    photonics.links("TAKES_PART_IN", *(f"Region:{a} Partnership:{b}" for a, b in takes), to="2019")
    arguments = "".join(f"{name}: {value} " for name, value in weights.items())
    [match] = of_one(
        asking(photonics.written()), "AA1", f"sharingPriorities(weights: {{{arguments}}})",
        f"{SHOWN} alreadyTogetherIn {{ id }}",
    )  # fmt: skip
    assert match["score"] == score
    assert ids(match["alreadyTogetherIn"]) == ["both"]
    assert (match["parts"][3]["value"] is None) == (not weights.get("partnerships"))


def test_a_weight_has_bounds(photonics: Any, asking: Any) -> None:
    ask = asking(photonics.written())
    with pytest.raises(AssertionError, match="closeness"):
        ask('{ region(id: "AA1") { sharingPriorities(weights: {closeness: 101}) { totalCount } } }')
    with pytest.raises(AssertionError, match="closeness"):
        ask('{ region(id: "AA1") { sharingPriorities(weights: {closeness: -1}) { totalCount } } }')


def test_regions_that_take_part_in_nothing_are_not_marked_down_for_it(photonics: Any, asking: Any) -> None:
    field = "sharingPriorities(weights: {partnerships: 5})"
    [match] = of_one(asking(photonics.written()), "AA1", field, SHOWN)
    assert match["score"] == 0.8
    assert match["parts"][3]["value"] is None


def test_the_funds_of_programmes_that_cover_both(photonics: Any, asking: Any) -> None:
    photonics.regions("BB", "BB1")
    because = fund_both(photonics, "AA1", "BB")
    [match] = of_one(asking(photonics.written()), "AA1", "sharingPriorities", f"funds {{ id }} {FACTS}")
    assert ids(match["funds"]) == ["ERDF"]
    assert of_money(vouched(match)) == because


def test_a_match_rests_on_all_of_its_reasons(photonics: Any, asking: Any) -> None:
    photonics.nodes("Partnership", "both")
    photonics.links("TAKES_PART_IN", "Region:AA1 Partnership:both", "Region:BB1 Partnership:both", role="lead")
    photonics.link("Cluster:light", "MEMBER_OF", "ClusterPartnership:optics", role="lead", key="lead")
    [match] = of_one(
        asking(photonics.written()), "AA1", f"sharingPriorities{given(relevantOnly=True)}", FACTS
    )  # fmt: skip
    assert vouched(match) == {
        *("a DRAWS_ON ADM", "a DRAWS_ON PHO", "b DRAWS_ON ADM", "b DRAWS_ON PHO"),
        *("a SET_BY strategy-of-a", "b SET_BY strategy-of-b"),
        *("strategy-of-a OF_REGION AA1", "strategy-of-b OF_REGION BB1"),
        *("light MEMBER_OF optics", "laser MEMBER_OF optics", "laser MEMBER_OF escp", "mixed MEMBER_OF escp"),
        *("light LOCATED_IN AA1", "mixed LOCATED_IN BB1"),
        *("light ACTIVE_IN PHO", "laser ACTIVE_IN PHO", "escp LINKED_TO photonics", "photonics WORKS_ON PHO"),
        *("AA1 TAKES_PART_IN both", "BB1 TAKES_PART_IN both"),
    }
    assert len(match["facts"]) == 21  # one cluster is a member in two roles
    assert match["confidence"] == "READ"


@pytest.mark.parametrize(
    "general",
    [
        ("Cluster:media", "MEMBER_OF", "ClusterPartnership:hemp"),
        ("Cluster:fibres", "LOCATED_IN", "Region:BB1"),
        ("Priority:a", "DRAWS_ON", "Technology:PHO"),
    ],
)
def test_a_match_that_rests_on_general_knowledge_says_so(photonics: Any, asking: Any, general: Any) -> None:
    graph = photonics.written()
    start, type_, end = general
    graph.write(
        lambda transaction: transaction.run(
            f"MATCH (a {{id: $a}})-[r:{type_}]->(b {{id: $b}}) SET r.confidence = 'GENERAL_KNOWLEDGE'",
            a=start.split(":")[1], b=end.split(":")[1],
        )
    )  # fmt: skip
    [match] = of_one(asking(graph), "AA1", "sharingPriorities", FACTS)
    vouched(match)
    assert match["confidence"] == "GENERAL_KNOWLEDGE"
