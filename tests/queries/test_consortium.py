"""Third and fourth regions: the starter dataset against plain Python, and every branch on small graphs."""

from __future__ import annotations

import json
from itertools import combinations
from typing import Any

import pytest

from tests.api.conftest import reference
from tests.queries.conftest import FACTS, current, facts_of, ids, vouched

SHOWN = """
regions { id } score parts { name value weight } technologies { id } priorities { id } pairs { region other hops }
clusters { id } via { id } funds { id } funded
"""
rounded = reference.rounded


def of(ask: Any, regions: str, arguments: str = "first: 1000", shown: str = SHOWN) -> list[dict[str, Any]]:
    answer = ask(
        f"{{ consortium(regions: {json.dumps(regions.split())}, {arguments}) {{ totalCount nodes {{ {shown} }} }} }}"
    )
    found = answer["consortium"]
    assert found["totalCount"] == len(found["nodes"])
    return list(found["nodes"])


class Oracle:
    """Answers in plain Python from the facts of a graph; no programme covers a region in it."""

    def __init__(self, facts: Any) -> None:
        self.facts, self.regions = facts, facts.nodes["Region"]

    def drawn(self, priorities: list[Any]) -> set[Any]:
        return {each for one in priorities for each in one.to("DRAWS_ON")}

    def now(self, region: Any) -> set[Any]:
        links = [link for each in self.facts.same(region) for link in each.starts["TAKES_PART_IN"]]
        return {link.end for link in links if current(link.properties)}

    def chain(self, one: Any, other: Any, hops: int) -> Any:
        """Give the first by ids of the shortest chains."""
        chains = self.facts.chains_from(one, hops, None).to(other)
        return min(chains, key=lambda chain: (len(chain), [node.id for node in chain]), default=())

    def overlap(self, one: Any, other: Any) -> bool:
        return one in self.facts.around(other) or other in self.facts.around(one)

    def consortia(self, ids_: str, size: int, hops: int) -> list[dict[str, Any]]:
        given = [self.regions[each] for each in ids_.split()]
        mine = [self.drawn(self.facts.priorities(each, False)) for each in given]
        common, either = set.intersection(*mine), set.union(*mine)
        joint = set.intersection(*map(self.now, given))
        thirds = []
        for region in self.regions.values():
            theirs = self.drawn(reference.own_priorities(region))
            if not theirs & common or self.now(region) & joint or any(self.overlap(region, each) for each in given):
                continue
            chains = [self.chain(region, each, hops) for each in given]
            if all(chains):
                alike = len(theirs & common) / len(theirs | either)
                thirds.append((-alike, sum(map(len, chains)) - len(chains), region.id))
        ranked = [self.regions[id] for *_, id in sorted(thirds)]
        if size - len(given) == 1:
            sets: list[Any] = [(each,) for each in ranked]
        else:
            sets = [pair for pair in combinations(ranked[:20], 2) if not self.overlap(*pair)]
        found = [self.consortium(given, list(added), hops, common, either) for added in sets]
        return sorted((each for each in found if each), key=lambda each: (-each["score"], each["regions"]))

    def consortium(
        self, given: Any, added: Any, hops: int, common: set[Any], either: set[Any]
    ) -> dict[str, Any] | None:
        theirs = [self.drawn(reference.own_priorities(each)) for each in added]
        shared = set.intersection(common, *theirs)
        if not shared:
            return None
        pairs = [(one, other) for one in added for other in given] + list(combinations(added, 2))
        chains = {(one.id, other.id): self.chain(one, other, hops) for one, other in pairs}
        own = [self.facts.priorities(each, False) for each in given] + [
            reference.own_priorities(each) for each in added
        ]
        near = [2 / (len(chain) - 1) if chain else 0 for chain in chains.values()]
        values = {
            "technologies": rounded(len(shared) / len(set.union(either, *theirs))),
            "closeness": rounded(sum(near) / len(near)),
            "funds": None,
        }
        nodes = {node for chain in chains.values() for node in chain}
        weights = {"technologies": 2.0, "closeness": 1.0, "funds": 1.0}
        return {
            "regions": [each.id for each in added],
            "technologies": sorted(each.id for each in shared),
            "priorities": sorted({each.id for some in own for each in some if shared & set(each.to("DRAWS_ON"))}),
            "pairs": [{"region": one, "other": other, "hops": len(chain) // 2 or None}
                      for (one, other), chain in sorted(chains.items())],
            "clusters": sorted(node.id for node in nodes if node.kind == "Cluster"),
            "via": sorted(node.id for node in nodes if node.kind == "ClusterPartnership"),
            "funds": [],
            "funded": None,
            "parts": [{"name": name, "value": value, "weight": weights[name]} for name, value in values.items()],
            "score": rounded((2 * values["technologies"] + values["closeness"]) / 3),
        }  # fmt: skip


ASKED = [
    *(("ITC4 ES21", 3, hops) for hops in (1, 2, 3)),
    *(
        (pair, 3, 1)
        for pair in ("ES51 FRK2", "ITC4 ES51", "DE1 SE12", "PT11 ITC4", "CZ080 ES21", "FI19 ES51", "AT DE2")
    ),
    *((pair, 4, 1) for pair in ("ITC4 ES21", "ES51 FRK2", "DE1 ITC4")),
    *((trio, 4, hops) for trio in ("ITC4 ES21 DE1", "ES51 FRK2 ITC4") for hops in (1, 2)),
    ("ES51 FRK2", 4, 2),
]


def test_the_starter_dataset(starter: Any, asking: Any) -> None:
    ask, oracle = asking(starter), Oracle(facts_of(starter))
    counts = []
    for regions, size, hops in ASKED:
        expected = oracle.consortia(regions, size, hops)
        assert ids(of(ask, regions, f"size: {size}, withinHops: {hops}, first: 1000")) == expected, regions
        counts.append(len(expected))
    assert sum(map(bool, counts)) > 10


def test_every_consortium_of_the_starter_dataset_is_vouched_for(starter: Any, asking: Any) -> None:
    ask = asking(starter)
    found = of(ask, "ITC4 ES21", shown=SHOWN + FACTS) + of(ask, "ITC4 ES21 DE1", "size: 4", SHOWN + FACTS)
    assert len(found) > 14
    for each in found:
        vouched(each)


@pytest.fixture
def wood(small: Any) -> Any:
    """Give three regions and a country with wood, in a ring of clusters, and the programmes of two of them."""
    small.nodes("Technology", "WOOD GLUE FISH")
    small.regions("AA", "AA1", "BB1", "CC1", "DD1")
    small.nodes("Cluster", "a b c d")
    small.nodes("ClusterPartnership", "ab bc ca cd")
    for region in ("AA1", "BB1", "CC1", "DD1"):
        small.link(f"Cluster:{region[0].lower()}", "LOCATED_IN", f"Region:{region}")
        small.priority(f"of-{region}", region, "WOOD", *(["GLUE"] if region in ("AA1", "DD1") else []))
    for one, other in ("ab", "bc", "ca", "cd"):
        small.links("MEMBER_OF", f"Cluster:{one} ClusterPartnership:{one}{other}")
        small.links("MEMBER_OF", f"Cluster:{other} ClusterPartnership:{one}{other}")
    return small


def test_a_third_region(wood: Any, asking: Any) -> None:
    [found] = of(asking(wood.written()), "AA1 BB1", shown=SHOWN + FACTS)
    assert vouched(found) == {
        *(f"of-{each} DRAWS_ON WOOD" for each in ("AA1", "BB1", "CC1")),
        *(f"of-{each} SET_BY strategy-of-of-{each}" for each in ("AA1", "BB1", "CC1")),
        *(f"strategy-of-of-{each} OF_REGION {each}" for each in ("AA1", "BB1", "CC1")),
        *("a MEMBER_OF ca", "c MEMBER_OF ca", "b MEMBER_OF bc", "c MEMBER_OF bc"),
        *("a LOCATED_IN AA1", "b LOCATED_IN BB1", "c LOCATED_IN CC1"),
    }
    assert ids(found["regions"]) == ["CC1"]
    assert ids(found["technologies"]) == ["WOOD"]
    assert found["pairs"] == [
        {"region": "CC1", "other": "AA1", "hops": 1},
        {"region": "CC1", "other": "BB1", "hops": 1},
    ]
    assert (found["funded"], found["funds"]) == (None, [])
    assert [each["value"] for each in found["parts"]] == [0.5, 1.0, None]
    assert found["score"] == 0.6667


def test_hops_and_a_fourth_region(wood: Any, asking: Any) -> None:
    ask = asking(wood.written())
    assert [ids(each["regions"]) for each in of(ask, "AA1 BB1", "withinHops: 2")] == [["CC1"], ["DD1"]]
    [found] = of(ask, "AA1 BB1", "size: 4, withinHops: 2")
    assert sorted(ids(found["regions"])) == ["CC1", "DD1"]
    assert {(each["region"], each["other"], each["hops"]) for each in found["pairs"]} >= {
        ("CC1", "AA1", 1), ("CC1", "BB1", 1), ("DD1", "AA1", 2), ("DD1", "BB1", 2),
    }  # fmt: skip
    assert found["parts"][1]["value"] == round((1 + 1 + 0.5 + 0.5 + 1) / 5, 4)
    assert [ids(each["regions"]) for each in of(ask, "AA1 BB1 CC1", "size: 4, withinHops: 2")] == [["DD1"]]
    assert of(ask, "AA1 BB1", "size: 4") == []


def test_two_to_be_added_that_are_not_connected_themselves(wood: Any, asking: Any) -> None:
    """Each leads to those there are, and not to the other within the hops asked for."""
    wood.nodes("ClusterPartnership", "da db")
    wood.links("MEMBER_OF", "Cluster:d ClusterPartnership:da", "Cluster:a ClusterPartnership:da")
    wood.links("MEMBER_OF", "Cluster:d ClusterPartnership:db", "Cluster:b ClusterPartnership:db")
    graph = wood.written()
    graph.write(lambda transaction: transaction.run("MATCH (:Cluster {id: 'd'})-[r:MEMBER_OF]->({id: 'cd'}) DELETE r"))
    [found] = of(asking(graph), "AA1 BB1", "size: 4")
    assert {frozenset((each["region"], each["other"])): each["hops"] for each in found["pairs"]}[
        frozenset(("CC1", "DD1"))
    ] is None
    assert found["parts"][1]["value"] == 0.8
    assert sorted(ids(found["clusters"])) == ["a", "b", "c", "d"]


def test_technologies_asked_for(wood: Any, asking: Any) -> None:
    ask = asking(wood.written())
    assert of(ask, "AA1 BB1", 'technologies: ["GLUE"]') == []
    [found] = of(ask, "AA1 CC1", 'technologies: ["WOOD", "GLUE"], withinHops: 1, first: 1')[:1]
    assert ids(found["technologies"]) == ["WOOD"]
    [found] = of(ask, "AA1 BB1", 'technologies: ["WOOD"]')
    assert found["parts"][0]["value"] == 1


@pytest.mark.parametrize("region", ["AA1", "CC1"])
@pytest.mark.parametrize(
    ("said", "count"), [({}, 0), ({"to": "2020"}, 1), ({"to": "2999"}, 0), ({"from": "2999"}, 1), ({"from": "2019"}, 0)]
)
def test_one_that_is_with_all_of_them_in_a_partnership_now_is_left_out(
    wood: Any, asking: Any, region: str, said: dict[str, str], count: int
) -> None:
    wood.node("Partnership", "timber")
    for each in ("AA1", "BB1", "CC1"):
        wood.link(f"Region:{each}", "TAKES_PART_IN", "Partnership:timber", **(said if each == region else {}))
    assert len(of(asking(wood.written()), "AA1 BB1")) == count


def test_one_that_is_with_some_of_them_in_a_partnership_stays(wood: Any, asking: Any) -> None:
    wood.node("Partnership", "timber")
    wood.links("TAKES_PART_IN", "Region:AA1 Partnership:timber", "Region:CC1 Partnership:timber")
    assert len(of(asking(wood.written()), "AA1 BB1")) == 1


@pytest.mark.parametrize("shared", [True, False])
def test_funds(wood: Any, asking: Any, shared: bool) -> None:
    wood.nodes("Fund", "ERDF ESF")
    wood.nodes("Programme", "state b c")
    wood.links("COVERS", "Programme:state Region:AA", "Programme:b Region:BB1", "Programme:c Region:CC1")
    wood.links("FUNDED_BY", "Programme:state Fund:ERDF", "Programme:b Fund:ERDF")
    wood.links("FUNDED_BY", "Programme:c Fund:ESF", *(["Programme:c Fund:ERDF"] if shared else []))
    [found] = of(asking(wood.written()), "AA1 BB1", shown=SHOWN + FACTS)
    assert ids(found["funds"]) == (["ERDF"] if shared else [])
    assert found["funded"] is shared
    assert found["parts"][2]["value"] == float(shared)
    money = {each for each in vouched(found) if " COVERS " in each or " FUNDED_BY " in each}
    covers = {"state COVERS AA", "b COVERS BB1", "c COVERS CC1"}
    assert money == (covers | {f"{each} FUNDED_BY ERDF" for each in ("state", "b", "c")} if shared else set())


def test_regions_around_and_what_is_not_known(wood: Any, asking: Any) -> None:
    wood.priority("of-AA", "AA", "WOOD")
    ask = asking(wood.written())
    assert [ids(each["regions"]) for each in of(ask, "AA1 BB1")] == [["CC1"]]
    for regions, size, wrong in (
        ("AA1 none", 3, "there is no Region none"), ("AA1 AA1", 3, "names AA1 twice"), ("", 3, "`regions` has 0"),
        ("AA1", 4, "give 2 or 3"), ("AA1 BB1 CC1", 3, "give 1 or 2"), ("AA1 BB1 CC1 AA", 4, "Give 1 to 3"),
    ):  # fmt: skip
        with pytest.raises(AssertionError, match=wrong):
            of(ask, regions, f"size: {size}")


def test_two_regions_for_one(wood: Any, asking: Any) -> None:
    [found] = of(asking(wood.written()), "AA1")
    assert sorted(ids(found["regions"])) == ["BB1", "CC1"]


def test_weights(wood: Any, asking: Any) -> None:
    ask = asking(wood.written())
    for weights, score in {
        "technologies: 0": 1.0, "technologies: 1, closeness: 0": 0.5, "technologies: 0, closeness: 0": 0.0,
    }.items():  # fmt: skip
        assert of(ask, "AA1 BB1", f"weights: {{{weights}}}")[0]["score"] == score
