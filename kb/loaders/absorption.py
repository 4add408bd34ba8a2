"""What the EU paid for 2007-2013 each year, by country and fund, from the EU Open Data Portal."""

from __future__ import annotations

from collections.abc import Iterator

from kb.loaders.base import TableLoader
from kb.loaders.claims import total
from kb.loaders.facts import Fact, LinkFact, NodeFact
from kb.loaders.layout import Layout
from kb.loaders.places import Place, Places, Read
from kb.loaders.rejects import Rejected
from kb.loaders.slugs import slug
from kb.loaders.table import Row

PERIOD = "2007-2013"
FUNDS = ("ERDF", "ESF", "CF")
EUROPE, TOTAL, ALL = "EU28", "TOTAL", "COHESION"
"""The sum of all countries and that of all funds, as the source calls them, and what we call all funds."""


class Absorption(TableLoader):
    """What the Commission paid for the programmes of 2007-2013 by country, fund and year, in advance and as it went on.

    In euro. Each amount is that of its year, not of the years up to it: they can be added up over years, countries and
    funds. Sums of all funds or all countries are claims. The absorption rate is cumulative: the part of the period's
    budget that was paid by the end of the year, in per cent. The last year of an export may not be whole. The payments
    of the ERDF are in the dataset erdf-payments too, by region: add up only one of the two.
    """

    name = "absorption"
    title = "EU cohesion policy 2007-2013: payments and absorption rate by country, fund and year"
    publisher = "European Commission, DG REGIO"
    url = "http://open-data.europa.eu/en/data/dataset/funds-absorption-rate"
    where = "2007-2013 Funds Absorption Rate on cohesiondata.ec.europa.eu: Export, CSV."
    after = ("nuts", "starter")
    layouts = (Layout(("Member State", "Year", "Fund", "Total Paid", "Advance", "Interim", "Absorption (%)")),)

    def __init__(self, places: Places | None = None) -> None:
        self._places = places or Places()

    def prepare(self, read: Read) -> None:
        """Look up the countries."""
        self._places = Places.read(read)

    def facts(self, row: Row) -> Iterator[Fact]:
        """Give what was paid in the year, as an amount or as a claim where it is a total, and the rate."""
        country, year, fund, eur = row["Member State"], row["Year"], row["Fund"], row["Total Paid"]
        if fund not in (*FUNDS, TOTAL):
            raise Rejected("UNKNOWN_NAME", f"{fund!r} is no fund of the list.", f"One of {', '.join((*FUNDS, TOTAL))}.")
        id = slug("paid", PERIOD, country, fund, year)
        name = f"{fund} {PERIOD}: paid to {country} in {year}"
        place = self._places.country(country)
        if country == EUROPE or fund == TOTAL:
            about = ("Region", place) if place else ("Fund", ALL if fund == TOTAL else fund)
            yield from total(id, name, "paid", eur, year, about)
        else:
            yield NodeFact("Amount", id, _amount(row, name))
            yield LinkFact("Amount", id, "fund", "Fund", fund)
            if place:
                yield Place(place, "NAME", country, "READ").link("Amount", id, "region")
        yield from _rate(row, place)


def _amount(row: Row, name: str) -> dict[str, str]:
    return {
        "name": name,
        "type": "PAID",
        "eur": row["Total Paid"],
        "year": row["Year"],
        "period": PERIOD,
        "category": "advances and interim payments of the year",
        "note": f"Advances {row['Advance']} EUR, interim payments {row['Interim']} EUR.",
        "place": row["Member State"],
    }


def _rate(row: Row, place: str | None) -> Iterator[Fact]:
    country, year, fund = row["Member State"], row["Year"], row["Fund"]
    indicator = f"ABSORPTION-{PERIOD}-{fund}"
    id = slug(indicator, country, year)
    given = {
        "name": f"Absorption rate of {fund} {PERIOD} in {country}, {year}",
        "indicator": indicator,
        "unit": "PC",
        "year": year,
        "value": row["Absorption (%)"],
        "note": "Cumulative: what was paid by the end of the year.",
        "place": country,
    }
    yield NodeFact("Statistic", id, given)
    if place:
        yield Place(place, "NAME", country, "READ").link("Statistic", id, "region")
