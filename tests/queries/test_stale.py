"""What nobody has said anew, held against the same facts gone through by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from kb.graph import Graph
from tests.queries.conftest import FACTS, Ask, Small, facts_of, given, ids, vouched

Asking = Callable[[Graph], Ask]

STALE = f"region {{ id }} subject {{ __typename id }} partnership {{ id }} newest readOnly {FACTS}"


def stale(ask: Ask, **arguments: Any) -> list[dict[str, Any]]:
    return list(ask(f"{{ staleFacts{given(**arguments)} {{ nodes {{ {STALE} }} }} }}")["staleFacts"]["nodes"])


def told(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [
        (row["newest"], row["subject"]["id"], row["subject"]["__typename"], (row["partnership"] or {}).get("id"),
         row["readOnly"], ids(row["region"]), len(row["facts"]))
        for row in rows
    ]  # fmt: skip


def expected(facts: Any, older: str, undated: bool) -> list[tuple[Any, ...]]:
    groups: dict[tuple[Any, Any], list[Any]] = {}
    for kind, type_ in (("Region", "TAKES_PART_IN"), ("Cluster", "MEMBER_OF")):
        for node in facts.nodes[kind].values():
            for link in node.starts[type_]:
                groups.setdefault((node, link.end), []).append(link)
    for strategy in facts.nodes["Strategy"].values():
        if strategy.ends["SET_BY"]:
            groups[strategy, None] = strategy.ends["SET_BY"]
    rows = []
    for (subject, partnership), links in groups.items():
        said = [link.properties[each] for link in links for each in ("from", "to", "asOf") if each in link.properties]
        said += [subject.properties["period"].split("-")[1]] if subject.kind == "Strategy" else []
        read = [
            str(source.properties["retrieved"])
            for link in links for source in facts.sources(link.properties["sources"])
            if source.properties.get("retrieved")
        ]  # fmt: skip
        # a year is as new as its last day
        newest = max(said or read, key=lambda each: (each + "-12-31"[len(each) - 4 :], each), default=None)
        is_older = bool(newest) and newest + "-12-31"[len(newest) - 4 :] < older + "-01-01"[len(older) - 4 :]
        places = {"Region": [subject], "Cluster": subject.to("LOCATED_IN"), "Strategy": subject.to("OF_REGION")}
        region = next((each.id for each in places[subject.kind]), None)
        if is_older or (newest is None and undated):
            target = partnership and partnership.id
            rows.append((newest, subject.id, subject.kind, target, not said and bool(read), region, len(links)))
    return sorted(rows, key=lambda row: (row[0] is None, row[0] or "", row[1], row[2], row[3] or ""))


@pytest.mark.parametrize(
    ("older", "undated"), [("2017", False), ("2021", False), ("2021-06-01", True), ("1990", False)]
)
def test_stale_facts_on_the_starter(starter: Graph, asking: Asking, older: str, undated: bool) -> None:
    # By hand: the oldest is that the Rail Technology Cluster Austria is a member of ERCI, since 2010. By 2021 all
    # strategies of 2014-2020 are old; three of four memberships of clusters have no date at all.
    facts, rows = facts_of(starter), stale(asking(starter), olderThan=older, undated=undated)
    every = expected(facts, older, undated)
    assert told(rows) == every[:1000]
    for row in rows:
        assert vouched(row)
    assert bool(rows) == (older != "1990")
    if rows:
        assert told(rows)[0] == ("2010", "rtca", "Cluster", "ERCI", False, "AT13", 1)
    if older == "2021":
        assert len([row for row in rows if row["subject"]["__typename"] == "Strategy"]) > 100


def test_stale_facts_on_a_small_graph(small: Small, asking: Asking) -> None:
    small.regions("R1", "R2")
    small.nodes("Partnership", "p q mixed")
    small.nodes("ClusterPartnership", "cp")
    small.nodes("Cluster", "here nowhere read")
    small.links("LOCATED_IN", "Cluster:here Region:R1")
    for at, (region, partnership, properties) in enumerate([
        ("R1", "p", {"asOf": "2015"}), ("R1", "p", {"from": "2012", "to": "2017-05"}), ("R1", "q", {"from": "2018"}),
        ("R2", "p", {"asOf": "2016-12-31"}), ("R2", "q", {}), ("R1", "mixed", {"from": "2016", "asOf": "2016-02"}),
    ]):  # fmt: skip
        small.link(f"Region:{region}", "TAKES_PART_IN", f"Partnership:{partnership}", key=str(at), **properties)
    small.link("Cluster:here", "MEMBER_OF", "ClusterPartnership:cp", key="", asOf="2014-01")
    small.link("Cluster:nowhere", "MEMBER_OF", "ClusterPartnership:cp", key="")
    small.node("Source", "early", dataset="test", retrieved=date(2015, 3, 1))
    small.node("Source", "late", dataset="test", retrieved=date(2016, 3, 1))
    small.link("Cluster:read", "MEMBER_OF", "ClusterPartnership:cp", key="", sources=["early", "late"])
    small.priority("old", "R1", period="2007-2013")
    small.priority("new", "R2", period="2021-2027")
    graph = small.written()
    facts, ask = facts_of(graph), asking(graph)
    assert told(stale(ask, olderThan="2018")) == [
        ("2013", "strategy-of-old", "Strategy", None, False, "R1", 1),
        ("2014-01", "here", "Cluster", "cp", False, "R1", 1),
        ("2016", "R1", "Region", "mixed", False, "R1", 1),
        ("2016-03-01", "read", "Cluster", "cp", True, None, 1),
        ("2016-12-31", "R2", "Region", "p", False, "R2", 1),
        ("2017-05", "R1", "Region", "p", False, "R1", 2),
    ]
    assert [row[1] for row in told(stale(ask, olderThan="2018", regions=["R2"], undated=True))] == ["R2", "R2"]
    for older in ("2013", "2014", "2014-01", "2014-01-31", "2014-02", "2016-03-01", "2016-03-02", "2017", "2017-05-31",
                  "2017-06", "2018-12-31", "2019", "2028"):  # fmt: skip
        for undated in (False, True):
            rows = stale(ask, olderThan=older, undated=undated)
            assert told(rows) == expected(facts, older, undated), older
            assert all(vouched(row) for row in rows)
