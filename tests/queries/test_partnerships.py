"""Partnerships over time and beside each other, held against the same facts gone through by hand."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from kb.graph import Graph
from tests.queries.conftest import FACTS, Ask, Small, current, days, facts_of, given, ids, vouched

Asking = Callable[[Graph], Ask]

CHANGES = f"region {{ id }} change date role counterparts {{ id }} {FACTS}"
MEMBERS = f"region {{ id }} role since until seen certain {FACTS}"
OVERLAPS = f"partnership {{ id }} regions {{ id }} score onlyLeadsDiffer {FACTS}"
ROLES = f"region {{ id }} count leads {{ id }} leadsSince yearsLeading partnerships {{ id }} {FACTS}"
SUCCESSIONS = f"""
pilot {{ id }} partnership {{ id }} same technologies {{ id }} topics {{ id }} both {{ id }} onlyPilot {{ id }}
onlyPartnership {{ id }} {FACTS}
"""


def of(ask: Ask, partnership: str, field: str, selection: str) -> list[dict[str, Any]]:
    answer = ask(f'{{ partnership(id: "{partnership}") {{ a: {field} {{ nodes {{ {selection} }} }} }} }}')
    return list(answer["partnership"]["a"]["nodes"])


def of_each(ask: Ask, field: str, selection: str) -> dict[str, list[dict[str, Any]]]:
    answer = ask(f"{{ partnerships(first: 1000) {{ nodes {{ id a: {field} {{ nodes {{ {selection} }} }} }} }} }}")
    return {each["id"]: each["a"]["nodes"] for each in answer["partnerships"]["nodes"]}


def root(ask: Ask, field: str, selection: str) -> list[dict[str, Any]]:
    return list(ask(f"{{ a: {field} {{ nodes {{ {selection} }} }} }}")["a"]["nodes"])


def leads(role: str | None) -> bool:
    return "lead" in (role or "")


# Who joined, left, took the lead


def expected_changes(partnership: Any, since: str | None = None, until: str | None = None) -> set[tuple[Any, ...]]:
    links, rows = partnership.ends["TAKES_PART_IN"], set()
    for link in links:
        for end, other_end, turns in (("from", "to", ("TOOK_LEAD", "JOINED")), ("to", "from", ("GAVE_LEAD", "LEFT"))):
            when, role = link.properties.get(end), link.properties.get("role")
            first, last = days(when, date.min)
            change = turns[not leads(role)]
            if when and not leads(role) and another_role(partnership, link, first, last, joins=end == "from"):
                change = "TOOK_ROLE" if end == "from" else "GAVE_ROLE"
            if not when or first > days(until, date.max)[1] or last < days(since, date.min)[0]:
                continue
            counterparts = {
                other.start.id
                for other in links
                if other.start is not link.start and leads(role) and leads(other.properties.get("role"))
                for its in [days(other.properties.get(other_end), date.min)]
                if its[0] <= last and first <= its[1]
            }
            rows.add((when, link.start.id, change, role, tuple(sorted(counterparts))))
    return rows


def another_role(partnership: Any, link: Any, first: date, last: date, joins: bool) -> bool:
    """Tell whether the region of a membership is in another role on the day before it joins, or after it leaves."""
    day = first - timedelta(1) if joins else last + timedelta(1)
    for other in partnership.ends["TAKES_PART_IN"]:
        said = other.properties
        begun = said.get("from") or (said.get("asOf") if joins else None)
        if (
            other.start in {link.start, *link.start.to("SAME_TERRITORY")}
            and said.get("role") not in (None, link.properties.get("role"))
            and (begun or not joins)
            and days(begun, date.min)[0] <= day <= days(said.get("to"), date.max)[1]
        ):
            return True
    return False


def told_changes(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [
        (row["date"], row["region"]["id"], row["change"], row["role"], tuple(ids(row["counterparts"]))) for row in rows
    ]


def test_changes_on_the_starter(starter: Graph, asking: Asking) -> None:
    # By hand: the lead of Mining Regions goes from Lapland (FI1D7) to Andalusia (ES61) in 2026. No other partnership
    # has a date of that sort.
    facts, ask = facts_of(starter), asking(starter)
    for arguments in ({}, {"since": "2026"}, {"until": "2025-12"}, {"since": "2026-03", "until": "2026-06"}):
        answers = of_each(ask, f"membershipChanges{given(**arguments)}", CHANGES)
        for id, rows in answers.items():
            told = told_changes(rows)
            assert set(told) == expected_changes(facts.nodes["Partnership"][id], **arguments), (id, arguments)
            assert len(told) == len(set(told))
            assert all(vouched(row) for row in rows)
        lead = [("2026", "ES61", "TOOK_LEAD", "lead", ("FI1D7",)), ("2026", "FI1D7", "GAVE_LEAD", "lead", ("ES61",))]
        assert told_changes(answers["MIN"]) == ([] if arguments == {"until": "2025-12"} else lead)
        assert sum(map(bool, answers.values())) == bool(answers["MIN"])


def a_partnership(small: Small) -> None:
    small.regions("R1", "R2", "R3", "R4", "R5", "R6")
    small.nodes("Partnership", "p")
    for at, (region, properties) in enumerate([
        ("R1", {"role": "lead", "from": "2015-03", "to": "2018", "asOf": "2017"}),
        ("R2", {"role": "co-lead", "from": "2018-06-01"}),
        ("R2", {"role": "participant", "from": "2016", "to": "2018-05-31"}),
        ("R3", {"role": "lead", "from": "2019"}),
        ("R4", {"asOf": "2016-05"}),
        ("R4", {"asOf": "2018-02-03"}),
        ("R5", {"from": "2016-01", "to": "2016-01"}),
        ("R6", {}),
    ]):  # fmt: skip
        small.link(f"Region:{region}", "TAKES_PART_IN", "Partnership:p", key=str(at), **properties)


def test_changes_on_a_small_graph(small: Small, asking: Asking) -> None:
    a_partnership(small)
    graph = small.written()
    facts, ask = facts_of(graph), asking(graph)
    rows = of(ask, "p", "membershipChanges", CHANGES)
    assert told_changes(rows) == [
        ("2015-03", "R1", "TOOK_LEAD", "lead", ()),
        ("2016", "R2", "JOINED", "participant", ()),
        ("2016-01", "R5", "JOINED", None, ()),
        ("2016-01", "R5", "LEFT", None, ()),
        ("2018", "R1", "GAVE_LEAD", "lead", ("R2",)),
        ("2018-05-31", "R2", "GAVE_ROLE", "participant", ()),
        ("2018-06-01", "R2", "TOOK_LEAD", "co-lead", ("R1",)),
        ("2019", "R3", "TOOK_LEAD", "lead", ()),
    ]
    assert len(rows[4]["facts"]) == 2
    said = {source["id"] for source in rows[4]["sources"]}
    assert said == {f"says-Region-{region}-TAKES_PART_IN-Partnership-p" for region in ("R1", "R2")}
    times = ["2015", "2015-03", "2015-04", "2016", "2016-01-01", "2016-02", "2018", "2018-06", "2018-06-02", "2019-07"]
    for since in [None, *times]:
        for until in [None, *times]:
            if since and until and days(since, date.min)[0] > days(until, date.max)[1]:
                continue  # which is refused
            rows = of(ask, "p", f"membershipChanges{given(since=since, until=until)}", "region { id } change date role "
                      "counterparts { id }")  # fmt: skip
            expected = expected_changes(facts.nodes["Partnership"]["p"], since, until)
            assert set(told_changes(rows)) == expected, (since, until)


PARTS = [
    # who leads or takes part in turn, and what is told of that
    ([("participant", "2016", "2018"), ("lead", "2018", None)], "JOINED TOOK_LEAD GAVE_ROLE"),
    ([("participant", "2016", "2017"), ("lead", "2018", None)], "JOINED GAVE_ROLE TOOK_LEAD"),
    ([("participant", "2016", "2017-11"), ("lead", "2018", None)], "JOINED LEFT TOOK_LEAD"),
    ([("participant", "2016", "2017-11-30"), ("lead", "2017-12", None)], "JOINED GAVE_ROLE TOOK_LEAD"),
    ([("participant", "2016", "2017-11-30"), ("lead", "2017-12-02", None)], "JOINED LEFT TOOK_LEAD"),
    ([("lead", "2016", "2018"), ("participant", "2018", None)], "TOOK_LEAD GAVE_LEAD TOOK_ROLE"),
    ([("lead", "2016", "2017-02-28"), ("participant", "2017-03-01", "2020")], "TOOK_LEAD GAVE_LEAD TOOK_ROLE LEFT"),
    ([("lead", "2016", "2017-02-28"), ("participant", "2017-03-02", None)], "TOOK_LEAD GAVE_LEAD JOINED"),
    ([("participant", "2016", "2018"), ("observer", "2018", None)], "JOINED GAVE_ROLE TOOK_ROLE"),
    ([("participant", "2016", "2018"), ("observer", "2016", "2018")], "JOINED JOINED LEFT LEFT"),
    ([("participant", "2016", "2018"), ("observer", "2017", "2019")], "JOINED TOOK_ROLE GAVE_ROLE LEFT"),
    ([("participant", "2016", "2018"), ("participant", "2018", None)], "JOINED JOINED LEFT"),  # as other sources say
    ([("participant", "2016", "2018"), ("lead", None, None)], "JOINED GAVE_ROLE"),  # it leads now, for all we know
    ([("participant", "2016", "2018"), (None, None, None)], "JOINED LEFT"),  # maybe in the same role
    ([(None, "2016", "2018"), ("lead", "2018", None)], "JOINED TOOK_LEAD GAVE_ROLE"),
]


@pytest.mark.parametrize(("parts", "told"), PARTS, ids=str)
@pytest.mark.parametrize("later", ["R1", "R2"])
def test_who_changes_its_role_neither_joined_nor_left(
    small: Small, asking: Asking, parts: list[tuple[str | None, str | None, str | None]], told: str, later: str
) -> None:
    small.regions("R1", "R2", "X")
    small.links("SAME_TERRITORY", "Region:R1 Region:R2", "Region:R2 Region:R1")  # in another edition
    small.nodes("Partnership", "p other")
    for at, (role, since, until) in enumerate(parts):
        said = {name: text for name, text in (("role", role), ("from", since), ("to", until)) if text}
        small.link(f"Region:{later if at else 'R1'}", "TAKES_PART_IN", "Partnership:p", key=str(at), **said)
    for region, partnership in (("X", "p"), ("R1", "other")):
        small.link(f"Region:{region}", "TAKES_PART_IN", f"Partnership:{partnership}", key="o", role="chair")
    graph = small.written()
    rows = of(asking(graph), "p", "membershipChanges", CHANGES)
    assert sorted(row["change"] for row in rows) == sorted(told.split())
    assert set(told_changes(rows)) == expected_changes(facts_of(graph).nodes["Partnership"]["p"])
    for row in rows:
        assert (len(vouched(row)) == 2 or len(row["facts"]) == 2) == ("_ROLE" in row["change"])


def test_a_role_that_was_seen_before_was_had_before(small: Small, asking: Asking) -> None:
    small.regions("R1", "R2")
    small.nodes("Partnership", "p")
    for at, (region, said) in enumerate([
        ("R1", {"role": "lead", "asOf": "2015"}), ("R1", {"role": "participant", "from": "2016"}),
        ("R2", {"role": "lead", "asOf": "2016-03"}), ("R2", {"role": "participant", "from": "2016"}),
    ]):  # fmt: skip
        small.link(f"Region:{region}", "TAKES_PART_IN", "Partnership:p", key=str(at), **said)
    graph = small.written()
    rows = told_changes(of(asking(graph), "p", "membershipChanges", CHANGES))
    assert [row[1:3] for row in rows] == [("R1", "TOOK_ROLE"), ("R2", "JOINED")]
    assert set(rows) == expected_changes(facts_of(graph).nodes["Partnership"]["p"])


@pytest.mark.parametrize("text", ["June 2016", "2016-13", "2016-02-30", "16", ""])
def test_what_is_no_date_is_refused(small: Small, asking: Asking, text: str) -> None:
    a_partnership(small)
    ask = asking(small.written())
    for field in (f'membershipChanges(since: "{text}")', f'membersAt(date: "{text}")'):
        with pytest.raises(AssertionError, match="which is no date"):
            of(ask, "p", field, "date" if "Changes" in field else "since")


# Who takes part at a time


def expected_members(partnership: Any, text: str) -> list[tuple[Any, ...]]:
    first, last = days(text, date.min)
    groups: dict[tuple[str, str | None], list[dict[str, Any]]] = {}
    for link in partnership.ends["TAKES_PART_IN"]:
        said = link.properties
        begins = said.get("from") or partnership.properties.get("established")
        if days(begins, date.min)[0] <= last and days(said.get("to"), date.max)[1] >= first:
            groups.setdefault((link.start.id, said.get("role")), []).append(said)
    rows = []
    for (region, role), links in groups.items():
        begun = any(
            days(said[each], date.min)[1] <= last for said in links for each in ("from", "asOf") if each in said
        )
        lasts = any(days(said[each], date.min)[0] >= first for said in links for each in ("to", "asOf") if each in said)
        lasts = lasts or any("from" in said and "to" not in said for said in links)
        dates = [sorted({said[each] for said in links if each in said}) for each in ("from", "to", "asOf")]
        since, until = next(iter(dates[0]), None), next(reversed(dates[1]), None)
        rows.append((region, role, since, until, dates[2], begun and lasts))
    return sorted(rows, key=lambda row: (row[0], row[1] is None, row[1]))


def told_members(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [(row["region"]["id"], row["role"], row["since"], row["until"], row["seen"], row["certain"]) for row in rows]


def test_members_on_the_starter(starter: Graph, asking: Asking) -> None:
    # By hand: in June 2020 Lapland is known to lead Mining Regions (said in May 2019, until 2026); Andalusia, which
    # leads since 2026, is not there, and of the others nobody can tell.
    facts, ask = facts_of(starter), asking(starter)
    certain = 0
    for text in ("2010", "2015-10", "2016", "2018", "2018-12-01", "2020-06", "2022-06-15", "2026", "2026-06"):
        for id, rows in of_each(ask, f"membersAt{given(date=text)}", MEMBERS).items():
            assert told_members(rows) == expected_members(facts.nodes["Partnership"][id], text), (id, text)
            certain += sum(row["certain"] for row in rows)
            assert all(vouched(row) for row in rows)
    assert certain > 40
    assert of(ask, "MIN", 'membersAt(date: "2010")', MEMBERS) == []  # it was established in 2019
    rows = told_members(of(ask, "MIN", 'membersAt(date: "2020-06")', MEMBERS))
    assert [row[:2] for row in rows if row[-1]] == [("FI1D7", "lead")]
    assert "ES61" not in [row[0] for row in rows]
    rows = told_members(of(ask, "MIN", 'membersAt(date: "2026-06")', MEMBERS))
    assert [row[:2] for row in rows if row[-1]] == [("ES61", "lead")]


def test_members_on_a_small_graph(small: Small, asking: Asking) -> None:
    a_partnership(small)
    graph = small.written()
    facts, ask = facts_of(graph), asking(graph)
    told = {
        text: told_members(of(ask, "p", f'membersAt(date: "{text}")', MEMBERS)) for text in ("2017", "2018", "2030")
    }
    assert told["2017"] == [
        ("R1", "lead", "2015-03", "2018", ["2017"], True),
        ("R2", "participant", "2016", "2018-05-31", [], True),
        ("R4", None, None, None, ["2016-05", "2018-02-03"], True),  # said to be so before and after
        ("R6", None, None, None, [], False),
    ]
    assert [(row[0], row[1], row[-1]) for row in told["2018"]] == [
        ("R1", "lead", True), ("R2", "co-lead", True), ("R2", "participant", True), ("R4", None, True),
        ("R6", None, False),
    ]  # fmt: skip
    assert [(row[0], row[-1]) for row in told["2030"]] == [("R2", True), ("R3", True), ("R4", False), ("R6", False)]
    for text in ["2014", "2015", "2015-02", "2015-03", "2015-03-15", "2016", "2016-01", "2016-01-15", "2016-02",
                 "2016-05-03", "2018-02-03", "2018-02-04", "2018-05-31", "2018-06-01", "2018-12-31",
                 "2019-01-01"]:  # fmt: skip
        rows = of(ask, "p", f'membersAt(date: "{text}")', MEMBERS)
        assert told_members(rows) == expected_members(facts.nodes["Partnership"]["p"], text), text
        assert all(vouched(row) for row in rows)


# Partnerships alike


def members(partnership: Any, leading: bool = False) -> set[Any]:
    links = [each for each in partnership.ends["TAKES_PART_IN"] if current(each.properties)]
    return {each.start for each in links if not leading or leads(each.properties.get("role"))}


def test_overlaps_on_the_starter(starter: Graph, asking: Asking) -> None:
    # By hand: of the hydrogen pilot's twelve regions five take part in Efficient and Sustainable Manufacturing, which
    # has ten: 5 / 17.
    facts, ask = facts_of(starter), asking(starter)
    answers = of_each(ask, "overlaps(first: 1000)", OVERLAPS)
    partnerships = facts.nodes["Partnership"].values()
    for one in partnerships:
        expected = []
        for other in partnerships:
            both, either = members(one) & members(other), members(one) | members(other)
            if both and one is not other:
                differ = members(one) == members(other) and members(one, True) != members(other, True)
                score = math.floor(len(both) / len(either) * 10_000 + 0.5) / 10_000
                expected.append((-score, other.id, sorted(each.id for each in both), differ))
        rows = answers[one.id]
        told = [(-row["score"], row["partnership"]["id"], ids(row["regions"]), row["onlyLeadsDiffer"]) for row in rows]
        assert told == sorted(expected), one.id
        for row in rows:
            regions = {fact.split()[0] for fact in vouched(row)}
            assert regions == {each.id for of in (one, facts.nodes["Partnership"][row["partnership"]["id"]])
                               for each in members(of)}  # fmt: skip
    first = answers["H2"][0]
    assert (first["partnership"]["id"], first["score"], len(first["regions"])) == ("ESM", 0.2941, 5)


def test_overlaps_on_a_small_graph(small: Small, asking: Asking) -> None:
    small.regions("R1", "R11", "R2", "R3")
    small.links("SAME_TERRITORY", "Region:R1 Region:R11", "Region:R11 Region:R1")
    small.nodes("Partnership", "p q r s t u")
    for at, (region, partnership, properties) in enumerate([
        ("R1", "p", {"role": "lead"}), ("R2", "p", {"role": "participant"}), ("R2", "p", {"asOf": "2018"}),
        ("R3", "p", {"to": "2019"}), ("R3", "p", {"from": "2999-05"}),
        ("R11", "q", {"role": "participant", "to": "2999-05-31"}), ("R2", "q", {"role": "co-lead", "from": "2019"}),
        ("R3", "q", {"role": "lead", "from": "2999"}),
        ("R1", "r", {"role": "lead"}), ("R2", "r", {}),
        ("R1", "s", {"role": "lead"}), ("R2", "s", {"role": "lead"}),
        ("R2", "t", {}), ("R3", "t", {}),
        ("R3", "u", {}), ("R1", "u", {"to": "2018"}),
    ]):  # fmt: skip
        small.link(f"Region:{region}", "TAKES_PART_IN", f"Partnership:{partnership}", key=str(at), **properties)
    ask = asking(small.written())
    rows = of(ask, "p", "overlaps", OVERLAPS)
    assert [(row["partnership"]["id"], ids(row["regions"]), row["score"], row["onlyLeadsDiffer"]) for row in rows] == [
        ("q", ["R1", "R2"], 1.0, True),  # another code of the same territory; the lead is another's
        ("r", ["R1", "R2"], 1.0, False),
        ("s", ["R1", "R2"], 1.0, True),
        ("t", ["R2"], 0.3333, False),
    ]
    assert vouched(rows[3]) == {"R1 TAKES_PART_IN p", "R2 TAKES_PART_IN p", "R2 TAKES_PART_IN t", "R3 TAKES_PART_IN t"}


# Who leads and who follows


@pytest.mark.parametrize("leading", [None, True, False])
@pytest.mark.parametrize("least", [1, 3, 6])
def test_roles_on_the_starter(starter: Graph, asking: Asking, least: int, leading: bool | None) -> None:
    # By hand: the Basque Country (ES21) leads or led ADMA, COV, GRID and MARINE of the seven it is in, since 2015.
    facts = facts_of(starter)
    rows = root(asking(starter), f"partnershipRoles{given(atLeast=least, leading=leading)}", ROLES)
    expected = []
    for region in facts.nodes["Region"].values():
        links = region.starts["TAKES_PART_IN"]
        led = [each for each in links if leads(each.properties.get("role"))]
        parts, leading_of = ({each.end.id for each in some} for some in (links, led))
        dates = [each.properties.get("from") or each.properties.get("asOf") for each in led]
        since = min(filter(None, dates), default=None)
        if len(parts) >= least and leading in (None, bool(led)):
            expected.append((-len(leading_of), -len(parts), region.id, sorted(leading_of), since, sorted(parts)))
    told = [
        (-len(row["leads"]), -row["count"], row["region"]["id"], ids(row["leads"]), row["leadsSince"],
         ids(row["partnerships"]))
        for row in rows
    ]  # fmt: skip
    assert told == sorted(expected)
    for row in rows:
        assert len(vouched(row)) == row["count"]
        since = row["leadsSince"]
        assert row["yearsLeading"] == (datetime.now(UTC).year - int(since[:4]) if since else None)
    if leading and least == 3:
        assert (rows[0]["region"]["id"], ids(rows[0]["leads"])) == ("ES21", ["ADMA", "COV", "GRID", "MARINE"])
        assert (rows[0]["count"], rows[0]["leadsSince"]) == (7, "2015-10")


def test_roles_on_a_small_graph(small: Small, asking: Asking) -> None:
    small.regions("R1", "R2", "R3")
    small.nodes("Partnership", "p q")
    for at, (region, partnership, properties) in enumerate([
        ("R1", "p", {"role": "lead", "asOf": "2018-05"}),
        ("R1", "p", {"role": "co-lead", "from": "2018", "asOf": "2020"}),
        ("R1", "q", {"role": "participant", "asOf": "2011"}),
        ("R2", "p", {"role": "lead or co-lead"}), ("R2", "q", {}),
        ("R3", "p", {"role": "participant"}),
    ]):  # fmt: skip
        small.link(f"Region:{region}", "TAKES_PART_IN", f"Partnership:{partnership}", key=str(at), **properties)
    ask = asking(small.written())
    rows = root(ask, "partnershipRoles(atLeast: 1)", ROLES)
    told = [(row["region"]["id"], row["count"], ids(row["leads"]), row["leadsSince"]) for row in rows]
    assert told == [("R1", 2, ["p"], "2018"), ("R2", 2, ["p"], None), ("R3", 1, [], None)]
    assert [row["yearsLeading"] for row in rows] == [datetime.now(UTC).year - 2018, None, None]
    assert len(rows[0]["facts"]) == 3
    assert root(ask, "partnershipRoles", ROLES) == []
    assert ids(root(ask, "partnershipRoles(atLeast: 1, leading: false)", "region { id }")) == [{"region": "R3"}]


# From pilots to partnerships


@pytest.mark.parametrize("platform", ["VANGUARD", None, "S3P-INDUSTRY"])
def test_successions_on_the_starter(starter: Graph, asking: Asking, platform: str | None) -> None:
    # By hand: of the six pilots five are on S3P-Industry now, hydrogen is not; Marine Renewable Energy works on
    # advanced manufacturing as three of the pilots do, Smart Sensors 4 Agri-food on micro- and nanoelectronics as one.
    facts = facts_of(starter)
    rows = root(asking(starter), f"pilotSuccessions{given(platform=platform)}", SUCCESSIONS)
    expected = []
    for pilot in facts.nodes["Partnership"].values():
        for of in pilot.to("PILOT_OF"):
            for other in facts.nodes["Partnership"].values():
                shared = set(pilot.to("WORKS_ON")) & set(other.to("WORKS_ON"))
                topics = set(pilot.to("TREATS")) & set(other.to("TREATS"))
                elsewhere = [each for each in other.to("ON_PLATFORM") if each is not of]
                fits = other is pilot or ((shared or topics) and of not in other.to("PILOT_OF"))
                if elsewhere and fits and platform in (None, of.id):
                    one, two = members(pilot), members(other)
                    sets = [
                        sorted(each.id for each in some) for some in (shared, topics, one & two, one - two, two - one)
                    ]
                    expected.append((pilot.id, other is not pilot, other.id, *sets))
    told = [
        (row["pilot"]["id"], not row["same"], row["partnership"]["id"], *(ids(row[each]) for each in
         ("technologies", "topics", "both", "onlyPilot", "onlyPartnership")))
        for row in rows
    ]  # fmt: skip
    assert told == sorted(expected)
    pairs = [(row["pilot"]["id"], row["partnership"]["id"]) for row in rows]
    same = [(each, each) for each in ("3DP", "ADMA", "BIO", "ESM", "NANO")]
    more = [("3DP", "MARINE"), ("ADMA", "MARINE"), ("ESM", "MARINE"), ("NANO", "SS4AF")]
    assert pairs == ([] if platform == "S3P-INDUSTRY" else sorted(same + more))
    for row in rows:
        told_facts, pilot, partnership = vouched(row), row["pilot"]["id"], row["partnership"]["id"]
        regions = {*ids(row["both"]), *ids(row["onlyPilot"])}
        assert {f"{each} TAKES_PART_IN {pilot}" for each in regions} <= told_facts
        assert {f"{partnership} WORKS_ON {each}" for each in ids(row["technologies"])} <= told_facts
        assert any(each.startswith(f"{pilot} PILOT_OF ") for each in told_facts)
        assert any(each.startswith(f"{partnership} ON_PLATFORM ") for each in told_facts)


def test_successions_on_a_small_graph(small: Small, asking: Asking) -> None:
    small.regions("R1", "R2", "R3", "R4", "R5")
    small.nodes("Platform", "V W S")
    small.nodes("Topic", "circular")
    small.nodes("Technology", "PHO")
    small.nodes("Partnership", "pilot moved sibling topical technical at-home unplaced")
    small.links("PILOT_OF", "Partnership:pilot Platform:V", "Partnership:moved Platform:V",
                "Partnership:sibling Platform:V", "Partnership:at-home Platform:W")  # fmt: skip
    small.links("ON_PLATFORM", "Partnership:pilot Platform:V", "Partnership:moved Platform:S",
                "Partnership:sibling Platform:S", "Partnership:topical Platform:S", "Partnership:technical Platform:W",
                "Partnership:at-home Platform:V")  # fmt: skip
    small.links(
        "TREATS", *(f"Partnership:{each} Topic:circular" for each in ("pilot", "topical", "at-home", "sibling"))
    )
    small.links(
        "WORKS_ON", *(f"Partnership:{each} Technology:PHO" for each in ("pilot", "technical", "topical", "unplaced"))
    )
    small.links("TAKES_PART_IN", "Region:R1 Partnership:pilot", "Region:R2 Partnership:pilot",
                "Region:R2 Partnership:topical", "Region:R3 Partnership:topical", key="")  # fmt: skip
    small.link("Region:R4", "TAKES_PART_IN", "Partnership:pilot", key="x", to="2016")
    small.link("Region:R4", "TAKES_PART_IN", "Partnership:topical", key="x", **{"from": "2999"})
    small.link("Region:R5", "TAKES_PART_IN", "Partnership:pilot", key="x", to="2999")
    ask = asking(small.written())
    rows = root(ask, 'pilotSuccessions(platform: "V")', SUCCESSIONS)
    assert [(row["pilot"]["id"], row["partnership"]["id"], row["same"]) for row in rows] == [
        ("moved", "moved", True),
        ("pilot", "technical", False),
        ("pilot", "topical", False),
        ("sibling", "sibling", True),
        ("sibling", "topical", False),
    ]
    topical = rows[2]
    assert (ids(topical["technologies"]), ids(topical["topics"])) == (["PHO"], ["circular"])
    assert [ids(topical[each]) for each in ("both", "onlyPilot", "onlyPartnership")] == [["R2"], ["R1", "R5"], ["R3"]]
    assert vouched(topical) == {
        "pilot PILOT_OF V", "topical ON_PLATFORM S", "pilot WORKS_ON PHO", "topical WORKS_ON PHO",
        "pilot TREATS circular", "topical TREATS circular", "R1 TAKES_PART_IN pilot", "R2 TAKES_PART_IN pilot",
        "R5 TAKES_PART_IN pilot", "R2 TAKES_PART_IN topical", "R3 TAKES_PART_IN topical",
    }  # fmt: skip
    of_w = root(ask, 'pilotSuccessions(platform: "W")', "pilot { id } partnership { id }")
    assert [(row["pilot"]["id"], row["partnership"]["id"]) for row in of_w] == [
        ("at-home", "at-home"), ("at-home", "pilot"), ("at-home", "sibling"), ("at-home", "topical"),
    ]  # fmt: skip
