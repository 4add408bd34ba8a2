"""What becomes of priorities, held against the same facts gone through by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kb.graph import Graph
from tests.queries.conftest import FACTS, Ask, Small, Words, facts_of, ids, of_all, of_one, paged, vouched

Asking = Callable[[Graph], Ask]

DRIFT = f"priority {{ id }} before {{ id }} after {{ id }} change byName technologies {{ id }} {FACTS}"
OLD, NEW = "2014-2020", "2021-2027"


def names(priority: Any) -> set[str]:
    return {each.id for each in priority.to("DRAWS_ON")}


def called_alike(one: Any, other: Any) -> bool:
    return bool(one.properties["name"].casefold().split() == other.properties["name"].casefold().split())


def expected(facts: Any, region: Any) -> list[tuple[Any, ...]]:
    own = facts.priorities(region, False)
    old, new = ([each for each in own if each.properties["period"] == period] for period in (OLD, NEW))
    if not old or not new:
        return []
    rows, reached = [], set()
    for before in sorted(old, key=lambda each: each.id):
        after = [each for each in new if called_alike(before, each) or names(before) & names(each)]
        reached.update(after)
        common = names(before) & set().union(*map(names, after))
        change = "SPLIT" if len(after) > 1 else "KEPT" if after else "DROPPED" if names(before) else "UNKNOWN"
        by_name = any(called_alike(before, each) for each in after)
        rows.append((before.id, before.id, sorted(each.id for each in after), change, by_name, sorted(common)))
    others = sorted(set(new) - reached, key=lambda each: each.id)
    return rows + [(each.id, None, [each.id], "NEW" if names(each) else "UNKNOWN", False, []) for each in others]


def told(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [
        (row["priority"]["id"], ids(row["before"]), ids(row["after"]), row["change"], row["byName"],
         ids(row["technologies"]))
        for row in rows
    ]  # fmt: skip


@pytest.mark.parametrize("direction", ["ASC", "DESC", "ASC_NULLS_FIRST", "DESC_NULLS_FIRST"])
def test_pages_by_a_node_that_may_not_be_there_have_all_rows(starter: Graph, asking: Asking, direction: str) -> None:
    ask = asking(starter)
    given = {"orderBy": Words(f"[{{before: {{name: {direction}}}}}]")}
    rows = paged(ask, 'region(id: "ITH5")', "priorityDrift", "priority { id } before { name }", 4, **given)
    everyone = of_one(ask, "ITH5", "priorityDrift", "priority { id }")
    assert sorted(row["priority"]["id"] for row in rows) == sorted(row["priority"]["id"] for row in everyone)
    names = [row["before"] and row["before"]["name"] for row in rows]
    known = sorted(filter(None, names), reverse=direction.startswith("DESC"))
    unknown = [None] * (len(names) - len(known))
    assert 0 < len(unknown) < len(names)
    assert names == (unknown + known if direction.endswith("NULLS_FIRST") else known + unknown)


def test_drift_on_the_starter(starter: Graph, asking: Asking) -> None:
    # By hand: Lombardy keeps advanced manufacturing; its other priorities, such as "Agri-food", then "Nutrition", name
    # no technology and change their names. Emilia-Romagna keeps "Agri-food" and "Mechatronics and motoring"; of
    # "Health and wellness", now with "industries", a name cannot tell.
    facts, ask = facts_of(starter), asking(starter)
    answers = of_all(ask, "priorityDrift(first: 1000)", DRIFT)
    for id, rows in answers.items():
        assert told(rows) == expected(facts, facts.nodes["Region"][id]), id
        for row in rows:
            said = vouched(row)
            each = {row["priority"]["id"], *ids(row["after"])}
            assert each == {fact.split()[0] for fact in said if " SET_BY " in fact}
    fates = {id: [(row["priority"]["id"][len(id) + 11 :], row["change"]) for row in answers[id]] for id in answers}
    assert ("advanced-manufacturing", "KEPT") in fates["ITC4"]
    assert [change for _, change in fates["ITC4"]].count("UNKNOWN") == 13
    assert [each for each, change in fates["ITH5"] if change == "KEPT"] == ["agri-food", "mechatronics-and-motoring"]
    assert {change for some in fates.values() for _, change in some} == {"KEPT", "SPLIT", "DROPPED", "NEW", "UNKNOWN"}


def test_drift_on_a_small_graph(small: Small, asking: Asking) -> None:
    small.regions("X1", "X11", "X2", "X3")
    small.links("SAME_TERRITORY", "Region:X1 Region:X11", "Region:X11 Region:X1")
    small.nodes("Technology", "PHO AMT NANO BIO")
    for id, technologies in {
        "a-kept": "PHO", "b-split": "AMT NANO", "c-dropped": "BIO", "d-named": "", "e-unknown": "",
    }.items():  # fmt: skip
        small.priority(id, "X1", *technologies.split(), period=OLD)
    for id, technologies in {"f": "PHO", "g": "AMT", "h": "NANO AMT", "i": "", "j": ""}.items():
        small.priority(id, "X11", *technologies.split(), period=NEW)  # the same territory
    small.priority("k", "X1", "BIO", period="2028-2034")
    small.nodes("Technology", "QUA")
    small.priority("l-new", "X1", "QUA", period=NEW)
    small.priority("only", "X2", "PHO", period=OLD)
    small.priority("later", "X3", "PHO", period=NEW)
    graph = small.written()
    graph.write(lambda t: t.run("MATCH (p:Priority {id: 'd-named'}) SET p.name = 'Blue  Growth'"))
    graph.write(lambda t: t.run("MATCH (p:Priority {id: 'i'}) SET p.name = ' BLUE\u00a0growth '"))
    ask = asking(graph)
    rows = of_one(ask, "X1", "priorityDrift", DRIFT)
    assert told(rows) == [
        ("a-kept", "a-kept", ["f"], "KEPT", False, ["PHO"]),
        ("b-split", "b-split", ["g", "h"], "SPLIT", False, ["AMT", "NANO"]),
        ("c-dropped", "c-dropped", [], "DROPPED", False, []),
        ("d-named", "d-named", ["i"], "KEPT", True, []),
        ("e-unknown", "e-unknown", [], "UNKNOWN", False, []),
        ("j", None, ["j"], "UNKNOWN", False, []),
        ("l-new", None, ["l-new"], "NEW", False, []),
    ]
    assert vouched(rows[0]) == {
        "a-kept SET_BY strategy-of-a-kept", "strategy-of-a-kept OF_REGION X1", "a-kept DRAWS_ON PHO",
        "f SET_BY strategy-of-f", "strategy-of-f OF_REGION X11", "f DRAWS_ON PHO",
    }  # fmt: skip
    for row in rows:
        vouched(row)
    later = told(of_one(ask, "X1", f'priorityDrift(earlier: "{OLD}", later: "2028-2034")', DRIFT))
    assert ("c-dropped", "c-dropped", ["k"], "KEPT", False, ["BIO"]) in later
    assert of_one(ask, "X2", "priorityDrift", DRIFT) == []  # of the other period nothing is loaded
    assert of_one(ask, "X3", "priorityDrift", DRIFT) == []
