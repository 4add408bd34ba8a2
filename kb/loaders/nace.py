"""The economic activities of NACE Rev. 2, from the list that Eurostat exports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from kb.loaders.base import TableLoader
from kb.loaders.facts import Fact, LinkFact, NodeFact
from kb.loaders.layout import Layout
from kb.loaders.rejects import Rejected
from kb.loaders.table import Row

CODES = {"1": "[A-Z]", "2": r"\d{2}", "3": r"\d{2}\.\d", "4": r"\d{2}\.\d{2}"}
"""How a code of each level is written: section, division, group, class."""


def sector(revision: str, row: Row, parent: str, confidence: str) -> Iterator[Fact]:
    """Give an activity of `Code`, `Level` and `Description`, and the one above; raise Rejected for a bad code."""
    code, level = row["Code"], row["Level"]
    if not re.fullmatch(CODES.get(level, ""), code):
        hint = "Sections are as A, divisions as 01, groups as 01.1, classes as 01.11."
        raise Rejected("BAD_CODE", f"{code!r} is no code of level {level!r}.", hint)
    if not parent and level != "1":
        raise Rejected("NO_PARENT", f"It is not said what {code} is part of.", "Put its section before it.")
    id = f"NACE{revision}-{code}"
    yield NodeFact("Sector", id, {"name": row["Description"], "code": code, "revision": revision, "level": level})
    if parent:
        yield LinkFact("Sector", id, "parent", "Sector", f"NACE{revision}-{parent}", confidence=confidence)


class Nace(TableLoader):
    """The economic activities of NACE Rev. 2: sections, divisions, groups and classes.

    A group is part of the division its code begins with, a division of the section it is listed under.
    """

    name = "nace"
    title = "NACE Rev. 2, statistical classification of economic activities"
    publisher = "Eurostat"
    url = "https://ec.europa.eu/eurostat/web/nace"
    where = "Eurostat's list NACE_REV2 in English as CSV, from its metadata server (RAMON, now ShowVoc)."
    layouts = (Layout(("Level", "Code", "Description"), width=3),)

    def rows(self, files: list[Path]) -> Iterator[Row]:
        """Read the rows, each with the section it is listed under."""
        section = ""
        for row in super().rows(files):
            section = row["Code"] if row["Level"] == "1" else section
            yield replace(row, cells={**row.cells, "section": section})

    def facts(self, row: Row) -> Iterator[Fact]:
        """Give the activity and the one above it."""
        above = {"2": row["section"], "3": row["Code"][:2], "4": row["Code"][:4]}
        yield from sector("2", row, above.get(row["Level"], ""), "INFERRED")
