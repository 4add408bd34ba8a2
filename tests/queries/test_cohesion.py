"""Participants by category of region, held against the same facts gone through by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kb.graph import Graph
from tests.queries.conftest import FACTS, Ask, Small, current, facts_of, ids, vouched

Asking = Callable[[Graph], Ask]

BALANCE = f"partnership {{ id }} category {{ id }} regions {{ id }} count share euShare {FACTS}"


def balance(ask: Ask, arguments: str = "(first: 1000)") -> list[dict[str, Any]]:
    return list(ask(f"{{ categoryBalance{arguments} {{ nodes {{ {BALANCE} }} }} }}")["categoryBalance"]["nodes"])


def test_nothing_is_known_of_categories_on_the_starter(starter: Graph, asking: Asking) -> None:
    facts, rows = facts_of(starter), balance(asking(starter))
    expected = []
    for partnership in facts.nodes["Partnership"].values():
        links = [each for each in partnership.ends["TAKES_PART_IN"] if current(each.properties)]
        regions = sorted({each.start.id for each in links})
        if regions:
            expected.append((partnership.id, None, regions, len(regions), None, None))
    told = [
        (row["partnership"]["id"], row["category"], ids(row["regions"]), row["count"], row["share"], row["euShare"])
        for row in rows
    ]
    assert told == sorted(expected)
    assert all(vouched(row) for row in rows)


def test_categories_on_a_small_graph(small: Small, asking: Asking) -> None:
    small.regions("X", "X1", "X11", "X111", "X12", "X2", "X21", "X22", "Y", "Y1")
    small.nodes("RegionCategory", "less more")
    categories = {"X11": "less", "X12": "more", "X21": "less", "X22": "less", "Y1": "more"}
    for region, category in categories.items():
        small.link(f"Region:{region}", "IN_CATEGORY", f"RegionCategory:{category}", key="n", period="2021-2027")
    small.link("Region:X11", "IN_CATEGORY", "RegionCategory:more", key="o", period="2014-2020")
    small.nodes("Partnership", "p q")
    for at, (region, partnership, properties) in enumerate([
        ("X11", "p", {}), ("X11", "p", {"role": "lead"}),
        ("X111", "p", {"to": "2999-12"}),  # lies in a region of a category
        ("X2", "p", {}),  # all in it are of one category
        ("X1", "p", {}), ("X", "p", {}),  # those in it are not
        ("Y1", "p", {}), ("X12", "p", {"to": "2020"}),
        ("X22", "p", {"from": "2999"}), ("X11", "p", {"role": "chair", "from": "2999"}),
        ("Y", "q", {}),
    ]):  # fmt: skip
        small.link(f"Region:{region}", "TAKES_PART_IN", f"Partnership:{partnership}", key=str(at), **properties)
    graph = small.written()
    # codes of a country have two signs: X and Y are level 0
    graph.write(lambda t: t.run("MATCH (r:Region) SET r.level = size(r.id) - 1"))
    ask = asking(graph)
    rows = balance(ask)
    told = [
        (
            row["partnership"]["id"],
            ids(row["category"]),
            ids(row["regions"]),
            row["count"],
            row["share"],
            row["euShare"],
        )
        for row in rows
    ]
    assert told == [
        ("p", "less", ["X11", "X111", "X2"], 3, 0.75, 0.6),
        ("p", "more", ["Y1"], 1, 0.25, 0.4),
        ("p", None, ["X", "X1"], 2, None, None),
        ("q", "more", ["Y"], 1, 1.0, 0.4),
    ]
    assert vouched(rows[0]) == {
        "X11 TAKES_PART_IN p", "X111 TAKES_PART_IN p", "X2 TAKES_PART_IN p", "X11 IN_CATEGORY less",
        "X21 IN_CATEGORY less", "X22 IN_CATEGORY less",
    }  # fmt: skip
    assert vouched(rows[2]) == {"X TAKES_PART_IN p", "X1 TAKES_PART_IN p"}
    before = balance(ask, '(period: "2014-2020")')
    assert [(ids(row["category"]), ids(row["regions"]), row["euShare"]) for row in before] == [
        ("more", ["X", "X1", "X11", "X111"], 1.0), (None, ["X2", "Y1"], None), (None, ["Y"], None),
    ]  # fmt: skip
