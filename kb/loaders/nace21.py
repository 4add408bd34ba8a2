"""The economic activities of NACE Rev. 2.1, from the list of Norway's edition of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kb.loaders.base import TableLoader
from kb.loaders.facts import Fact
from kb.loaders.layout import Layout
from kb.loaders.nace import sector
from kb.loaders.table import Row

NATIONAL = "5"


class Nace21(TableLoader):
    """The economic activities of NACE Rev. 2.1, from Statistics Norway's list SN2025 in English.

    Its levels 1 to 4 are NACE. Level 5 is Norway's own and is not read: it says nothing of other countries.
    """

    name = "nace21"
    title = "NACE Rev. 2.1, statistical classification of economic activities"
    publisher = "Statistics Norway"
    url = "https://www.ssb.no/en/klass/klassifikasjoner/6"
    where = "Statistics Norway's classification SN2025, in English, with all levels, as CSV with semicolons."
    layouts = (
        Layout(
            ("code", "parentCode", "level", "name"),
            ignored=("shortName", "notes"),
            separator=";",
            width=6,  # the names of two more columns, which no row has
        ),
    )

    def reads(self, row: Row) -> bool:
        """Tell whether a row is of NACE."""
        return bool(row["level"] != NATIONAL)

    def facts(self, row: Row) -> Iterator[Fact]:
        """Give the activity and the one above it."""
        cells = {"Code": row["code"], "Level": row["level"], "Description": row["name"]}
        yield from sector("2.1", replace(row, cells=cells), row["parentCode"], "READ")
