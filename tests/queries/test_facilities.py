"""Facilities of other regions, held against the same facts gone through by hand."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from kb.graph import Graph, point
from tests.queries.conftest import FACTS, Ask, Small, facts_of, given, ids, of_all, of_one, vouched

Asking = Callable[[Graph], Ask]

PLACE = "facility { id } region { id } technologies { id } hops distanceKm trlFrom trlTo"
ALL = f"{PLACE} path {{ id }} via {{ id }} {FACTS}"
LAST = math.inf


def kilometres(one: Any, other: Any) -> float | None:
    """Give the distance of two places by the haversine of the angle between them."""
    if not one or not other:
        return None
    a, b = (tuple(map(math.radians, (each["latitude"], each["longitude"]))) for each in (one, other))
    half = math.sin((b[0] - a[0]) / 2) ** 2 + math.cos(a[0]) * math.cos(b[0]) * math.sin((b[1] - a[1]) / 2) ** 2
    return 2 * 6378.140 * math.asin(math.sqrt(half))


def where(node: Any) -> Any:
    """Give where a region or a facility is, as the reference keeps it."""
    return node.properties.get("point")


def reached(facts: Any, region: Any, most: int) -> dict[Any, int]:
    """Give the regions that clusters here lead to, each with the fewest hops: from fellow member to fellow member."""
    edge = {row.node for row in facts.located(region, "LOCATED_IN")}
    seen, found = set(edge), {}
    for hops in range(1, most + 1):
        edge = {other for each in edge for to in each.to("MEMBER_OF") for other in to.of("MEMBER_OF")} - seen
        seen |= edge
        for outer in {outer for each in edge for place in each.to("LOCATED_IN") for outer in facts.around(place)}:
            found.setdefault(outer, hops)
    return found


def expected(facts: Any, region: Any, hops: int, asked: list[str] | None = None) -> list[tuple[Any, ...]]:
    here = {to.id for row in facts.located(region, "STANDS_IN") for to in row.node.to("SERVES")}
    needs = {to.id for each in facts.priorities(region, False) for to in each.to("DRAWS_ON")} - here
    lacking = needs & set(asked) if asked else needs
    near = reached(facts, region, hops)
    rows = []
    for facility in facts.nodes["Facility"].values():
        serves = {to.id for to in facility.to("SERVES")} & lacking
        sites = [
            (near.get(site, LAST), kilometres(where(region), where(facility) or where(site)) or LAST, site.id)
            for site in facility.to("STANDS_IN")
        ]
        maybe_here = any(site in facts.around(region) for site in facility.to("STANDS_IN"))
        if serves and sites and not maybe_here:
            trl = -facility.properties.get("trlTo", -LAST)
            rows.append((*min(sites), trl, facility.id, sorted(serves)))
    return sorted(rows, key=lambda row: (row[0], round(row[1]) if row[1] < LAST else LAST, row[3], row[4]))


def test_facilities_elsewhere_on_the_starter(starter: Graph, asking: Asking) -> None:
    # By hand: Lubelskie (PL81) has no facility for advanced manufacturing. 3D Factory Incubator in Barcelona serves it,
    # one hop away: the Eastern ICT Cluster and secpho are members of CLUSGRID.
    facts, ask = facts_of(starter), asking(starter)
    answers = of_all(ask, f"facilitiesElsewhere{given(withinHops=2)}", PLACE)
    for id, rows in answers.items():
        made = expected(facts, facts.nodes["Region"][id], 2)
        assert len(rows) == len(made), id
        for row, (hops, km, site, _, facility, technologies) in zip(rows, made, strict=True):
            assert (row["facility"]["id"], row["region"]["id"]) == (facility, site), id
            assert ids(row["technologies"]) == technologies
            assert row["hops"] == (None if hops == LAST else hops)
            assert row["distanceKm"] == (None if km == LAST else pytest.approx(km, abs=1))
    assert len([each for each in answers.values() if each]) > 60
    assert {row["hops"] for rows in answers.values() for row in rows} == {1, 2, None}
    rows = of_one(ask, "PL81", "facilitiesElsewhere(withinHops: 2, first: 30)", ALL)
    assert {row["hops"] for row in rows} == {1, 2, None}
    for row in rows:
        check(facts, row)
    first = next(row for row in rows if row["facility"]["id"] == "3d-factory-incubator")
    assert (ids(first["path"]), ids(first["via"])) == (["eastern-ict-cluster", "secpho"], ["CLUSGRID"])


def check(facts: Any, row: Any) -> None:
    """The chain leads there, and all it rests on is among the facts."""
    told, path, via = vouched(row), ids(row["path"]), ids(row["via"])
    assert len(via) == (row["hops"] or 0)
    assert len(path) == (len(via) + 1 if via else 0)
    for (one, other), partnership in zip(pairwise(path), via, strict=True):
        assert {f"{one} MEMBER_OF {partnership}", f"{other} MEMBER_OF {partnership}"} <= told
    for end in path[:1] + path[-1:]:
        [place] = facts.nodes["Cluster"][end].to("LOCATED_IN")
        assert f"{end} LOCATED_IN {place.id}" in told
    facility = row["facility"]["id"]
    served = {f"{facility} SERVES {each}" for each in ids(row["technologies"])}
    assert {*served, f"{facility} STANDS_IN {row['region']['id']}"} <= told
    for each in ids(row["technologies"]):
        assert any(fact.endswith(f" DRAWS_ON {each}") for fact in told)


def a_small_graph(small: Small) -> Graph:
    small.regions("X", "X1", "X2", "X3", "Y", "Y1")
    small.nodes("Technology", "PHO AMT NANO")
    small.priority("mine", "X1", "PHO", "NANO")
    small.priority("not-mine", "X2", "AMT")
    small.nodes("Cluster", "c1 c2 c3")
    small.nodes("ClusterPartnership", "p q")
    small.links("LOCATED_IN", "Cluster:c1 Region:X1", "Cluster:c2 Region:X2", "Cluster:c3 Region:X3")
    small.links("MEMBER_OF", "Cluster:c1 ClusterPartnership:p", "Cluster:c2 ClusterPartnership:p",
                "Cluster:c2 ClusterPartnership:q", "Cluster:c3 ClusterPartnership:q")  # fmt: skip
    for id, levels in {
        "own": (), "near": (), "far": (4, 6), "further": (5, 9), "same": (5, 7), "twice": (), "over": (), "both": (),
        "other": (), "on-map": (1, None), "lost": (),
    }.items():  # fmt: skip
        small.node("Facility", id, **dict(zip(("trlFrom", "trlTo"), levels, strict=False)))
    small.links("SERVES", *(f"Facility:{each} Technology:PHO" for each in
                ("near", "far", "further", "same", "twice", "over", "both", "on-map", "lost")),
                "Facility:own Technology:NANO", "Facility:near Technology:NANO",
                "Facility:other Technology:AMT")  # fmt: skip
    small.links("STANDS_IN", "Facility:own Region:X1", "Facility:near Region:X2", "Facility:far Region:X3",
                "Facility:further Region:X3", "Facility:same Region:X3", "Facility:twice Region:Y1",
                "Facility:twice Region:X3", "Facility:over Region:X", "Facility:both Region:X",
                "Facility:both Region:X3", "Facility:other Region:X2",
                "Facility:on-map Region:Y1", "Facility:lost Region:Y1")  # fmt: skip
    graph = small.written()
    for kind, id, place in [
        ("Region", "X1", (0, 0)), ("Region", "X2", (1, 0)), ("Region", "X3", (2, 0)), ("Facility", "on-map", (0.5, 0)),
        ("Facility", "further", (3, 0)),
    ]:  # fmt: skip
        graph.write(
            lambda t, kind=kind, id=id, place=place: t.run(
                f"MATCH (n:{kind} {{id: $id}}) SET n.point = $point", id=id, point=point(*place)
            )
        )
    return graph


def found(ask: Ask, **arguments: Any) -> list[tuple[Any, ...]]:
    rows = of_one(ask, "X1", f"facilitiesElsewhere{given(**arguments)}", PLACE)
    return [(row["facility"]["id"], row["region"]["id"], row["hops"], row["distanceKm"]) for row in rows]


def test_facilities_elsewhere_on_a_small_graph(small: Small, asking: Asking) -> None:
    ask = asking(a_small_graph(small))
    # a degree is 111 km; "own" serves NANO here, "over" and "both" may be here, "other" is for what nobody here needs
    assert found(ask) == [
        ("near", "X2", 1, 111.0),
        ("same", "X3", 2, 223.0),  # of those as far the highest level first, then those of unknown levels
        ("far", "X3", 2, 223.0),
        ("twice", "X3", 2, 223.0),  # of its two sites the one that clusters lead to
        ("further", "X3", 2, 334.0),  # where it stands itself, not where its region's main city is
        ("on-map", "Y1", None, 56.0),
        ("lost", "Y1", None, None),
    ]
    assert [each[:3] for each in found(ask, withinHops=1)] == [
        ("near", "X2", 1), ("on-map", "Y1", None), ("same", "X3", None), ("far", "X3", None), ("twice", "X3", None),
        ("further", "X3", None), ("lost", "Y1", None),
    ]  # fmt: skip
    assert [each[0] for each in found(ask, withinKm=223)] == ["near", "same", "far", "twice", "on-map"]
    assert [each[0] for each in found(ask, withinKm=222)] == ["near", "on-map"]
    assert [each[0] for each in found(ask, trl=7)] == ["same", "further"]
    assert [each[0] for each in found(ask, trl=4)] == ["far"]
    assert found(ask, trl=3) == []  # what a facility begins at is not what it ends at
    assert found(ask, technologies=["NANO"]) == []
    assert [each[0] for each in found(ask, technologies=["PHO"], withinKm=100)] == ["on-map"]
    near, *_, lost = of_one(ask, "X1", "facilitiesElsewhere", ALL)
    assert ids(near["technologies"]) == ["PHO"]
    assert vouched(near) == {
        "strategy-of-mine OF_REGION X1", "mine SET_BY strategy-of-mine", "mine DRAWS_ON PHO", "near SERVES PHO",
        "near STANDS_IN X2", "c1 MEMBER_OF p", "c2 MEMBER_OF p", "c1 LOCATED_IN X1", "c2 LOCATED_IN X2",
    }  # fmt: skip
    assert vouched(lost) == {
        "strategy-of-mine OF_REGION X1", "mine SET_BY strategy-of-mine", "mine DRAWS_ON PHO", "lost SERVES PHO",
        "lost STANDS_IN Y1",
    }  # fmt: skip
    assert lost["path"] == []


@pytest.mark.parametrize("size", [1, 2, 5])
def test_pages_of_facilities_go_on_where_hops_or_distance_are_not_known(
    small: Small, asking: Asking, size: int
) -> None:
    ask = asking(a_small_graph(small))
    query = """query($size: Int!, $after: String) { region(id: "X1") { facilitiesElsewhere(first: $size, after: $after)
      { nodes { facility { id } } pageInfo { hasNextPage endCursor } } } }"""
    names, after, more = [], None, True
    while more:
        page = ask(query, {"size": size, "after": after})["region"]["facilitiesElsewhere"]
        names += [each["facility"]["id"] for each in page["nodes"]]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    assert names == ["near", "same", "far", "twice", "further", "on-map", "lost"]
