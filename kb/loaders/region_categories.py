"""Which category of cohesion policy each region is in, from a table made of the Commission's decisions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.loaders.base import TableLoader
from kb.loaders.facts import Fact, LinkFact, NodeFact
from kb.loaders.layout import Layout
from kb.loaders.places import Places, Read
from kb.loaders.rejects import Rejected
from kb.loaders.table import Row
from kb.words import folded

CATEGORIES = {
    "less developed": ("less-developed", "Less developed regions"),
    "transition": ("transition", "Transition regions"),
    "more developed": ("more-developed", "More developed regions"),
}
PERIODS = ("2014-2020", "2021-2027")


class RegionCategories(TableLoader):
    """Which regions are less developed, in transition or more developed for the structural funds, by period.

    The lists are annexes of decisions of the Commission: 2014/99/EU for 2014-2020, in codes of NUTS 2010, and (EU)
    2021/1130 for 2021-2027, in codes of NUTS 2016. They come as text, not as a table: kb has none of its own.
    """

    name = "region-categories"
    title = "Categories of regions for the ERDF and the ESF"
    publisher = "European Commission"
    url = "http://data.europa.eu/eli/dec_impl/2021/1130/oj"
    where = "A table of your own, made of the annexes: region (the code), category (in words), period."
    after = ("nuts",)
    layouts = (Layout(("region", "category", "period")),)

    def __init__(self, places: Places | None = None) -> None:
        self._places = places or Places()

    def prepare(self, read: Read) -> None:
        """Look up the regions."""
        self._places = Places.read(read)

    def facts(self, row: Row) -> Iterator[Fact]:
        """Give that the region is in the category."""
        words = re.sub(r" regions?$", "", " ".join(re.split(r"[\s_-]+", folded(row["category"]).strip())))
        if words not in CATEGORIES:
            reason = f"{row['category']!r} is no category."
            raise Rejected("UNKNOWN_NAME", reason, f"One of {', '.join(CATEGORIES)}.")
        if row["period"] not in PERIODS:
            raise Rejected("BAD_PERIOD", f"{row['period']!r} is no period.", f"One of {', '.join(PERIODS)}.")
        place = self._places.place(code=row["region"])
        if place is None:
            reason = f"{row['region']!r} is no region."
            raise Rejected("UNKNOWN_PLACE", reason, "Codes of earlier editions need the dataset nuts-crosswalk.")
        id, name = CATEGORIES[words]
        said = {"period": row["period"], "note": None if place.method == "CODE" else f"As {row['region']}."}
        yield LinkFact("Region", place.region, "categories", "RegionCategory", id, said, confidence=place.confidence)
        yield NodeFact("RegionCategory", id, {"name": name})
