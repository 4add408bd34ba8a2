"""What the S3 domains of the Czech regions cover, from the regional cards of the national RIS3 strategy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from kb.loaders.base import TableLoader
from kb.loaders.facts import Fact, LinkFact, NodeFact
from kb.loaders.layout import Layout
from kb.loaders.places import Read
from kb.loaders.rejects import Rejected
from kb.loaders.table import Row
from kb.words import folded

PRIORITIES = """
MATCH (p:Priority)-[:SET_BY]->(:Strategy {period: '2021-2027'})-[:OF_REGION]->(r:Region)
WHERE r.country = 'CZ' AND p.originalTitle IS NOT NULL
RETURN r.id, p.originalTitle, p.id
"""


class CzechRis3(TableLoader):
    """What the S3 domains of the 14 Czech regions cover, in Czech, and their divisions of CZ-NACE.

    From annex 2 of the national RIS3 strategy of December 2025, which a program read out of a PDF; nobody checked what
    it read. The starter dataset has the same domains as priorities: this adds to them. CZ-NACE has the divisions of
    NACE Rev. 2: it names division 45, which Rev. 2.1 has no more.
    """

    name = "czech-ris3"
    title = "Czech National RIS3 strategy v08, annex 2: regional cards"
    publisher = "Ministry of Industry and Trade of the Czech Republic"
    url = "https://github.com/kristyne/ris3-mapa-cr"
    where = "public/data/domeny_kraje.json of that repository, as a table with the NUTS 3 code of kraje_kodovnik.json."
    after = ("nuts", "starter", "nace")
    adds: ClassVar = {"Priority": ("description",)}
    layouts = (Layout(("nuts3", "nazev", "popis", "cz_nace"), ignored=("kraj", "nr")),)

    def __init__(self) -> None:
        self._priorities: dict[tuple[str, str], str] = {}

    def prepare(self, read: Read) -> None:
        """Look up the priorities of the Czech regions by their titles in Czech."""
        self._priorities = {(region, folded(title)): id for region, title, id in read(PRIORITIES)}

    def facts(self, row: Row) -> Iterator[Fact]:
        """Give what a priority covers, in words and in divisions of NACE."""
        id = self._priorities.get((row["nuts3"], folded(row["nazev"])))
        if id is None:
            reason = f"{row['nuts3']} has no priority {row['nazev']!r}."
            raise Rejected("UNKNOWN_TARGET", reason, "The dataset starter brings them: `kb load starter`.")
        yield NodeFact("Priority", id, {"description": row["popis"]})
        for division in dict.fromkeys(each.strip() for each in row["cz_nace"].split(";") if each.strip()):
            basis = {"basis": f"CZ-NACE {division}"}
            yield LinkFact("Priority", id, "sectors", "Sector", f"NACE2-{division}", basis, confidence="INFERRED")
