"""The programmes and topics of FP7 and Horizon 2020, from the reference data of CORDIS."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

from kb.loaders.base import TableLoader
from kb.loaders.facts import Fact, LinkFact, NodeFact
from kb.loaders.layout import Layout
from kb.loaders.rejects import Rejected
from kb.loaders.table import Row

FP7, H2020, TOPICS = "FP7", "H2020", "topics"
PERIODS = {FP7: "2007-2013", H2020: "2014-2020"}
ENGLISH = ("en", "")
YEAR = re.compile(r"20\d\d(?!\d)")
"""A code that names a year is that of a topic in the work programme of this year."""
OF_H2020 = "H2020-EU"
LOST = {"Sk?odowska": "Skłodowska"}
"""Words whose letters the files lost, and what they are."""


class CordisReference(TableLoader):
    """The programmes of FP7 and Horizon 2020 and the topics of their work programmes, with their titles in English (the
    files have some in other languages too). They hold no sums.

    FP7's codes that name no year are programmes and activities, all others topics. A topic of Horizon 2020 is linked to
    each of its legal bases. The name Skłodowska, which lost a letter, is put right.
    """

    name = "cordis-reference"
    title = "CORDIS reference data: programmes and topics of FP7 and Horizon 2020"
    publisher = "Publications Office of the European Union"
    url = "https://data.europa.eu/data/datasets/cordisref-data"
    where = "The dataset cordisref-data of data.europa.eu: programmes and topics as CSV, in one folder."
    after = ("starter",)
    layouts = (
        Layout(
            ("Code", "Title", "Language"),
            ignored=("RCN", "ShortTitle"),
            name=FP7,
            files=("cordisref-FP7programmes.csv",),
            separator=";",
        ),
        Layout(
            ("code", "title", "language"),
            ignored=("rcn", "shortTitle"),
            name=H2020,
            files=("cordisref-H2020programmes.csv",),
            separator=";",
        ),
        Layout(
            ("title", "topicCode", "legalBasisCode"),
            ignored=("topicRcn", "legalBasisRcn"),
            name=TOPICS,
            files=("cordisref-H2020topics.csv",),
            separator=";",
        ),
    )

    def __init__(self) -> None:
        self._programmes: set[str] = set()

    def rows(self, files: list[Path]) -> Iterator[Row]:
        """Read the rows in English: the programmes first, since the topics are of them."""
        self._programmes = set()
        yield from super().rows(sorted(files, key=lambda each: "topics" in each.name))

    def reads(self, row: Row) -> bool:
        """Tell whether a row is in English."""
        return (row["Language"] or row["language"]) in ENGLISH

    def facts(self, row: Row) -> Iterator[Fact]:
        """Give the programme, the topic, or that a topic is of a programme."""
        code = _plain(row["Code"] or row["code"] or row["topicCode"])
        title = _plain(row["Title"] or row["title"])
        if not code or not title:
            raise Rejected("MISSING_VALUE", "The row has no code or no title.", "See the file of the publisher.")
        name = _repaired(title)
        confidence = "READ" if name == title else "INFERRED"
        if row.table == TOPICS:
            # a row is about the topic's being of one legal basis: there is one for each
            yield from self._basis(code, _plain(row["legalBasisCode"]))
            yield NodeFact("Call", code, {"name": name}, confidence=confidence)
        elif YEAR.search(code.removeprefix("H2020")) or not (row.table == FP7 or code.startswith("H2020")):
            yield NodeFact("Call", code, {"name": name}, confidence=confidence)
        else:
            self._programmes.add(code)
            yield NodeFact("Programme", code, {"name": name, "period": PERIODS[row.table]}, confidence=confidence)
            if code.startswith(OF_H2020):
                yield LinkFact("Programme", code, "funds", "Fund", "H2020")

    def _basis(self, topic: str, programme: str) -> Iterator[Fact]:
        if not programme:
            return
        yield LinkFact("Call", topic, "programmes", "Programme", programme)
        if programme not in self._programmes:  # the list of programmes lacks some: all that is known is their code
            yield NodeFact("Programme", programme, {"name": programme, "period": PERIODS[H2020]})


def _plain(text: str) -> str:
    """Give a text without what is left of the page it was on: entities, and spaces that became no character."""
    return " ".join(html.unescape(text.replace("\ufffd", " ")).split())


def _repaired(title: str) -> str:
    for broken, whole in LOST.items():
        title = title.replace(broken, whole)
    return title
