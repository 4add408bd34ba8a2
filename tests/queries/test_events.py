"""What came of events, held against the same facts gone through by hand."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from kb.graph import Graph
from tests.queries.conftest import FACTS, Ask, Small, facts_of, ids, vouched

Asking = Callable[[Graph], Ask]

LISTS = ("regions", "launched", "established", "sharedAfter", "sharedUndated")
IMPACT = f"{' '.join(f'{each} {{ id }}' for each in LISTS)} {FACTS}"


def impact(ask: Ask, event: str, months: int) -> dict[str, Any]:
    return dict(ask(f'{{ event(id: "{event}") {{ impact(months: {months}) {{ {IMPACT} }} }} }}')["event"]["impact"])


def days(text: str | None) -> tuple[date, date] | None:
    """Give the first and the last day that a date may be."""
    if not text:
        return None
    year, month, day = (*map(int, text.split("-")), 0, 0)[:3]
    last = calendar.monthrange(year, month or 12)[1]
    return date(year, month or 1, day or 1), date(year, month or 12, day or last)


def months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def expected(facts: Any, event: Any, months: int) -> tuple[list[str], ...]:
    start, end = days(event.properties.get("start")), days(event.properties.get("end"))
    present = {each for type_ in ("HAD_EXHIBITOR", "HAD_PARTICIPANT") for each in event.to(type_, "Region")}
    for person in event.to("HAD_SPEAKER"):
        for office in person.starts["HOLDS_POSITION_AT"]:
            since, until = days(office.properties.get("from")), days(office.properties.get("to"))
            too_late = start and since and since[0] > start[1]
            too_early = start and until and until[1] < start[0]
            if office.end.kind == "Region" and not too_late and not too_early:
                present.add(office.end)
    established, after, undated = [], [], []
    for partnership in facts.nodes["Partnership"].values():
        when = days(partnership.properties.get("established"))
        if when and start and when[1] >= start[0] and when[0] <= months_on((end or start)[1], months):
            established.append(partnership.id)
        joined, may_have = 0, 0
        for region in present:
            codes = region.to("SAME_TERRITORY")
            links = [each for code in codes for each in code.starts["TAKES_PART_IN"] if each.end is partnership]
            dates = [days(link.properties.get(each)) for link in links for each in ("from", "to", "asOf")]
            if links and not any(start and each and each[1] < start[0] for each in dates):
                may_have += 1
                joined += any(
                    start and (since := days(link.properties.get("from"))) and since[0] > start[1] for link in links
                )
        if may_have >= 2:
            (after if joined >= 2 else undated).append(partnership.id)
    launched = [each.id for each in event.to("LAUNCHED")]
    return tuple(sorted(each) for each in ([one.id for one in present], launched, established, after, undated))


def told(row: dict[str, Any]) -> tuple[list[str], ...]:
    return tuple(ids(row[each]) for each in LISTS)


@pytest.mark.parametrize("months", [0, 12, 120])
def test_impact_on_the_starter(starter: Graph, asking: Asking, months: int) -> None:
    # By hand: Centro had a stand at Smart Regions 2016 and a Vice-Marshal of Pomorskie spoke; the two share no
    # partnership. Of those established in 2016, or within a year, Bioenergy is one. The platform and a guide were
    # launched at the conference, a partnership at the batteries' launch.
    facts, ask = facts_of(starter), asking(starter)
    rows = {id: impact(ask, id, months) for id in facts.nodes["Event"]}
    for id, row in rows.items():
        assert told(row) == expected(facts, facts.nodes["Event"][id], months), id
        assert vouched(row)
    regions, launched, established, *shared = told(rows["smart-regions-2016"])
    assert (regions, shared) == (["PL63", "PT16"], [[], []])
    assert {"S3P-INDUSTRY", "smart-guide-to-cluster-policy"} <= {*launched}
    assert "BIOE" in established
    assert ids(rows["batteries-partnership-launch-2018"]["launched"]) == ["BATT"]


def test_impact_on_a_small_graph(small: Small, asking: Asking) -> None:
    small.regions("R1", "R11", "R2", "R3", "R4", "R5", "R6")
    small.links("SAME_TERRITORY", "Region:R1 Region:R11", "Region:R11 Region:R1")
    small.node("Event", "fair", start="2016-06-01", end="2016-06-02")
    small.node("Event", "month", start="2016-06")
    small.node("Event", "undated")
    small.nodes("Person", "in-office former later professor")
    small.nodes("Organisation", "university")
    for event in ("fair", "month", "undated"):
        small.link(f"Event:{event}", "HAD_EXHIBITOR", "Region:R1", key="")
        small.link(f"Event:{event}", "HAD_PARTICIPANT", "Region:R2", key="")
        small.link(f"Event:{event}", "HAD_EXHIBITOR", "Organisation:university", key="")
        for person in ("in-office", "former", "later", "professor"):
            small.link(f"Event:{event}", "HAD_SPEAKER", f"Person:{person}", key="")
    small.link("Person:in-office", "HOLDS_POSITION_AT", "Region:R3", key="", **{"from": "2016", "to": "2016-06-01"})
    small.link("Person:former", "HOLDS_POSITION_AT", "Region:R4", key="", to="2016-05")
    small.link("Person:later", "HOLDS_POSITION_AT", "Region:R5", key="", **{"from": "2016-06-02"})
    small.link("Person:professor", "HOLDS_POSITION_AT", "Organisation:university", key="")
    dates = {
        "before": "2016-05", "year": "2016", "day": "2016-06-01", "end": "2017-06-02", "late": "2017-06-03",
        "month-on": "2017-06", "year-on": "2017", "never": None, "launched": "2010",
    }  # fmt: skip
    for id, when in dates.items():
        small.node("Partnership", id, **({"established": when} if when else {}))
    small.link("Event:fair", "LAUNCHED", "Partnership:launched")
    small.nodes("Platform", "S")
    small.link("Event:fair", "LAUNCHED", "Platform:S")
    small.link("Partnership:year", "ON_PLATFORM", "Platform:S")
    parts = {
        "joined": [("R11", {"from": "2017"}), ("R2", {"from": "2016-06-03"})],
        "one-joined": [("R1", {"from": "2017"}), ("R2", {})],
        "seen": [("R1", {"asOf": "2018"}), ("R3", {"asOf": "2016-06-01"})],
        "were": [("R1", {"asOf": "2016-05-31"}), ("R2", {}), ("R6", {})],
        "left": [("R1", {"to": "2015"}), ("R2", {"from": "2017"})],
        "alone": [("R3", {"from": "2018"}), ("R6", {"from": "2018"})],
        "anew": [
            ("R1", {"asOf": "2015"}),
            ("R1", {"from": "2017"}),
            ("R2", {"from": "2017"}),
            ("R3", {"from": "2017"}),
        ],
    }
    for partnership, members in parts.items():
        small.node("Partnership", partnership)
        for at, (region, properties) in enumerate(members):
            small.link(f"Region:{region}", "TAKES_PART_IN", f"Partnership:{partnership}", key=str(at), **properties)
    graph = small.written()
    facts, ask = facts_of(graph), asking(graph)
    row = impact(ask, "fair", 12)
    assert told(row) == (
        ["R1", "R2", "R3"],
        ["S", "launched"],
        ["day", "end", "month-on", "year", "year-on"],
        ["anew", "joined"],
        ["one-joined", "seen"],
    )
    said = vouched(row)
    assert said >= {
        "fair HAD_EXHIBITOR R1", "fair HAD_SPEAKER in-office", "in-office HOLDS_POSITION_AT R3",
        "fair LAUNCHED launched", "fair LAUNCHED S", "year ON_PLATFORM S",
        "R11 TAKES_PART_IN joined", "R3 TAKES_PART_IN seen",
    }  # fmt: skip
    assert "fair HAD_SPEAKER former" not in said
    assert not any(each.endswith((" were", " left", " alone")) for each in said)
    nothing_dated = impact(ask, "undated", 12)
    assert told(nothing_dated) == (
        ["R1", "R2", "R3", "R4", "R5"], [], [], [], ["anew", "joined", "left", "one-joined", "seen", "were"],
    )  # fmt: skip
    month = expected(facts, facts.nodes["Event"]["month"], 0)
    assert told(impact(ask, "month", 0)) == month
    assert told(impact(ask, "fair", 0))[2] == ["day", "year"]
