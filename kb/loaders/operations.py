"""Lists of operations: whom the EU's structural funds pay for what. Each list is read by its mapping."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any, ClassVar

from kb.loaders import technologies
from kb.loaders.base import RowLoader
from kb.loaders.catalogue import Catalogue
from kb.loaders.columns import CACHED, Columns, Meant, Properties, Words, puts
from kb.loaders.facts import Fact, LinkFact, NodeFact
from kb.loaders.mapping import PLACE
from kb.loaders.mapping import Mapping as ListMapping
from kb.loaders.places import Place, Places, Read
from kb.loaders.rejects import Rejected
from kb.loaders.slugs import digest, slug
from kb.loaders.table import Row

UNKEYED = re.compile(r"[\s;:\x00-\x1f]+")
LONGEST_CODE = 120
BENEFICIARY = "beneficiary"
NAMED = 1 << 16
"""How many beneficiaries are remembered: most are in a list more than once, and rarely one after the other."""
ROLE = {"role": BENEFICIARY}
UNIT = "\x1f"
PLACES_HINT = "A row of this list says where an operation is: `values` in the mapping can say what its words mean."


class Operations(RowLoader):
    """Operations that the EU's structural funds pay for and who carries them out, as an authority lists them."""

    after = ("nuts", "starter", "intervention-fields", "programmes")
    agreed: ClassVar[Mapping[str, tuple[str, ...]]] = {"Organisation": ("name",)}

    def __init__(self, mapping: ListMapping, places: Places | None = None, catalogue: Catalogue | None = None) -> None:
        super().__init__()
        self.mapping = mapping
        self.name = f"operations-{mapping.id}"
        self.title, self.publisher, self.licence, self.url = (
            mapping.title, mapping.publisher, mapping.licence, mapping.url,
        )  # fmt: skip
        self.where = f"The managing authority publishes it: {mapping.url}" if mapping.url else "The managing authority."
        self.layouts = (mapping.layout,)
        self._columns = Columns(mapping)
        self._one_place = mapping.row == "place"
        self._respelled = bool(mapping.cells.postcode) or any(field in mapping.values for field in PLACE)
        self._key = mapping.key
        self._set(places or Places(), catalogue or Catalogue())

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.mapping, self._places, self._catalogue)

    @property
    def about(self) -> str:
        """Say what it loads."""
        return " ".join(f"{super().about} {self.mapping.note}".split())

    def prepare(self, read: Read) -> None:
        """Ask the graph for its regions, funds, programmes and categories."""
        self._set(Places.read(read), Catalogue.read(read))

    def _set(self, places: Places, catalogue: Catalogue) -> None:
        self.counted.clear()
        self._places, self._catalogue = places, catalogue
        self._puts = puts(self.mapping)
        self._country = lru_cache(CACHED)(places.country)
        self._place = lru_cache(CACHED)(partial(_find, places))
        self._category = lru_cache(CACHED)(partial(catalogue.category, self.mapping.constants.period))

    def remarks(self) -> list[str]:
        """Say how many links were left out, since the graph has not what they lead to."""
        named = ", ".join(f"{count:,} of a {what}" for what, count in sorted(self.counted.items()) if count)
        return [f"Kept in words, not as links: {named}."] if named else []

    def facts(self, row: Row) -> Iterator[Fact]:
        """Give the operation, who carries it out, where, and with what money.

        Where a row is one place of an operation, it is about that place: other rows say the same of the operation.
        """
        words = self._columns.words(row.cells)
        meant = self._columns.meant(words)
        notes = self._columns.notes(row.cells)
        id = self._id(words, notes)
        properties: Properties = {"pipeline": False, "note": notes}
        for field, put in self._puts:
            if text := meant.get(field):
                put(text, properties)  # type: ignore[arg-type]
        country = self._country_of(meant)
        if country is None:
            notes.append(f"Country: {words['country']}")
        place = None if country is None else self._placed(words, meant, country)
        if self._one_place:
            if place is None:
                raise Rejected("UNKNOWN_PLACE", f"No region is known for {_where(words)!r}.", PLACES_HINT)
            yield place.link("Project", id, "regions")
        elif where := _where(words):
            properties["place"] = where
            self.counted["region"] += place is None
        links = list(self._links(id, words, meant, notes))
        properties["note"] = "; ".join(notes)
        yield NodeFact("Project", id, properties)
        yield from links
        if place and not self._one_place:
            yield place.link("Project", id, "regions")
        if beneficiary := " ".join(words.get("beneficiary", "").split()):
            organisation = _organisation(beneficiary, country or "")
            yield organisation
            yield LinkFact("Project", id, "organisations", "Organisation", organisation.id, ROLE)
        for tag in technologies.tags(properties.get("name", ""), properties.get("description", "")):
            yield tag.link("Project", id, "technologies")

    def _id(self, words: Words, notes: list[str]) -> str:
        """Give the code that the key makes; without one a digest of all that the row says, so that no two collide."""
        if not self._key:
            telling = (f"{field}={words[field]}" for field in words if not self._one_place or field not in PLACE)
            return f"{self.name}-{digest(UNIT.join((*telling, *notes)))}"
        code = "-".join(UNKEYED.sub("-", words.get(field, "")) for field in self._key).strip("-")
        if not code:
            raise Rejected("MISSING_VALUE", f"{', '.join(self._key)} is missing.", "The mapping makes keys of it.")
        return f"{self.name}-{code if len(code) <= LONGEST_CODE else code[:LONGEST_CODE] + digest(code)}"

    def _country_of(self, meant: Meant) -> str | None:
        """Give the code of the country, which is the list's where the row names none; None where it is not known."""
        named = meant.get("country")
        return self._country(named) if named else self.mapping.constants.country

    def _placed(self, words: Words, meant: Meant, country: str) -> Place | None:
        given = [str(meant.get(field, "")) for field in PLACE]
        return self._place(country, *given, _where(words) if self._respelled else "") if any(given) else None

    def _links(self, id: str, words: Words, meant: Meant, notes: list[str]) -> Iterator[LinkFact]:
        """Give the links to what other datasets bring; what the graph lacks is counted, a category kept in words."""
        constants, catalogue = self.mapping.constants, self._catalogue
        for fund in _several(meant.get("fund")) or constants.funds:
            if fund in catalogue.funds:
                yield LinkFact("Project", id, "funds", "Fund", fund)
            else:
                self.counted["fund"] += 1
        if cci := meant.get("programme") or constants.programme:
            if programme := catalogue.programmes.get(str(cci)):
                yield LinkFact("Project", id, "programme", "Programme", programme)
            else:
                self.counted["programme"] += 1
        if category := meant.get("category"):
            if found := self._category(category):
                yield LinkFact("Project", id, "interventionField", "InterventionField", found)
            else:
                self.counted["category"] += 1
                notes.append(f"Category of intervention: {' '.join(words['category'].split())}")


def _find(places: Places, country: str, nuts: str, region: str, city: str, postcode: str, words: str) -> Place | None:
    """Give the place, by what is smaller than a region first; `words` are the source's where it spells otherwise."""
    place = None
    if nuts or city or postcode:
        place = places.place(code=nuts, city=city, postcode=postcode, country=country)
    if region and place is None:
        place = places.place(code=nuts, name=region, city=city, postcode=postcode, country=country)
    return replace(place, words=words) if place and words else place


@lru_cache(NAMED)
def _organisation(name: str, country: str) -> NodeFact:
    """Give an organisation that is known by name only: one for all spellings that differ in case, accents and signs.

    Nothing is said of it but what all rows, and all lists, say alike.
    """
    id = f"{BENEFICIARY}-{country}-{slug(name)}" if country else f"{BENEFICIARY}-{slug(name)}"
    return NodeFact("Organisation", id, {"name": name, "country": country})


def _where(words: Words) -> str:
    return ", ".join(dict.fromkeys(words[field] for field in PLACE if field in words))


def _several(given: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return given if isinstance(given, tuple) else (given,) if given else ()
