"""Finds the region that a source speaks of: by code, by name, by town or by point; each with how it was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self, TypeAlias

from kb.loaders.countries import country_code, country_names
from kb.loaders.facts import LinkFact
from kb.loaders.place_codes import Codes, Converted
from kb.loaders.place_names import Names
from kb.loaders.place_points import Points
from kb.loaders.place_towns import Towns, areas
from kb.loaders.place_words import key
from kb.loaders.regions import Known

__all__ = ["Converted", "Known", "Place", "Places", "Read"]

Read: TypeAlias = Callable[[str], list[list[Any]]]
"""Asks the graph a question in Cypher and gives the rows."""

REGIONS = """
MATCH (r:Region)
RETURN r.id, r.level, r.country, coalesce(r.editions, []),
  [each IN [r.name, r.latinName, r.englishName] + coalesce(r.otherNames, []) WHERE each IS NOT NULL],
  r.mainCity, COLLECT { MATCH (r)-[:WITHIN]->(around:Region) RETURN around.id }
"""
CONVERSIONS = """
MATCH (r:Region)-[link:CONVERTS_TO]->(now:Region) WHERE size(coalesce(r.editions, [])) = 0
RETURN r.id, now.id, link.fromEdition, link.toEdition, coalesce(link.area, 0), coalesce(link.population, link.area, 0)
"""
BOUNDARIES = "MATCH (r:Region) WHERE r.boundary IS NOT NULL RETURN r.id, r.boundary"
MOST_KEPT = 200_000
"""How many answers are kept: a file of millions of rows speaks of few places."""


@dataclass(frozen=True, slots=True)
class Place:
    """A region, how it was found (a Method of the model), how sure that is, and the words it was found by."""

    region: str
    method: str
    words: str
    confidence: str

    def link(self, kind: str, id: str, relation: str) -> LinkFact:
        """Give the fact that something is there; `relation` is one whose edge is a Placement."""
        properties = {"method": self.method, "place": self.words}
        return LinkFact(kind, id, relation, "Region", self.region, properties, confidence=self.confidence)


class Places:
    """The regions that places are found among."""

    def __init__(
        self,
        regions: Iterable[Known] = (),
        conversions: Iterable[Converted] = (),
        boundaries: Mapping[str, str] | None = None,
    ) -> None:
        self.regions = {each.id: each for each in regions}
        known = self.regions.values()
        self._codes, self._names, self._towns = Codes(known, conversions), Names(known), Towns(known)
        self._points = Points(known, boundaries or {})
        self._kept: dict[tuple[str, ...], Place | None] = {}

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_kept": {}}

    @classmethod
    def of(
        cls,
        regions: Iterable[Known],
        conversions: Iterable[Converted] = (),
        boundaries: Mapping[str, str] | None = None,
    ) -> Self:
        """Give those among these regions, with what earlier editions became and boundaries as GeoJSON, by region."""
        return cls(regions, conversions, boundaries)

    @classmethod
    def read(cls, read: Read) -> Self:
        """Give those among the regions of the graph."""
        regions = (
            Known(id, level, country, tuple(editions), tuple(names), city, frozenset(around))
            for id, level, country, editions, names, city, around in read(REGIONS)
        )
        conversions = (Converted(*row) for row in read(CONVERSIONS))
        return cls(regions, conversions, dict(read(BOUNDARIES)))

    def country(self, words: str) -> str | None:
        """Give the code of a country, as NUTS writes it, by its code or its name in a language of Europe."""
        code = country_code(words)
        if code not in self.regions:
            code = country_names().get(key(words), "")
        return code if code in self.regions and self.regions[code].level == 0 else None

    def place(
        self,
        *,
        code: str = "",
        name: str = "",
        city: str = "",
        postcode: str = "",  # noqa: ARG002
        point: tuple[float, float] | None = None,
        country: str = "",
    ) -> Place | None:
        """Give the smallest region that is sure to be meant, the surest way first; None where none is.

        `country` is the code or name of one that the region must be in. A name that regions of several countries have
        needs it, and so does a town. `point` is latitude and longitude. There is no way by `postcode` yet: which of
        them are of one region alone is in no list that comes with kb.
        """
        asked = (code, name, city, country)
        if asked not in self._kept:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[asked] = next(self._ways(code.strip(), name.strip(), city.strip(), country), None)
        return self._kept[asked] or (self._at(point, country) if point else None)

    def _ways(self, code: str, name: str, city: str, country: str) -> Iterator[Place]:
        within = self._within(country)
        if within is None:
            return
        if (of_code := self._codes.find(code)) and within in ("", of_code[0].country):
            region, current = of_code
            method, confidence = ("CODE", "READ") if current else ("CROSSWALK", "INFERRED")
            yield Place(region.id, method, code, confidence)
        if named := self._names.find(name, within):
            yield Place(named[0].id, "NAME", name, "READ" if named[1] else "INFERRED")
        yield from self._of_town(city, within)

    def _of_town(self, city: str, country: str) -> Iterator[Place]:
        """Give the region of a town or, where that is no main one, the region that is named after it: Vic, Barcelona.

        Where the two do not lie in one another, the town is another one of that name.
        """
        if not city or not country:
            return
        town = self._towns.find(city, country)
        named = next((found[0] for each in areas(city, country) if (found := self._names.find(each, country))), None)
        if town and (named is None or town.lies_in(named)):
            yield Place(town.id, "CITY", city, "INFERRED")
        elif named and named.level and (town is None or named.lies_in(town)):
            yield Place(named.id, "NAME", city, "INFERRED")

    def _at(self, point: tuple[float, float], country: str) -> Place | None:
        within = self._within(country)
        region = None if within is None else self._points.find(*point, within)
        return Place(region.id, "POINT", f"{point[0]} {point[1]}", "INFERRED") if region else None

    def _within(self, country: str) -> str | None:
        """Give the code of a country; empty where none is given, None where it has no regions here."""
        return self.country(country) if country.strip() else ""
