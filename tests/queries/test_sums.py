"""Sums of money, held against the same amounts added up one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from kb.graph import Graph
from tests.queries.conftest import (
    FACTS,
    RANKS,
    Ask,
    Small,
    Words,
    facts_of,
    ids,
    of_region,
    paged,
    vouched,
)

Asking = Callable[[Graph], Ask]

AGAIN = "countedAgain { kind datasets scope why }"
SUM = f"""
kind datasets scope level period year objective {{ id }} interventionField {{ id }} eur count {AGAIN} confidence
sources {{ id }}
"""
BEHIND = f"""
objective {{ id }} fund {{ id }} kind period datasets scope stated eur {AGAIN} amounts {{ id }} programmes {{ id }}
priorities {{ id }} {FACTS}
"""
STEP, SOURCE, LEVEL, OBJECTIVES = (
    "It may be the same money at another step.",
    "It may be the same money as another source counts it.",
    "It may be the same money, counted for regions of another level.",
    "The fund may pay for several objectives, and the same sum stands at each.",
)


def summary(ask: Ask, region: str, **arguments: Any) -> list[dict[str, Any]]:
    return of_region(ask, region, "moneySummary", SUM, **arguments)


def behind(ask: Ask, region: str, **arguments: Any) -> list[dict[str, Any]]:
    return of_region(ask, region, "moneyBehindPriorities", BEHIND, **arguments)


def test_no_amounts_come_with_the_starter(starter: Graph, asking: Asking) -> None:
    # By hand: the starter has no amounts.csv, and no project of it says what the EU pays.
    facts, ask = facts_of(starter), asking(starter)
    assert not facts.nodes["Amount"]
    assert not any("euEur" in each.properties for each in facts.nodes["Project"].values())
    for region in ("ES51", "ITC4", "IT", "FRH"):
        assert summary(ask, region) == behind(ask, region) == []


# Many amounts, added up one by one

REGIONS = ("AA", "AA1", "AA11", "AA2", "BB", "BB1")


@pytest.fixture
def many(small: Small) -> Graph:
    """Give a graph of amounts and projects of all sorts, the same each time."""
    random = Random(19)
    small.regions(*REGIONS)
    for id, dataset in (("one", "first"), ("two", "first"), ("three", "second")):
        small.source(id, dataset)
    small.nodes("ThematicObjective", "TO1 TO3 TO9")
    small.nodes("InterventionField", "056 063 099")
    small.links(
        "COUNTS_FOR", "InterventionField:056 ThematicObjective:TO1", "InterventionField:063 ThematicObjective:TO3"
    )
    small.nodes("Fund", "ERDF INTERREG INTERREG-A ESF")
    small.link("Fund:ERDF", "ELIGIBLE_FOR", "ThematicObjective:TO1", period="2014-2020")
    small.link("Fund:ERDF", "ELIGIBLE_FOR", "ThematicObjective:TO3", period="2014-2020", confidence="INFERRED")
    small.link("Fund:ESF", "ELIGIBLE_FOR", "ThematicObjective:TO9", period="2014-2020")
    small.links("PART_OF_FUND", "Fund:INTERREG Fund:ERDF", "Fund:INTERREG-A Fund:INTERREG")
    for id, regions in {"national": ["AA"], "of-AA1": ["AA1"], "across": ["AA2", "BB1"], "nowhere": []}.items():
        small.node("Programme", id, period="2014-2020")
        for each in regions:
            small.link(f"Programme:{id}", "COVERS", f"Region:{each}")
    programmes = ["national", "of-AA1", "across", "nowhere"]
    for at in range(120):
        amount = small.node(
            "Amount",
            f"amount-{at}",
            type=random.choice(["ALLOCATED", "PLANNED", "COMMITTED", "PAID"]),
            eur=random.randint(-50, 1000) / 4,
            sources=random.choice([["one"], ["one", "two"], ["three"], ["one", "three"]]),
            confidence=random.choice(RANKS),
            **({"period": random.choice(["2014-2020", "2007-2013"])} if random.random() < 0.6 else {}),
            **({"year": random.randint(2012, 2022)} if random.random() < 0.6 else {}),
        )
        if random.random() < 0.6:
            small.link(amount, "SPENT_IN", f"Region:{random.choice(REGIONS)}", confidence=random.choice(RANKS))
        if random.random() < 0.7:
            small.link(amount, "OF_PROGRAMME", f"Programme:{random.choice(programmes)}")
        if random.random() < 0.8:
            small.link(amount, "OF_FUND", f"Fund:{random.choice(['ERDF', 'INTERREG', 'INTERREG-A', 'ESF'])}")
        if random.random() < 0.4:
            small.link(amount, "FOR_OBJECTIVE", f"ThematicObjective:{random.choice(['TO1', 'TO3', 'TO9'])}")
        if random.random() < 0.4:
            small.link(amount, "FOR_FIELD", f"InterventionField:{random.choice(['056', '063', '099'])}")
    for at in range(80):
        project = small.node(
            "Project",
            f"project-{at}",
            pipeline=False,
            sources=[random.choice(["one", "two", "three"])],
            **({"euEur": random.randint(1, 1000) / 4} if random.random() < 0.8 else {}),
            **({"start": random.choice(["2015", "2016-03", "2016-05-01"])} if random.random() < 0.8 else {}),
        )
        for each in random.sample(REGIONS, random.randint(0, 2)):
            small.link(project, "INVOLVES", f"Region:{each}", confidence=random.choice(RANKS))
        if random.random() < 0.7:
            small.link(project, "FINANCED_UNDER", f"Programme:{random.choice(programmes)}")
        if random.random() < 0.7:
            small.link(project, "COUNTED_UNDER", f"InterventionField:{random.choice(['056', '063', '099'])}")
    for region in ("AA", "AA1", "AA2"):
        small.priority(f"made-in-{region}", region, "AMT", period="2014-2020")
        small.priority(f"lit-in-{region}", region, period="2014-2020")
    small.priority("before-in-AA1", "AA1", "AMT", period="2007-2013")
    small.nodes("Technology", "AMT")
    return small.written()


def one(nodes: list[Any]) -> Any:
    return nodes[0] if nodes else None


def id_of(node: Any) -> str | None:
    return node.id if node else None


def weakest(confidences: list[str]) -> str:
    return min(confidences, key=RANKS.index)


def concerned(region: Any, item: Any) -> tuple[str, int | None, list[Any]] | None:
    """Give the scope, the level and the relationships by which an amount is for a region, if it is."""
    spent = item.starts["SPENT_IN"]
    links = spent or [link for each in item.to("OF_PROGRAMME") for link in each.starts["COVERS"]]
    inside = [link for link in links if region in link.end.to("WITHIN")]
    near = [link for link in links if link in inside or link.end in region.to("WITHIN")]
    if not near:
        return None
    return "INSIDE" if inside == links else "BEYOND", links[0].end.properties["level"] if spent else None, near


def items(facts: Any, region: Any) -> list[tuple[Any, ...]]:
    """Give each amount and project with what it is told apart by."""
    found = []
    for amount in facts.nodes["Amount"].values():
        if told := concerned(region, amount):
            about = amount.properties
            found.append((
                about["type"], told[0], told[1], about.get("period"), about.get("year"),
                id_of(one(amount.to("FOR_OBJECTIVE"))), id_of(one(amount.to("FOR_FIELD"))), amount,
                about["eur"], told[2],
            ))  # fmt: skip
    for project in facts.nodes["Project"].values():
        links = project.starts["INVOLVES"]
        inside = [link for link in links if region in link.end.to("WITHIN")]
        if inside and "euEur" in project.properties:
            field, start = one(project.to("COUNTED_UNDER")), project.properties.get("start")
            programme = one(project.to("FINANCED_UNDER"))
            found.append((
                "OPERATIONS", "INSIDE" if inside == links else "BEYOND", None,
                programme.properties["period"] if programme else None, int(start[:4]) if start else None,
                id_of(one(field.to("COUNTS_FOR"))) if field else None, id_of(field), project,
                project.properties["euEur"], inside,
            ))  # fmt: skip
    return found


PARTS = {"PERIOD": 3, "YEAR": 4, "OBJECTIVE": 5, "INTERVENTION_FIELD": 6}


@pytest.mark.parametrize("by", [None, [], ["PERIOD"], ["YEAR", "INTERVENTION_FIELD"], ["OBJECTIVE"]], ids=str)
def test_sums_are_those_of_the_amounts_added_up(many: Graph, asking: Asking, by: list[str] | None) -> None:
    facts, ask = facts_of(many), asking(many)
    for region in map(facts.nodes["Region"].get, REGIONS):
        groups = defaultdict(list)
        for item in items(facts, region):
            told = [part for at, part in enumerate(item[:7]) if at < 3 or not by or at in map(PARTS.get, by)]
            datasets = sorted(
                {facts.nodes["Source"][each].properties["dataset"] for each in item[7].properties["sources"]}
            )
            groups[*told, *datasets].append(item)
        expected = sorted(
            (
                round(sum(each[8] for each in group), 2), len(group),
                weakest([c for each in group for c in (
                    each[7].properties["confidence"], *(link.properties["confidence"] for link in each[9]))]),
                sorted({id for each in group for id in each[7].properties["sources"]}),
                [*group[0][:3]],
            )
            for group in groups.values()
        )  # fmt: skip
        rows = summary(ask, region.id, **({"by": Words(f"[{', '.join(by)}]")} if by is not None else {}))
        assert expected
        assert (
            sorted(
                (
                    row["eur"],
                    row["count"],
                    row["confidence"],
                    ids(row["sources"]),
                    [row["kind"], row["scope"], row["level"]],
                )
                for row in rows
            )
            == expected
        )
        assert {key for row in rows for key in PARTS if row[CAMEL[key]] is not None} <= set(by or PARTS)
    assert paged(ask, 'region(id: "AA")', "moneySummary", SUM, 9) == summary(ask, "AA")


CAMEL = {"PERIOD": "period", "YEAR": "year", "OBJECTIVE": "objective", "INTERVENTION_FIELD": "interventionField"}


WHOLES = {
    "ERDF": {"ERDF"}, "INTERREG": {"INTERREG", "ERDF"}, "INTERREG-A": {"INTERREG-A", "INTERREG", "ERDF"}, "ESF": {"ESF"}
}  # fmt: skip
"""Each fund of these with all it is part of."""


def same(one: dict[str, Any], other: dict[str, Any]) -> set[str]:
    """Give why two rows may hold the same money."""
    if one["period"] and other["period"] and one["period"] != other["period"]:
        return set()
    funds = [ids(each["fund"]) for each in (one, other) if each.get("fund")]
    if len(funds) == 2 and funds[0] not in WHOLES[funds[1]] and funds[1] not in WHOLES[funds[0]]:
        return set()
    apart = [each for each in ("kind", "datasets", "level") if one.get(each) != other.get(each)]
    if ids(one["objective"]) and ids(other["objective"]) and ids(one["objective"]) != ids(other["objective"]):
        alike = (
            not apart
            and one["scope"] == other["scope"]
            and one["period"] == other["period"]
            and one.get("fund") == other.get("fund")
        )
        return {OBJECTIVES} if alike and one.get("stated") is False else set()
    return {{"kind": STEP, "datasets": SOURCE}.get(apart[0], LEVEL)} if apart else set()


def test_each_sum_says_what_may_count_it_again(many: Graph, asking: Asking) -> None:
    ask, seen = asking(many), set()
    for region in ("AA", "AA1", "BB1"):
        rows = summary(ask, region)
        for row in rows:
            told = {(each["kind"], *each["datasets"], each["scope"], each["why"]) for each in row["countedAgain"]}
            assert told == {
                (other["kind"], *other["datasets"], other["scope"], why) for other in rows for why in same(row, other)
            }
            seen |= {each["why"] for each in row["countedAgain"]}
    assert seen == {STEP, SOURCE, LEVEL}


def test_each_sum_behind_priorities_says_what_may_count_it_again(many: Graph, asking: Asking) -> None:
    facts, ask, seen, of_two_funds = facts_of(many), asking(many), set(), 0
    for region in map(facts.nodes["Region"].get, REGIONS):
        rows = behind(ask, region.id, objectives=[])
        for row in rows:
            row["level"] = concerned(region, facts.nodes["Amount"][row["amounts"][0]["id"]])[1]
        for row in rows:
            again = [(other, why) for other in rows for why in same(row, other)]
            told = {(each["kind"], *each["datasets"], each["scope"], each["why"]) for each in row["countedAgain"]}
            assert told == {(other["kind"], *other["datasets"], other["scope"], why) for other, why in again}
            seen |= {why for _, why in again}
            of_two_funds += any(row["fund"] and other["fund"] not in (None, row["fund"]) for other, _ in again)
    assert seen == {STEP, SOURCE, LEVEL, OBJECTIVES}
    assert of_two_funds


def eligible(fund: Any) -> list[Any]:
    own = fund.starts["ELIGIBLE_FOR"]
    told = {link.properties["period"] for link in own}
    above = [link for whole in fund.to("PART_OF_FUND") for link in eligible(whole)]
    return own + [link for link in above if link.properties["period"] not in told]


@pytest.mark.parametrize(
    "arguments",
    [{}, {"objectives": ["TO9"]}, {"objectives": []}, {"technologies": ["AMT"]}, {"period": "2007-2013"},
     {"inherited": True, "objectives": ["TO1"]}],
    ids=str,
)  # fmt: skip
def test_money_behind_priorities_is_that_of_the_amounts(many: Graph, asking: Asking, arguments: dict[str, Any]) -> None:
    facts, ask = facts_of(many), asking(many)
    wanted = arguments.get("objectives", ["TO1", "TO3"]) or ["TO1", "TO3", "TO9"]
    answers = 0
    for region in map(facts.nodes["Region"].get, REGIONS):
        of = region.to("WITHIN") if arguments.get("inherited") else [region]
        priorities = [
            (each.properties["period"], each.id)
            for around in of
            for strategy in around.of("OF_REGION")
            for each in strategy.of("SET_BY")
            if each.to("DRAWS_ON") or not arguments.get("technologies")
        ]
        groups = defaultdict(list)
        for amount in facts.nodes["Amount"].values():
            if not (told := concerned(region, amount)):
                continue
            about, fund = amount.properties, one(amount.to("OF_FUND"))
            sources = sorted({facts.nodes["Source"][each].properties["dataset"] for each in about["sources"]})
            said = one(amount.to("FOR_OBJECTIVE"))
            if said:
                behind_it = {(said.id, about.get("period"), True)}
            else:
                behind_it = {
                    (link.end.id, link.properties["period"], False)
                    for link in (eligible(fund) if fund else [])
                    if about.get("period", "2014-2020") == "2014-2020"
                    and ("period" in about or 2014 <= about.get("year", 0) <= 2020)
                }
            for objective, period, stated in behind_it:
                if objective in wanted and arguments.get("period") in (None, period):
                    key = (objective, id_of(fund), about["type"], period, told[0], told[1], stated, *sources)
                    groups[key].append(amount)
        expected = sorted(
            (
                key[0], key[1] or "", key[2], key[3], key[4], key[6], list(key[7:]),
                round(sum(each.properties["eur"] for each in group), 2), sorted(each.id for each in group),
                sorted({each.id for amount in group for each in amount.to("OF_PROGRAMME")}),
                sorted({id for when, id in priorities if when == key[3]}),
            )
            for key, group in groups.items()
            if any(when == key[3] for when, _ in priorities)
        )  # fmt: skip
        rows = behind(ask, region.id, **arguments)
        assert sorted(
            (
                row["objective"]["id"], ids(row["fund"]) or "", row["kind"], row["period"], row["scope"], row["stated"],
                row["datasets"], row["eur"], ids(row["amounts"]), ids(row["programmes"]), ids(row["priorities"]),
            )
            for row in rows
        ) == expected  # fmt: skip
        for row in rows:
            told_facts = vouched(row)
            assert (f"{row['priorities'][0]['id']} DRAWS_ON AMT" in told_facts) == bool(arguments.get("technologies"))
            near = [link for each in row["amounts"] for link in concerned(region, facts.nodes["Amount"][each["id"]])[2]]
            assert {each for each in told_facts if each.split()[1] in ("SPENT_IN", "COVERS")} == {
                f"{link.start.id} {link.type} {link.end.id}" for link in near
            }
        answers += len(rows)
    assert answers
    if not arguments:
        assert paged(ask, 'region(id: "AA1")', "moneyBehindPriorities", BEHIND, 4) == behind(ask, "AA1")


# Graphs of a few facts


def test_the_same_money_is_said_to_be_behind_several_objectives(small: Small, asking: Asking) -> None:
    small.regions("AA", "AA1")
    small.source("list", "payments")
    small.nodes("ThematicObjective", "TO1 TO3 TO9")
    small.node("Fund", "ERDF")
    for each in ("TO1", "TO3", "TO9"):
        small.link("Fund:ERDF", "ELIGIBLE_FOR", f"ThematicObjective:{each}", period="2014-2020")
    small.priority("made", "AA1", period="2014-2020")
    for year, eur in ((2013, 1.0), (2014, 2.0), (2020, 4.0), (2021, 8.0)):
        small.node("Amount", f"paid-{year}", type="PAID", eur=eur, year=year, sources=["list"])
        small.link(f"Amount:paid-{year}", "SPENT_IN", "Region:AA1")
        small.link(f"Amount:paid-{year}", "OF_FUND", "Fund:ERDF")
    small.node("Amount", "set-aside", type="ALLOCATED", eur=64.0, period="2014-2020", sources=["list"])
    small.link("Amount:set-aside", "SPENT_IN", "Region:AA", confidence="INFERRED")
    small.link("Amount:set-aside", "FOR_OBJECTIVE", "ThematicObjective:TO1")
    ask = asking(small.written())
    aside, first, second = behind(ask, "AA1")
    assert [aside["kind"], aside["stated"], aside["eur"], aside["scope"], aside["fund"]] == [
        "ALLOCATED",
        True,
        64,
        "BEYOND",
        None,
    ]
    assert aside["confidence"] == "INFERRED"
    assert vouched(aside) == {"set-aside SPENT_IN AA", "set-aside FOR_OBJECTIVE TO1", "made SET_BY strategy-of-made",
                              "strategy-of-made OF_REGION AA1"}  # fmt: skip
    assert [(row["objective"]["id"], row["eur"], row["stated"]) for row in (first, second)] == [
        ("TO1", 6, False),
        ("TO3", 6, False),
    ]
    step = {"kind": "ALLOCATED", "datasets": ["payments"], "scope": "BEYOND", "why": STEP}
    again = {"kind": "PAID", "datasets": ["payments"], "scope": "INSIDE", "why": OBJECTIVES}
    assert (first["countedAgain"], second["countedAgain"]) == ([step, again], [again])
    assert aside["countedAgain"] == [{**again, "why": STEP}]
    assert {"ERDF ELIGIBLE_FOR TO1", "paid-2014 OF_FUND ERDF", "paid-2020 SPENT_IN AA1"} < vouched(first)
    assert behind(ask, "AA") == []
    [*_, paid] = summary(ask, "AA1", by=Words("[PERIOD]"))
    assert (paid["eur"], paid["count"], paid["level"], paid["year"]) == (15, 4, 1, None)


def test_money_of_a_fund_may_be_that_of_one_it_is_part_of(small: Small, asking: Asking) -> None:
    small.regions("AA1")
    small.nodes("ThematicObjective", "TO1")
    small.nodes("Fund", "ERDF ERDF-OR INTERREG INTERREG-A CF")
    small.links(
        "PART_OF_FUND", "Fund:ERDF-OR Fund:ERDF", "Fund:INTERREG-A Fund:INTERREG", "Fund:INTERREG Fund:ERDF"
    )  # fmt: skip
    small.priority("made", "AA1", period="2014-2020")
    # a dataset for each, named for its fund
    for fund, kind in {"ERDF": "PAID", "ERDF-OR": "ALLOCATED", "INTERREG-A": "PLANNED", "CF": "PAID"}.items():
        small.source(f"list-{fund}", fund)
        small.node("Amount", fund, type=kind, eur=1.0, period="2014-2020", sources=[f"list-{fund}"])
        small.link(f"Amount:{fund}", "SPENT_IN", "Region:AA1")
        small.link(f"Amount:{fund}", "OF_FUND", f"Fund:{fund}")
        small.link(f"Amount:{fund}", "FOR_OBJECTIVE", "ThematicObjective:TO1")
    again = {
        row["fund"]["id"]: [(*each["datasets"], each["kind"], each["why"]) for each in row["countedAgain"]]
        for row in behind(asking(small.written()), "AA1")
    }
    assert again == {
        "ERDF": [("ERDF-OR", "ALLOCATED", STEP), ("INTERREG-A", "PLANNED", STEP)],
        "ERDF-OR": [("ERDF", "PAID", STEP)],
        "INTERREG-A": [("ERDF", "PAID", STEP)],
        "CF": [],
    }


def test_no_sum_is_told_of_that_is_not_in_the_answer(small: Small, asking: Asking) -> None:
    small.regions("AA1")
    small.nodes("ThematicObjective", "TO1")
    small.priority("made", "AA1", period="2014-2020")
    # of the second nobody says the period: no priority can be of the same
    for id, about in {"aside": {"type": "ALLOCATED", "period": "2014-2020"}, "paid": {"type": "PAID"}}.items():
        small.node("Amount", id, eur=1.0, **about)
        small.link(f"Amount:{id}", "SPENT_IN", "Region:AA1")
        small.link(f"Amount:{id}", "FOR_OBJECTIVE", "ThematicObjective:TO1")
    [row] = behind(asking(small.written()), "AA1")
    assert (ids(row["amounts"]), row["countedAgain"]) == (["aside"], [])


def test_an_amount_says_itself_where_it_is_for(small: Small, asking: Asking) -> None:
    small.regions("AA", "AA1", "AA2")
    small.source("list", "lists")
    small.node("Programme", "national")
    small.link("Programme:national", "COVERS", "Region:AA1")
    small.link("Programme:national", "COVERS", "Region:AA2")
    for id, eur in (("all", 1.0), ("there", 2.0)):
        small.node("Amount", id, type="PLANNED", eur=eur, sources=["list"])
        small.link(f"Amount:{id}", "OF_PROGRAMME", "Programme:national")
    small.link("Amount:there", "SPENT_IN", "Region:AA2")
    ask = asking(small.written())
    told = {
        region: [(row["scope"], row["level"], row["eur"]) for row in summary(ask, region)]
        for region in ("AA", "AA1", "AA2")
    }
    assert told == {
        "AA": [("INSIDE", None, 1), ("INSIDE", 1, 2)],
        "AA1": [("BEYOND", None, 1)],
        "AA2": [("BEYOND", None, 1), ("INSIDE", 1, 2)],
    }
