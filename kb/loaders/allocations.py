"""What the EU set aside for each Member State in 2014-2020, from the Cohesion Open Data platform."""

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

PERIOD = "2014-2020"
FUNDS = {
    "Cohesion Fund": "CF",
    "Less Developed Regions": "ERDF-ESF-LDR",
    "Transition Regions": "ERDF-ESF-TR",
    "More Developed Regions": "ERDF-ESF-MDR",
    "Outermost and northern sparsely populated regions": "ERDF-OR",
    "European Territorial Cooperation: Cross-Border Cooperation": "INTERREG-A",
    "European Territorial Cooperation: Transnational Cooperation": "INTERREG-B",
    "Youth Employment Initiative (additional allocation)": "YEI",
}
TOTAL, ALL = "Total", "COHESION"
"""The sum of all funds as the source calls it, and what we call all funds."""


class Allocations(TableLoader):
    """What the EU set aside for each Member State in 2014-2020, by fund and category of region: not what it paid.

    In euro, rounded to 100 000, for the whole period. The amounts of a country do not overlap and can be
    added up; its total is a claim about the country and not one of them. A zero is what the source says: nothing was
    set aside. What the datasets absorption and erdf-payments hold is other money, or the same money further on.
    """

    name = "allocations"
    title = "Total EU allocations per Member State 2014-2020"
    publisher = "European Commission, DG REGIO"
    url = "https://cohesiondata.ec.europa.eu/EU-Cohesion-Funding/Total-EU-Allocations-per-MS-for-2014-2020-Bar-Char/2u93-tdwn"
    where = "The page of the dataset 2u93-tdwn on cohesiondata.ec.europa.eu: Export, CSV."
    after = ("nuts", "starter")
    layouts = (Layout(("Country ID", "Fund", "Amount")),)

    def __init__(self, places: Places | None = None) -> None:
        self._places = places or Places()

    def prepare(self, read: Read) -> None:
        """Look up the countries."""
        self._places = Places.read(read)

    def facts(self, row: Row) -> Iterator[Fact]:
        """Give the amount, its fund and country; a total is a claim about the country."""
        country, category, eur = row["Country ID"], row["Fund"].removesuffix("(€)").strip(), row["Amount"]
        id = slug("allocated", PERIOD, country, category)
        name = f"{category}: set aside for {country}, {PERIOD}"
        place = self._places.country(country)
        if category == TOTAL:
            yield from total(id, name, "allocated", eur, PERIOD, ("Region", place) if place else ("Fund", ALL))
            return
        if category not in FUNDS:
            raise Rejected("UNKNOWN_NAME", f"{category!r} is no fund of the list.", f"One of {', '.join(FUNDS)}.")
        given = {
            "name": name,
            "type": "ALLOCATED",
            "eur": eur,
            "period": PERIOD,
            "category": category,
            "place": country,
        }
        yield NodeFact("Amount", id, given)
        yield LinkFact("Amount", id, "fund", "Fund", FUNDS[category])
        if place:
            yield Place(place, "NAME", country, "READ").link("Amount", id, "region")
