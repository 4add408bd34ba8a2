"""The OECD's fields of research and development (FORD), from the list of the Online-S3 project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from kb.loaders.base import TableLoader
from kb.loaders.facts import Fact, LinkFact, NodeFact
from kb.loaders.layout import Layout
from kb.loaders.rejects import Rejected
from kb.loaders.table import Row

PUT_RIGHT = "The list writes 2.1, as spreadsheets do of 2.10; its place in the list is the tenth."


class Ford(TableLoader):
    """The fields of research and development (FORD) of the OECD's Frascati manual, with their six broad fields.

    A code that lost its last zero, as 2.10 did, is put right by its place in the list.
    """

    name = "ford"
    title = "OECD fields of research and development (FORD)"
    publisher = "OECD"
    url = "https://github.com/OnlineS3/5.6.-RIS3-innovation-maps"
    where = "OECD.csv in the repository of the Online-S3 project's innovation maps, under static/data."
    layouts = (Layout(("chapter", "topic", "category"), files=("OECD.csv",)),)

    def rows(self, files: list[Path]) -> Iterator[Row]:
        """Read the rows, each with the code that its place in the list gives it."""
        listed: Counter[str] = Counter()
        for row in super().rows(files):
            broad = row["chapter"].partition(".")[0]
            listed[broad] += 1
            yield replace(row, cells={**row.cells, "broad": broad, "place": f"{broad}.{listed[broad]}"})

    def facts(self, row: Row) -> Iterator[Fact]:
        """Give the field and the broad field it is part of."""
        written, code = row["chapter"].rstrip("."), row["place"]
        if written not in (code, code.rstrip("0")):
            hint = "Codes are as 1.2 and stand in their order."
            raise Rejected("BAD_CODE", f"{row['chapter']!r} stands where {code} should.", hint)
        note, confidence = ("", "READ") if written == code else (PUT_RIGHT, "INFERRED")
        given = {"name": row["topic"], "code": code, "scheme": "FORD", "note": note}
        id, broad = f"FORD-{code}", f"FORD-{row['broad']}"
        yield NodeFact("ScientificField", id, given, confidence=confidence)
        # the list gives the broad fields by name only: their codes are those that the codes of their fields begin with
        properties = {"name": row["category"], "code": row["broad"], "scheme": "FORD"}
        yield NodeFact("ScientificField", broad, properties, confidence="INFERRED")
        yield LinkFact("ScientificField", id, "parent", "ScientificField", broad)
