"""The objectives of research that NABS lists, from the list of the Online-S3 project."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.loaders.base import TableLoader
from kb.loaders.facts import Fact, NodeFact
from kb.loaders.layout import Layout
from kb.loaders.rejects import Rejected
from kb.loaders.table import Row


class Nabs(TableLoader):
    """The chapters of NABS, the nomenclature for the analysis of scientific programmes: by what research is for."""

    name = "nabs"
    title = "NABS, nomenclature for the analysis and comparison of scientific programmes and budgets"
    publisher = "Eurostat"
    url = "https://github.com/OnlineS3/5.6.-RIS3-innovation-maps"
    where = "NABS.csv in the repository of the Online-S3 project's innovation maps, under static/data."
    layouts = (Layout(("chapter", "topic"), files=("NABS.csv",)),)

    def facts(self, row: Row) -> Iterator[Fact]:
        """Give the chapter. Those of 12 and 13 have no chapter above them in the list."""
        code = row["chapter"].rstrip(".")
        if not re.fullmatch(r"\d{1,2}(\.\d)?", code):
            raise Rejected("BAD_CODE", f"{row['chapter']!r} is no chapter.", "Chapters are as 5. and 12.1.")
        yield NodeFact("ScientificField", f"NABS-{code}", {"name": row["topic"], "code": code, "scheme": "NABS"})
