"""Regions that a partnership could win: the starter dataset against plain Python, and every branch on small graphs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.conftest import reference
from tests.queries.conftest import FACTS, current, facts_of, fund_both, ids, of_money, vouched

SHOWN = """
region { id } score parts { name value weight } technologies { id } priorities { id } hops path { id } via { id }
nearest { id } distanceKm centroidKm sharedPartnerships { id }
"""
rounded = reference.rounded
kilometres = reference.kilometres


def of_partnership(ask: Any, id: str, arguments: str = "first: 1000", shown: str = SHOWN) -> list[dict[str, Any]]:
    answer = ask(f'{{ partnership(id: "{id}") {{ candidates({arguments}) {{ totalCount nodes {{ {shown} }} }} }} }}')
    found = answer["partnership"]["candidates"]
    assert found["totalCount"] == len(found["nodes"])
    return [ids(each) for each in found["nodes"]]


class Oracle:
    """Answers in plain Python from the facts of a graph."""

    def __init__(self, facts: Any) -> None:
        self.facts = facts

    def now(self, partnership: Any) -> set[Any]:
        return {each.start for each in partnership.ends["TAKES_PART_IN"] if current(each.properties)}

    def candidates(self, id: str, hops: int = 2) -> Iterator[tuple[float, str, dict[str, Any]]]:
        this = self.facts.nodes["Partnership"][id]
        members, topics = self.now(this), set(this.to("WORKS_ON"))
        for region in self.facts.nodes["Region"].values() if topics else ():
            own = reference.own_priorities(region)
            shared = topics & {each for priority in own for each in priority.to("DRAWS_ON")}
            near = {each for member in members for each in self.facts.around(member)}
            if not shared or region in near or self.facts.around(region) & members:
                continue
            found = {
                "region": region.id,
                "technologies": sorted(each.id for each in shared),
                "priorities": sorted({each.id for each in own if shared & set(each.to("DRAWS_ON"))}),
                **self.chain(region, members, hops),
                **self.distance(region, members),
            }
            met = [(other, member) for other in self.facts.nodes["Partnership"].values() if other is not this
                   for member in members if self.meet(other, region, member)]  # fmt: skip
            found["sharedPartnerships"] = sorted({other.id for other, _ in met})
            closeness = (rounded(1 / found["hops"]) if found["hops"] else 0.0) if members else None
            values = [
                ("technologies", rounded(len(shared) / len(topics)), 2.0),
                ("closeness", closeness, 1.0),
                ("nearness", found.pop("nearness"), 1.0),
                ("partnerships", rounded(len({one for _, one in met}) / len(members)) if members else None, 1.0),
            ]
            found["parts"] = [dict(zip(("name", "value", "weight"), each, strict=True)) for each in values]
            known = [(value, weight) for _, value, weight in values if value is not None]
            found["score"] = sum(value * weight for value, weight in known) / sum(weight for _, weight in known)
            yield -found["score"], region.id, found

    def chain(self, region: Any, members: set[Any], hops: int) -> dict[str, Any]:
        chains = [chain for member in members for chain in self.facts.chains_from(region, hops, None).to(member)]
        best = min(chains, key=lambda chain: (len(chain), [node.id for node in chain]), default=())
        named = [node.id for node in best]
        return {"hops": len(best) // 2 or None, "path": named[::2], "via": named[1::2]}

    def distance(self, region: Any, members: set[Any]) -> dict[str, Any]:
        here, there = region.properties.get("point"), [each for each in members if each.properties.get("point")]
        if not here or not there:
            return {"nearest": None, "distanceKm": None, "centroidKm": None, "nearness": None}
        away = {each: kilometres(here, each.properties["point"]) for each in there}
        nearest = min(there, key=lambda each: (away[each], each.id))
        middle = {
            axis: sum(each.properties["point"][axis] for each in there) / len(there)
            for axis in ("latitude", "longitude")
        }
        return {
            "nearest": nearest.id,
            "distanceKm": away[nearest],
            "centroidKm": kilometres(here, middle),
            "nearness": 500 / (500 + away[nearest]),
        }

    def meet(self, other: Any, region: Any, member: Any) -> bool:
        taking = self.now(other)
        return bool(taking & self.facts.same(region)) and bool(taking & self.facts.same(member))


def alike(one: Any, other: Any) -> bool:
    """Tell whether two answers are the same but for the last digits of distances and what follows from them."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(
            alike(one[each], other[each]) if "Km" not in each or None in (one[each], other[each])
            else abs(one[each] - other[each]) <= 1.5
            for each in one
        )  # fmt: skip
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= 0.0003
    return bool(one == other)


@pytest.mark.parametrize("hops", [1, 2, 3])
def test_every_partnership_of_the_starter_dataset(starter: Any, asking: Any, hops: int) -> None:
    ask, oracle = asking(starter), Oracle(facts_of(starter))
    counts = []
    for id in oracle.facts.nodes["Partnership"]:
        found = of_partnership(ask, id, f"first: 1000, withinHops: {hops}")
        expected = {region: each for _, region, each in oracle.candidates(id, hops)}
        assert {each["region"] for each in found} == expected.keys()
        wrong = [(each, expected[each["region"]]) for each in found if not alike(each, expected[each["region"]])]
        assert wrong == []
        assert [(-each["score"], each["region"]) for each in found] == sorted(
            (-each["score"], each["region"]) for each in found
        )
        counts.append(len(found))
    assert sum(map(bool, counts)) == 10
    assert sum(counts) > 400


def test_every_candidate_of_the_starter_dataset_is_vouched_for(starter: Any, asking: Any) -> None:
    answer = asking(starter)(f'{{ partnership(id: "ADMA") {{ candidates {{ nodes {{ {FACTS} }} }} }} }}')
    found = answer["partnership"]["candidates"]["nodes"]
    assert len(found) == 50
    for each in found:
        vouched(each)


@pytest.fixture
def wood(small: Any) -> Any:
    """Give a partnership on wood and glue with two members, and a region outside it with a priority in wood."""
    small.nodes("Technology", "WOOD GLUE FISH")
    small.regions("AA", "AA1", "BB", "BB1", "CC", "CC1", "CC11")
    small.nodes("Partnership", "wood other")
    small.links("WORKS_ON", "Partnership:wood Technology:WOOD", "Partnership:wood Technology:GLUE")
    small.links("TAKES_PART_IN", "Region:AA1 Partnership:wood", "Region:BB1 Partnership:wood", role="lead")
    small.priority("c", "CC1", "WOOD", "FISH")
    return small


def place(small: Any, **points: tuple[float, float]) -> Any:
    """Write the graph, and put regions on the map."""
    graph = small.written()
    for id, (latitude, longitude) in points.items():
        graph.write(
            lambda transaction, given=(id, latitude, longitude): transaction.run(
                "MATCH (r:Region {id: $id}) SET r.point = point({latitude: $a, longitude: $o})",
                id=given[0], a=given[1], o=given[2],
            )
        )  # fmt: skip
    return graph


def values(candidate: dict[str, Any]) -> dict[str, float | None]:
    return {each["name"]: each["value"] for each in candidate["parts"]}


def test_what_is_not_known_is_null(wood: Any, asking: Any) -> None:
    [found] = of_partnership(asking(wood.written()), "wood")
    assert found["region"] == "CC1"
    assert (found["technologies"], found["priorities"]) == (["WOOD"], ["c"])
    assert (found["hops"], found["path"], found["via"]) == (None, [], [])
    assert (found["nearest"], found["distanceKm"], found["centroidKm"]) == (None, None, None)
    assert values(found) == {"technologies": 0.5, "closeness": 0.0, "nearness": None, "partnerships": 0.0}
    assert found["score"] == 0.25


def test_distances(wood: Any, asking: Any) -> None:
    graph = place(wood, AA1=(50.0, 10.0), BB1=(50.0, 20.0), CC1=(50.0, 11.0))
    [found] = of_partnership(asking(graph), "wood")
    assert found["nearest"] == "AA1"
    assert found["distanceKm"] == pytest.approx(71.5, abs=1)
    assert found["centroidKm"] == pytest.approx(4 * 71.5, abs=2)
    assert values(found)["nearness"] == pytest.approx(500 / 571.5, abs=0.001)


def test_the_funds_of_programmes_that_cover_it_and_a_member(wood: Any, asking: Any) -> None:
    because = fund_both(wood, "BB", "CC1")
    ask = asking(wood.written())
    [found] = of_partnership(ask, "wood", shown=f"funds {{ id }} {FACTS}")
    [raw] = ask(f'{{ partnership(id: "wood") {{ candidates {{ nodes {{ {FACTS} }} }} }} }}')["partnership"][
        "candidates"
    ]["nodes"]
    assert found["funds"] == ["ERDF"]
    assert of_money(vouched(raw)) == because


def test_hops(wood: Any, asking: Any) -> None:
    wood.nodes("Cluster", "c b a")
    wood.links("LOCATED_IN", "Cluster:c Region:CC11", "Cluster:b Region:DD", "Cluster:a Region:AA1")
    wood.regions("DD")
    wood.nodes("ClusterPartnership", "cb ba")
    wood.links("MEMBER_OF", "Cluster:c ClusterPartnership:cb", "Cluster:b ClusterPartnership:cb")
    wood.links("MEMBER_OF", "Cluster:b ClusterPartnership:ba", "Cluster:a ClusterPartnership:ba")
    ask = asking(wood.written())
    [found] = of_partnership(ask, "wood", shown=SHOWN + FACTS)
    assert (found["hops"], found["path"], found["via"]) == (2, ["c", "b", "a"], ["cb", "ba"])
    assert values(found)["closeness"] == 0.5
    [near] = of_partnership(ask, "wood", "withinHops: 1")
    assert (near["hops"], near["path"]) == (None, [])


def test_where_they_meet_already(wood: Any, asking: Any) -> None:
    wood.nodes("Partnership", "left ahead")
    wood.link("Region:CC1", "TAKES_PART_IN", "Partnership:other", to="2999")
    wood.link("Region:AA1", "TAKES_PART_IN", "Partnership:other", **{"from": "2019"})
    wood.link("Region:CC1", "TAKES_PART_IN", "Partnership:ahead", **{"from": "2999"})
    wood.link("Region:AA1", "TAKES_PART_IN", "Partnership:ahead")
    wood.links("TAKES_PART_IN", "Region:CC1 Partnership:left", "Region:BB1 Partnership:wood", role="founder")
    wood.link("Region:BB1", "TAKES_PART_IN", "Partnership:left", to="2019")
    [found] = of_partnership(asking(wood.written()), "wood", shown=SHOWN + FACTS.replace("facts {", "facts { asOf"))
    assert found["sharedPartnerships"] == ["other"]
    assert values(found)["partnerships"] == 0.5


def test_it_rests_on_all_of_its_reasons(wood: Any, asking: Any) -> None:
    wood.links("TAKES_PART_IN", "Region:CC1 Partnership:other", "Region:AA1 Partnership:other")
    wood.nodes("Cluster", "c a")
    wood.links("LOCATED_IN", "Cluster:c Region:CC11", "Cluster:a Region:AA1")
    wood.node("ClusterPartnership", "ca")
    wood.links("MEMBER_OF", "Cluster:c ClusterPartnership:ca", "Cluster:a ClusterPartnership:ca")
    answer = asking(wood.written())(f'{{ partnership(id: "wood") {{ candidates {{ nodes {{ {FACTS} }} }} }} }}')
    [found] = answer["partnership"]["candidates"]["nodes"]
    assert vouched(found) == {
        *("c DRAWS_ON WOOD", "c SET_BY strategy-of-c", "strategy-of-c OF_REGION CC1", "wood WORKS_ON WOOD"),
        *("AA1 TAKES_PART_IN wood", "BB1 TAKES_PART_IN wood"),
        *("CC1 TAKES_PART_IN other", "AA1 TAKES_PART_IN other"),
        *("c MEMBER_OF ca", "a MEMBER_OF ca", "c LOCATED_IN CC11", "a LOCATED_IN AA1"),
    }


@pytest.mark.parametrize(
    ("region", "said", "count"),
    [
        ("AA1", {}, 1), ("AA", {}, 1), ("AA1", {"to": "2020"}, 2), ("AA1", {"to": "2999"}, 1),
        ("AA1", {"from": "2999"}, 2), ("AA1", {"from": "2019"}, 1),
    ],
)  # fmt: skip
def test_members_and_the_regions_around_them_are_no_candidates(
    wood: Any, asking: Any, region: str, said: dict[str, str], count: int
) -> None:
    """One that left is outside again, one that is to come is so yet."""
    wood.priority("again", region, "GLUE")
    graph = wood.written()
    graph.write(
        lambda transaction: transaction.run(
            "MATCH (:Region {id: 'AA1'})-[r:TAKES_PART_IN]->() SET r += $said", said=said
        )
    )
    answer = asking(graph)(f'{{ partnership(id: "wood") {{ candidates {{ nodes {{ {FACTS} }} }} }} }}')
    found = answer["partnership"]["candidates"]["nodes"]
    assert len(found) == count
    for each in found:
        assert ("AA1 TAKES_PART_IN wood" in vouched(each)) == (count == 1)


def test_technologies_and_weights(wood: Any, asking: Any) -> None:
    wood.priority("d", "CC", "GLUE", "WOOD")
    ask = asking(wood.written())
    assert [each["region"] for each in of_partnership(ask, "wood")] == ["CC", "CC1"]
    assert [each["region"] for each in of_partnership(ask, "wood", 'technologies: ["GLUE"]')] == ["CC"]
    [one] = of_partnership(ask, "wood", 'technologies: ["GLUE"], weights: {partnerships: 0, closeness: 0}')
    assert one["score"] == 1
    weights = "weights: {technologies: 0, closeness: 0, nearness: 0, partnerships: 0}"
    assert [each["score"] for each in of_partnership(ask, "wood", weights)] == [0, 0]


def test_a_partnership_without_technologies_has_no_candidates_and_one_without_members_has(
    wood: Any, asking: Any
) -> None:
    wood.node("Partnership", "empty")
    wood.link("Partnership:empty", "WORKS_ON", "Technology:FISH")
    ask = asking(wood.written())
    assert of_partnership(ask, "other") == []
    [found] = of_partnership(ask, "empty")
    assert values(found) == {"technologies": 1.0, "closeness": None, "nearness": None, "partnerships": None}
    assert found["score"] == 1
