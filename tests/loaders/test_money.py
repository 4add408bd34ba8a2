"""Allocations, absorption and payments of the ERDF: sums that agree with the files, and none counted twice."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import pytest

from kb.loaders.absorption import Absorption
from kb.loaders.allocations import FUNDS, Allocations
from kb.loaders.erdf_payments import ErdfPayments
from kb.loaders.facts import NodeFact
from kb.loaders.places import Places
from tests.loaders.conftest import Read, Reading, shared

FILES = Path(__file__).parent / "files"
ALLOCATIONS = "cohesion-allocations-ms/Total_EU_Allocations_per_MS_for_2014-2020.csv"
ABSORPTION = "cohesion-allocations-ms/2007-2013_Funds_Absoption_Rate.csv"
PAYMENTS = "erdf-payments-nuts2-year"


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text))


def euros(amounts: Iterable[NodeFact]) -> float:
    return float(round(sum(each.properties["eur"] for each in amounts), 1))


def targets(reading: Reading, kind: str, relation: str) -> dict[str, str]:
    return {each.this: each.that for each in reading.links(kind, relation)}


@pytest.fixture
def allocations(read: Read, places: Places) -> Reading:
    return read(Allocations(places), FILES / "allocations" / "allocations.csv")


def test_an_allocation(allocations: Reading) -> None:
    id = "allocated-2014-2020-austria-more-developed-regions"
    assert allocations.node("Amount", id).properties == {
        "name": "More Developed Regions: set aside for Austria, 2014-2020",
        "type": "ALLOCATED",
        "eur": 906000000.0,
        "period": "2014-2020",
        "category": "More Developed Regions",
        "place": "Austria",
    }
    assert targets(allocations, "Amount", "fund")[id] == "ERDF-ESF-MDR"
    assert targets(allocations, "Amount", "region")[id] == "AT"


def test_a_zero_is_stated_and_a_country_that_is_not_known_keeps_its_name(allocations: Reading) -> None:
    assert allocations.node("Amount", "allocated-2014-2020-austria-cohesion-fund").properties["eur"] == 0
    id = "allocated-2014-2020-exampleland-cohesion-fund"
    assert allocations.node("Amount", id).properties["place"] == "Exampleland"
    assert id not in targets(allocations, "Amount", "region")


def test_a_total_is_a_claim_and_no_amount(allocations: Reading) -> None:
    assert targets(allocations, "Claim", "about") == {
        "allocated-2014-2020-austria-total": "AT", "allocated-2014-2020-exampleland-total": "COHESION",
    }  # fmt: skip
    assert allocations.node("Claim", "allocated-2014-2020-austria-total").properties["number"] == 1128900000
    assert not any("total" in each.id for each in allocations.nodes("Amount"))
    assert [(each.line, each.code) for each in allocations.rejects] == [(8, "UNKNOWN_NAME"), (9, "BAD_NUMBER")]


def test_the_real_allocations(read: Read, places: Places) -> None:
    rows = rows_of(shared(ALLOCATIONS))
    reading = read(Allocations(places), shared(ALLOCATIONS))
    assert (reading.rows, reading.rejects) == (252, [])
    totals = {each["Country ID"]: int(each["Amount"]) for each in rows if each["Fund"] == "Total (€)"}
    given = {each["Country ID"]: 0 for each in rows}
    for each in rows:
        given[each["Country ID"]] += int(each["Amount"]) if each["Fund"] != "Total (€)" else 0
    assert euros(reading.nodes("Amount")) == sum(given.values())
    by_country: Counter[str] = Counter()
    for amount in reading.nodes("Amount"):
        by_country[amount.properties["place"]] += amount.properties["eur"]
    assert by_country == given
    assert all(abs(totals[country] - given[country]) <= 100_000 for country in totals)  # they are rounded
    assert sorted(each.properties["number"] for each in reading.nodes("Claim")) == sorted(totals.values())
    assert sum(each.properties["eur"] == 0 for each in reading.nodes("Amount")) == 78
    assert Counter(targets(reading, "Amount", "fund").values()) == dict.fromkeys(FUNDS.values(), 28)
    known = [each for each in totals if places.country(each)]
    assert len(known) >= 27
    assert len(reading.links("Amount", "region")) == 8 * len(known)


@pytest.fixture
def absorption(read: Read, places: Places) -> Reading:
    return read(Absorption(places), FILES / "absorption" / "absorption.csv")


def test_a_payment_of_a_year(absorption: Reading) -> None:
    id = "paid-2007-2013-austria-erdf-2008"
    assert absorption.node("Amount", id).properties == {
        "name": "ERDF 2007-2013: paid to Austria in 2008",
        "type": "PAID",
        "eur": 900.0,
        "year": 2008,
        "period": "2007-2013",
        "category": "advances and interim payments of the year",
        "note": "Advances 400 EUR, interim payments 500 EUR.",
        "place": "Austria",
    }
    assert targets(absorption, "Amount", "fund")[id] == "ERDF"
    assert targets(absorption, "Amount", "region")[id] == "AT"


def test_the_rate_is_a_statistic(absorption: Reading) -> None:
    rate = absorption.node("Statistic", "absorption-2007-2013-erdf-austria-2008").properties
    assert (rate["indicator"], rate["unit"], rate["value"]) == ("ABSORPTION-2007-2013-ERDF", "PC", 4.1)
    assert targets(absorption, "Statistic", "region")["absorption-2007-2013-erdf-austria-2008"] == "AT"
    assert absorption.node("Statistic", "absorption-2007-2013-erdf-eu28-2008").properties["place"] == "EU28"


def test_sums_of_funds_and_countries_are_claims(absorption: Reading) -> None:
    assert targets(absorption, "Claim", "about") == {
        "paid-2007-2013-austria-total-2008": "AT",
        "paid-2007-2013-eu28-erdf-2008": "ERDF",
        "paid-2007-2013-eu28-total-2008": "COHESION",
    }
    assert [(each.line, each.code) for each in absorption.rejects] == [(8, "UNKNOWN_NAME")]


def test_the_real_absorption(read: Read, places: Places) -> None:
    rows = rows_of(shared(ABSORPTION))
    reading = read(Absorption(places), shared(ABSORPTION))
    assert (reading.rows, reading.rejects) == (936, [])
    single = [each for each in rows if each["Fund"] != "TOTAL" and each["Member State"] != "EU28"]
    assert len(reading.nodes("Amount")) == len(single)
    assert euros(reading.nodes("Amount")) == round(sum(float(each["Total Paid"]) for each in single), 1)
    sums = [each for each in rows if each not in single]
    assert len(reading.nodes("Claim")) == len(sums)
    assert len(reading.nodes("Statistic")) == len(rows)
    assert round(sum(each.properties["value"] for each in reading.nodes("Statistic")), 3) == round(
        sum(float(each["Absorption (%)"]) for each in rows), 3
    )
    everything = sum(
        float(each["Total Paid"]) for each in rows if (each["Member State"], each["Fund"]) == ("EU28", "TOTAL")
    )
    assert abs(euros(reading.nodes("Amount")) - everything) < 10  # nothing is counted twice


def test_real_payments_are_of_the_year_and_rates_cumulative() -> None:
    series: dict[tuple[str, str], list[tuple[str, float, float]]] = defaultdict(list)
    for each in rows_of(shared(ABSORPTION)):
        paid, rate = float(each["Total Paid"]), float(each["Absorption (%)"])
        series[each["Member State"], each["Fund"]].append((each["Year"], paid, rate))
    for years in series.values():
        ordered = sorted(years)
        assert any(later[1] < earlier[1] for earlier, later in pairwise(ordered))
        assert all(later[2] >= earlier[2] for earlier, later in pairwise(ordered))


@pytest.mark.parametrize("known", [True, False])
def test_payments_of_the_erdf(read: Read, places: Places, known: bool) -> None:
    reading = read(ErdfPayments(places if known else None), FILES / "erdf_payments" / "treatment_erdf.csv")
    assert reading.rows == 4  # a zero stands for no row
    assert reading.node("Amount", "paid-erdf-AT11-1995").properties == {
        "name": "ERDF paid for AT11 in 1995",
        "type": "PAID",
        "eur": 9980000.0,
        "year": 1995,
        "category": "regionalised and modelled payments",
        "place": "AT11",
    }
    assert reading.node("Amount", "paid-erdf-AT21-2020").properties["eur"] == -14805
    assert reading.node("Amount", "paid-erdf-FR21-1995").properties["place"] == "FR21"
    assert {each.that for each in reading.links("Amount", "fund")} == {"ERDF"}
    assert targets(reading, "Amount", "region").get("paid-erdf-AT11-1995") == ("AT11" if known else None)
    assert [(each.line, each.code) for each in reading.rejects] == [(6, "MISSING_VALUE")]


def test_the_real_payments_of_the_erdf(read: Read, places: Places) -> None:
    reading = read(ErdfPayments(places), shared(PAYMENTS) / "treatment_erdf.csv")
    rows = rows_of(shared(PAYMENTS) / "treatment_erdf.csv")
    stated = [each for each in rows if float(each["erdf_eur"])]
    assert (reading.rows, reading.rejects) == (len(stated), [])
    assert len(rows) - len(stated) == 7975
    assert euros(reading.nodes("Amount")) == sum(int(each["erdf_eur"]) for each in rows) == 570_151_270_452
    by_code = Counter(each.properties["place"] for each in reading.nodes("Amount"))
    assert by_code == Counter(each["nuts2_id"] for each in stated)
    placed = sum(places.place(code=each["nuts2_id"]) is not None for each in stated)
    assert len(reading.links("Amount", "region")) == placed > 6600
    exact = [each for each in reading.links("Amount", "region") if each.properties["method"] == "CODE"]
    assert all(each.that == each.this.split("-")[2] for each in exact)


def test_the_short_form_says_the_same_but_for_what_was_paid_back(read: Read, places: Places) -> None:
    short = read(ErdfPayments(places), shared(PAYMENTS) / "erdf_payments_nuts2_year_nonzero.csv")
    long = read(ErdfPayments(places), shared(PAYMENTS) / "treatment_erdf.csv")
    assert short.rejects == []
    back = {each.identity for each in long.nodes("Amount") if each.properties["eur"] < 0}
    assert {each.identity for each in long.nodes("Amount")} - {each.identity for each in short.nodes("Amount")} == back
    assert euros(short.nodes("Amount")) == sum(
        int(each["erdf_eur"]) for each in rows_of(shared(PAYMENTS) / "erdf_payments_nuts2_year_nonzero.csv")
    )
