"""Profiles of cluster organisations on the European Cluster Collaboration Platform (ECCP)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.loaders.base import TableLoader
from kb.loaders.facts import Fact, LinkFact, NodeFact
from kb.loaders.layout import Layout
from kb.loaders.places import Place, Places, Read
from kb.loaders.slugs import slug
from kb.loaders.table import Row
from kb.loaders.technologies import tags
from kb.loaders.vocabulary import Vocabulary, entries, nace

INDUSTRIES = ("Sectoral industries", "Emerging industries", "Industrial ecosystems")
TECHNOLOGIES = "Technology fields"
CODE = re.compile(r"[A-Z]{2}[A-Z0-9]{1,3}\b")
"""The code with which a region may begin: `ITC4 - Lombardia`."""


class EccpClusters(TableLoader):
    """Cluster organisations with a profile on the ECCP: where they are, their industries, technologies and members.
    What a profile holds is public; how the columns of an export are called is not published. The names asked for here
    follow the labels of the profiles: give the columns of your export these names. Entries of a cell are separated by
    semicolons, bars or line breaks. Names and addresses of managers and contacts are not read.
    """  # fmt: skip

    name = "eccp-clusters"
    title = "European Cluster Collaboration Platform: profiles of cluster organisations"
    publisher = "European Commission, DG GROW; EISMEA"
    licence = "CC BY 4.0"
    url = "https://www.clustercollaboration.eu/cluster-organisations"
    where = "An export of profiles of the ECCP, with the columns named as the description says."
    after = ("nuts", "starter")
    placed = ("Cluster",)
    layouts = (
        Layout(
            ("Cluster name", "Country"),
            optional=(
                *("Description", "Website", "Region (NUTS 2)", "City", "Postal code"),
                *INDUSTRIES,
                *(TECHNOLOGIES, "Number of members", "Number of SMEs", "Year of establishment"),
            ),
            ignored=(
                *("Cluster manager", "Contact person", "Contact name", "E-mail", "Email", "Phone", "Telephone"),
                "Address",
            ),
        ),
    )

    def __init__(
        self, places: Places | None = None, sectors: Vocabulary | None = None, technologies: Vocabulary | None = None
    ) -> None:
        self._places = places or Places()
        self._sectors, self._technologies = sectors or Vocabulary(), technologies or Vocabulary()

    def prepare(self, read: Read) -> None:
        """Look up the regions, and which sectors and technologies there are."""
        self._places = Places.read(read)
        self._sectors = Vocabulary.read(read, "Sector", "NACE2-", nace)
        self._technologies = Vocabulary.read(read, "Technology")

    def facts(self, row: Row) -> Iterator[Fact]:
        """Give the cluster, the region of its seat, its sectors and its technologies."""
        name = " ".join(row["Cluster name"].split())
        id = slug("eccp", name, row["Country"])
        industries = list(dict.fromkeys(each for column in INDUSTRIES for each in entries(row[column])))
        properties = {
            "name": name,
            "sector": "; ".join(industries),
            "description": row["Description"],
            "founded": row["Year of establishment"],
            "members": row["Number of members"],
            "smes": row["Number of SMEs"],
            "website": row["Website"],
            "place": ", ".join(each for each in (row["City"].strip(), row["Country"].strip()) if each),
        }
        yield NodeFact("Cluster", id, properties)
        if place := self._place(row):
            yield place.link("Cluster", id, "region")
        named = "; ".join(industries)
        yield from self._sectors.tags("Cluster", id, "sectors", "Sector", "industries", named)
        yield from self._of_technologies(id, row)

    def _place(self, row: Row) -> Place | None:
        country = self._places.country(row["Country"]) or ""
        region = " ".join(row["Region (NUTS 2)"].split())
        code = found[0] if (found := CODE.match(region)) else ""
        name = region.removeprefix(code).lstrip(" -–:") or region
        city, postcode = row["City"].strip(), row["Postal code"].strip()
        return self._places.place(code=code, name=name, city=city, postcode=postcode, country=country)

    def _of_technologies(self, id: str, row: Row) -> Iterator[LinkFact]:
        listed = list(
            self._technologies.tags("Cluster", id, "technologies", "Technology", TECHNOLOGIES, row[TECHNOLOGIES])
        )
        yield from listed
        there = {each.that for each in listed}
        for each in tags(row["Cluster name"], row["Description"], row[TECHNOLOGIES]):
            if each.technology not in there:
                yield each.link("Cluster", id, "technologies")
