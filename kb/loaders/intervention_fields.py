"""The categories of intervention of 2014-2020, from the tables of the Online-S3 project."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from kb.loaders.base import TableLoader
from kb.loaders.facts import Fact, NodeFact
from kb.loaders.layout import Layout
from kb.loaders.rejects import Rejected
from kb.loaders.table import Row

PERIOD = "2014-2020"


class InterventionFields(TableLoader):
    """The intervention fields of 2014-2020: the categories that money of the ERDF, the ESF and the Cohesion Fund is
    counted under, of Annex I of Regulation (EU) 215/2014. They hold no sums.
    """  # fmt: skip

    name = "intervention-fields"
    title = "Categories of intervention 2014-2020: intervention fields"
    publisher = "European Commission"
    url = "https://eur-lex.europa.eu/eli/reg_impl/2014/215/oj"
    where = "Tables inter and inter_types of the Online-S3 budgeting tool as intervention_field.csv and _group.csv."
    layouts = (
        Layout(("id", "description"), name="group", files=("intervention_field_group.csv",)),
        Layout(("id", "type", "description"), name="field", files=("intervention_field.csv",)),
    )

    def __init__(self) -> None:
        self._groups: dict[str, str] = {}

    def rows(self, files: list[Path]) -> Iterator[Row]:
        """Read the fields; their groups are read before them, where the files have them."""
        self._groups = {}
        for row in super().rows(sorted(files, key=lambda each: not each.match("*_group.csv"))):
            if row.table == "group" and not row.broken:
                self._groups[row["id"]] = row["description"]
            else:
                yield row

    def facts(self, row: Row) -> Iterator[Fact]:
        """Give the field, with the name of its group."""
        code = row["id"]
        if not re.fullmatch(r"\d{3}", code):
            raise Rejected("BAD_CODE", f"{code!r} is no intervention field.", "Codes have three digits, such as 056.")
        name = re.sub(r"\u00ad\s*", "", row["description"])  # where the regulation's text was hyphenated
        given = {"name": name, "code": code, "group": self._groups.get(row["type"]), "period": PERIOD}
        yield NodeFact("InterventionField", f"{PERIOD}-{code}", given)
