"""Clusters to work with: the starter dataset against plain Python, and every branch on small graphs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from tests.api.conftest import reference
from tests.queries.conftest import FACTS, facts_of, fund_both, ids, of_money, vouched

SHOWN = """
cluster { id } region { id } score parts { name value weight } same { id } complementing { id } common { id }
myPriorities { id } theirPriorities { id } hops path { id } via { id }
"""
rounded = reference.rounded


def of_cluster(ask: Any, id: str, arguments: str = "first: 1000", shown: str = SHOWN) -> list[dict[str, Any]]:
    answer = ask(f'{{ cluster(id: "{id}") {{ matches({arguments}) {{ totalCount nodes {{ {shown} }} }} }} }}')
    found = answer["cluster"]["matches"]
    assert found["totalCount"] == len(found["nodes"])
    return list(found["nodes"])


class Oracle:
    """Answers in plain Python from the facts of a graph."""

    def __init__(self, facts: Any, national: bool = False) -> None:
        self.facts, self.national = facts, national

    def named(self, cluster: Any) -> set[Any]:
        return {*cluster.to("ACTIVE_IN"), *cluster.to("WORKS_IN")}

    def priorities(self, place: Any) -> list[Any]:
        """Give those of the regions a place lies in: its country is one only if it is the place, or if asked for."""
        return [
            priority
            for region in self.facts.around(place)
            if self.national or region.properties["level"] > 0 or region in self.facts.same(place)
            for priority in reference.own_priorities(region)
        ]

    def fields(self, priorities: list[Any]) -> set[Any]:
        return {each for one in priorities for each in (*one.to("DRAWS_ON"), *one.to("CONCERNS"))}

    def matches(self, id: str, hops: int = 3) -> Iterator[dict[str, Any]]:
        this = self.facts.nodes["Cluster"][id]
        for here in this.to("LOCATED_IN"):
            my_priorities, mine = self.priorities(here), self.named(this)
            wanted = self.fields(my_priorities)
            for cluster in self.facts.nodes["Cluster"].values():
                for there in cluster.to("LOCATED_IN"):
                    overlap = there in self.facts.around(here) or here in self.facts.around(there)
                    theirs = self.fields(self.priorities(there))
                    brings, common = self.named(cluster), wanted & theirs
                    same, more = mine & brings, (wanted - mine) & brings
                    if overlap or cluster in reference.fellows(this) or not common or not same | more:
                        continue
                    chain = self.chain(this, cluster, hops)
                    yield {
                        "cluster": cluster.id,
                        "region": there.id,
                        "same": sorted(each.id for each in same),
                        "complementing": sorted(each.id for each in more),
                        "common": sorted(each.id for each in common),
                        "myPriorities": self.speaking(my_priorities, common | more),
                        "theirPriorities": self.speaking(self.priorities(there), common),
                        "hops": len(chain) // 2 or None,
                        "path": [node.id for node in chain[::2]],
                        "via": [node.id for node in chain[1::2]],
                        **self.score(
                            same=len(same) / len(mine | brings) if mine else None,
                            complement=len(more) / len(wanted - mine) if wanted - mine else None,
                            priorities=len(common) / len(wanted | theirs),
                            closeness=1 / (len(chain) // 2) if chain else 0.0,
                        ),
                    }

    def speaking(self, priorities: list[Any], fields: set[Any]) -> list[str]:
        return sorted({each.id for each in priorities if self.fields([each]) & fields})

    def chain(self, one: Any, other: Any, hops: int) -> Any:
        chains = reference.Chains(self.facts, {one}, hops, None).found.get(other, [])
        return min(chains, key=lambda chain: [node.id for node in chain], default=())

    def score(self, **values: float | None) -> dict[str, Any]:
        weights = {"same": 2.0, "complement": 1.0, "priorities": 1.0, "closeness": 1.0}
        parts = [{"name": name, "value": None if value is None else rounded(value), "weight": weights[name]}
                 for name, value in values.items()]  # fmt: skip
        known = [each for each in parts if each["value"] is not None]
        score = sum(each["value"] * each["weight"] for each in known) / sum(each["weight"] for each in known)
        return {"parts": parts, "score": rounded(score)}


@pytest.mark.parametrize(("hops", "national"), [(3, False), (2, True), (6, False)])
def test_every_cluster_of_the_starter_dataset(starter: Any, asking: Any, hops: int, national: bool) -> None:
    oracle, ask = Oracle(facts_of(starter), national), asking(starter)
    clusters = sorted(oracle.facts.nodes["Cluster"])
    tagged = [each for each in clusters if oracle.named(oracle.facts.nodes["Cluster"][each])]
    counts = []
    for id in [*tagged, *clusters[:: 25 if hops == 3 else 100]]:
        arguments = f"first: 1000, withinHops: {hops}, national: {str(national).lower()}"
        expected = sorted(oracle.matches(id, hops), key=lambda each: (-each["score"], each["cluster"]))
        assert ids(of_cluster(ask, id, arguments)) == expected
        counts.append(len(expected))
    assert sum(counts) > 80
    assert 0 in counts


def test_every_match_of_the_starter_dataset_is_vouched_for(starter: Any, asking: Any) -> None:
    for id in ("mav", "photonicsweden", "gaia"):
        found = of_cluster(asking(starter), id, shown=SHOWN + FACTS)
        assert found
        for each in found:
            facts = vouched(each)
            for one, other in pairwise(ids(each["path"])):
                assert any(fact.startswith(f"{one} MEMBER_OF") for fact in facts)
                assert any(fact.startswith(f"{other} MEMBER_OF") for fact in facts)


@pytest.fixture
def wood(small: Any) -> Any:
    """Give a sawmill cluster, whose region wants wood and glue, and a cluster of wood and glue elsewhere."""
    small.nodes("Technology", "WOOD GLUE FISH")
    small.node("Sector", "NACE2-16", code="16", level=2)
    small.regions("AA", "AA1", "AA11", "BB", "BB1")
    small.nodes("Cluster", "mill glue between")
    small.links("LOCATED_IN", "Cluster:mill Region:AA11", "Cluster:glue Region:BB1", "Cluster:between Region:BB1")
    small.links("ACTIVE_IN", "Cluster:mill Technology:WOOD", "Cluster:glue Technology:WOOD")
    small.links("ACTIVE_IN", "Cluster:glue Technology:GLUE", "Cluster:glue Technology:FISH")
    small.priority("a", "AA1", "WOOD", "GLUE")
    small.priority("b", "BB1", "WOOD", "FISH")
    return small


def test_same_and_complementing(wood: Any, asking: Any) -> None:
    [found] = of_cluster(asking(wood.written()), "mill", shown=SHOWN + FACTS)
    assert vouched(found) == {
        *("mill ACTIVE_IN WOOD", "glue ACTIVE_IN WOOD", "glue ACTIVE_IN GLUE"),
        *("mill LOCATED_IN AA11", "glue LOCATED_IN BB1", "a DRAWS_ON WOOD", "a DRAWS_ON GLUE", "b DRAWS_ON WOOD"),
        *("a SET_BY strategy-of-a", "b SET_BY strategy-of-b"),
        *("strategy-of-a OF_REGION AA1", "strategy-of-b OF_REGION BB1"),
    }
    shown = ids({name: found[name] for name in ("cluster", "region", "same", "complementing", "common", "hops")})
    assert shown == {
        "cluster": "glue", "region": "BB1", "same": ["WOOD"], "complementing": ["GLUE"], "common": ["WOOD"],
        "hops": None,
    }  # fmt: skip
    assert [each["value"] for each in found["parts"]] == [0.3333, 1.0, 0.3333, 0.0]
    assert found["score"] == round((2 * 0.3333 + 1 + 0.3333) / 5, 4)


def test_one_that_names_nothing_can_still_be_complemented(wood: Any, asking: Any) -> None:
    wood.node("Cluster", "silent")
    wood.link("Cluster:silent", "LOCATED_IN", "Region:AA1")
    [found] = of_cluster(asking(wood.written()), "silent")
    assert ids(found["same"]) == []
    assert ids(found["complementing"]) == ["GLUE", "WOOD"]
    assert [each["value"] for each in found["parts"]] == [None, 1.0, 0.3333, 0.0]


def test_the_funds_of_programmes_that_cover_both_regions(wood: Any, asking: Any) -> None:
    because = fund_both(wood, "AA1", "BB1")
    [found] = of_cluster(asking(wood.written()), "mill", shown=f"funds {{ id }} {FACTS}")
    assert ids(found["funds"]) == ["ERDF"]
    assert of_money(vouched(found)) == because


def test_sectors(wood: Any, asking: Any) -> None:
    """A sector is no technology: it is named by WORKS_IN, and wanted by CONCERNS."""
    wood.nodes("Cluster", "carpenters")
    wood.links("LOCATED_IN", "Cluster:carpenters Region:BB1")
    wood.links("WORKS_IN", "Cluster:carpenters Sector:NACE2-16")
    wood.links("CONCERNS", "Priority:a Sector:NACE2-16", "Priority:b Sector:NACE2-16")
    one, other = of_cluster(asking(wood.written()), "mill")
    assert ids(one)["cluster"] == "glue"
    assert ids(other["complementing"]) == ["NACE2-16"]
    assert ids(other["common"]) == ["NACE2-16", "WOOD"]


@pytest.mark.parametrize("linked", [False, True])
def test_fellow_members_are_left_out_and_others_have_their_chain(wood: Any, asking: Any, linked: bool) -> None:
    wood.nodes("ClusterPartnership", "p q")
    wood.links("MEMBER_OF", "Cluster:mill ClusterPartnership:p", "Cluster:between ClusterPartnership:p")
    wood.links("MEMBER_OF", "Cluster:between ClusterPartnership:q", "Cluster:glue ClusterPartnership:q")
    if linked:
        wood.link("Cluster:mill", "MEMBER_OF", "ClusterPartnership:q")
    ask = asking(wood.written())
    found = of_cluster(ask, "mill", shown=SHOWN + FACTS)
    if linked:
        assert found == []
        return
    [match] = found
    assert (match["hops"], ids(match["path"]), ids(match["via"])) == (2, ["mill", "between", "glue"], ["p", "q"])
    assert match["parts"][3]["value"] == 0.5
    assert "between MEMBER_OF q" in vouched(match)
    [match] = of_cluster(ask, "mill", "withinHops: 1")
    assert (match["hops"], match["path"]) == (None, [])


def test_only_where_the_regions_have_a_priority_in_common(wood: Any, asking: Any) -> None:
    graph = wood.written()
    graph.write(lambda transaction: transaction.run("MATCH ({id: 'b'})-[r:DRAWS_ON]->({id: 'WOOD'}) DELETE r"))
    assert of_cluster(asking(graph), "mill") == []


def test_priorities_of_the_country(wood: Any, asking: Any) -> None:
    """Those of the country count only if asked for, unless the cluster is said to be in the country itself."""
    wood.priority("state", "AA", "FISH")
    wood.node("Cluster", "somewhere")
    wood.link("Cluster:somewhere", "LOCATED_IN", "Region:AA")
    ask = asking(wood.written())
    assert ids(of_cluster(ask, "mill")[0]["complementing"]) == ["GLUE"]
    assert ids(of_cluster(ask, "mill", "national: true")[0]["complementing"]) == ["FISH", "GLUE"]
    assert ids(of_cluster(ask, "somewhere")[0]["complementing"]) == ["FISH"]


def test_clusters_of_the_same_region_are_left_out(wood: Any, asking: Any) -> None:
    wood.nodes("Cluster", "near nation")
    wood.links("LOCATED_IN", "Cluster:near Region:AA1", "Cluster:nation Region:AA")
    wood.links("ACTIVE_IN", "Cluster:near Technology:WOOD", "Cluster:nation Technology:WOOD")
    assert [ids(each)["cluster"] for each in of_cluster(asking(wood.written()), "mill")] == ["glue"]


def test_weights(wood: Any, asking: Any) -> None:
    ask = asking(wood.written())
    only = "same: 0, complement: 0, priorities: 0, closeness: 0"
    for name, score in {"same": 0.3333, "complement": 1.0, "priorities": 0.3333, "closeness": 0.0}.items():
        weights = only.replace(f"{name}: 0", f"{name}: 3")
        assert of_cluster(ask, "mill", f"weights: {{{weights}}}")[0]["score"] == score
    assert of_cluster(ask, "mill", f"weights: {{{only}}}")[0]["score"] == 0
