"""Priorities of regions for smart specialisation from Eye@RIS3, the tool of the S3 Platform."""

from __future__ import annotations

from collections.abc import Iterator

from kb.loaders.base import TableLoader
from kb.loaders.facts import Fact, LinkFact, NodeFact
from kb.loaders.layout import Layout
from kb.loaders.places import Places, Read
from kb.loaders.rejects import Rejected
from kb.loaders.slugs import slug
from kb.loaders.table import Row
from kb.loaders.technologies import tags
from kb.loaders.vocabulary import Vocabulary, nabs, nace

PERIOD = "2014-2020"
"""The period whose strategies the tool was made for, where the table does not say another."""
TOPICS = {
    "agrofood": "agro-food",
    "blue growth": "blue-economy",
    "digital agenda": "digital-growth",
    "digital transformation": "digital-growth",
    "kets": "key-enabling-technologies",
}
"""What policy objectives are called in the tool, where our topics go by another name."""
LISTS = {
    "Economic Domains": ("sectors", "Sector"),
    "Scientific Domains": ("scientificFields", "ScientificField"),
    "Policy Objectives": ("topics", "Topic"),
}


class EyeRis3(TableLoader):
    """Priorities of regions as encoded in Eye@RIS3: economic domains (after NACE), scientific domains (NABS 2007) and
    policy objectives of the EU. The tool says what it records, and shows names and descriptions of priorities; how
    the columns of an export are called is not published. The names asked for here are those of the tool's pages: give
    the columns of your export these names. Entries of a cell are separated by semicolons, bars or line breaks, with or
    without their codes. What the loaded lists do not have is kept as words.
    """  # fmt: skip

    name = "eye-ris3"
    title = "Eye@RIS3: innovation priorities in Europe"
    publisher = "European Commission, Joint Research Centre"
    licence = "CC BY 4.0"
    url = "https://s3platform.jrc.ec.europa.eu/eye-ris3"
    where = "An export of Eye@RIS3 or of its successor, with the columns named as the description says."
    after = ("nuts", "starter")
    placed = ("Strategy",)
    layouts = (
        Layout(
            ("NUTS", "Priority Name", *LISTS),
            optional=("Country", "Region", "Description", "Period", "Source"),
        ),
    )

    def __init__(self, places: Places | None = None, lists: dict[str, Vocabulary] | None = None) -> None:
        self._places = places or Places()
        self._lists = {each: Vocabulary() for each in LISTS} | (lists or {})

    def prepare(self, read: Read) -> None:
        """Look up the regions, and which sectors, fields and topics there are."""
        self._places = Places.read(read)
        topics = Vocabulary.read(read, "Topic")
        others = {name: id for name, id in TOPICS.items() if id in topics.ids}
        self._lists = {
            "Economic Domains": Vocabulary.read(read, "Sector", "NACE2-", nace),
            "Scientific Domains": Vocabulary.read(read, "ScientificField", "NABS-", nabs),
            "Policy Objectives": Vocabulary(topics.ids, {**topics.names, **others}),
        }

    def facts(self, row: Row) -> Iterator[Fact]:
        """Give the priority, the strategy that sets it, and what it concerns."""
        code, period = row["NUTS"].strip().upper(), row["Period"].strip() or PERIOD
        if not code:
            raise Rejected("MISSING_VALUE", "NUTS is missing.", "Write the code of the region, such as ES11.")
        strategy = f"eye-ris3-{code}-{period}"
        name = " ".join((row["Priority Name"] or row["Description"]).split())
        id = slug(strategy, name)
        unknown = {column: self._lists[column].unknown(row[column]) for column in LISTS}
        notes = [f"{column}: {'; '.join(words)}." for column, words in unknown.items() if words]
        if row["Source"]:
            notes.append(f"Source of the tool: {row['Source']}.")
        properties = {"name": name, "description": row["Description"], "period": period, "note": " ".join(notes)}
        yield NodeFact("Priority", id, properties)
        yield LinkFact("Priority", id, "strategy", "Strategy", strategy)
        yield from self._strategy(strategy, code, period, row)
        for column, (relation, kind) in LISTS.items():
            yield from self._lists[column].tags("Priority", id, relation, kind, column, row[column])
        for each in tags(name, row["Description"], row["Policy Objectives"]):
            yield each.link("Priority", id, "technologies")

    def _strategy(self, id: str, code: str, period: str, row: Row) -> Iterator[Fact]:
        country = self._places.country(row["Country"]) or ""
        place = self._places.place(code=code, name=row["Region"].strip(), country=country)
        # rows write the name of a region now so, now otherwise: its strategy is one
        region = self._places.regions[place.region].names[0] if place else code
        properties = {"name": f"Smart specialisation strategy of {region}, {period}", "period": period}
        yield NodeFact("Strategy", id, properties)
        if place:
            yield LinkFact("Strategy", id, "region", "Region", place.region, confidence=place.confidence)
