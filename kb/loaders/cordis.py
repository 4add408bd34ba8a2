"""CORDIS: the projects of the EU's framework programmes for research, and who takes part in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from kb.errors import FileRefused
from kb.loaders.agreed import Agreed
from kb.loaders.base import TableLoader
from kb.loaders.cordis_columns import LAYOUTS
from kb.loaders.cordis_organisation import organisation_id, participation, said
from kb.loaders.cordis_project import project, scientific_field
from kb.loaders.facts import Fact
from kb.loaders.places import Places, Read
from kb.loaders.rejects import Rejected
from kb.loaders.table import Row, read_table


class Cordis(TableLoader):
    """Projects of Horizon Europe, Horizon 2020 and FP7 with their participants, topics, legal bases and fields of
    science (EuroSciVoc). Organisations are known by their participant identification code (PIC); a detail on which
    rows differ, such as whether one is an SME, is left out. A region is involved in a project if a participant is based
    there. A total cost of 0 is taken for none recorded.
    """  # fmt: skip

    name = "cordis"
    title = "CORDIS: EU research projects under Horizon Europe, Horizon 2020 and FP7"
    publisher = "Publications Office of the European Union"
    licence = "CC BY 4.0"
    url = "https://cordis.europa.eu/projects"
    where = (
        "data.europa.eu has a package for each framework programme, as CSV or Excel: "
        "unpack each into a folder of its own, and name the folder that holds these."
    )
    after = ("nuts", "starter")
    placed = ("Organisation",)
    layouts = LAYOUTS

    def __init__(self, places: Places | None = None) -> None:
        self._places = places or Places()
        self._projects: set[str] = set()
        self._titles: dict[str, str] = {}
        self._organisations = Agreed()

    def prepare(self, read: Read) -> None:
        """Look up the regions."""
        self._places = Places.read(read)

    def rows(self, files: list[Path]) -> Iterator[Row]:
        """Read the projects, then what speaks of them. Of topics and legal bases only the titles are read."""
        tables: dict[str, list[Path]] = defaultdict(list)
        for file in files:
            tables[self._layout(file).name].append(file)
        if not tables["project"]:
            raise FileRefused("cordis needs the file of projects.", "Name the folder that has it, not one file of it.")
        self._projects, self._titles, self._organisations = set(), {}, Agreed()
        yield from self._names(tables["topic"] + tables["legalBasis"])
        for row in self._read(tables["organisation"]):
            if not row.broken:
                self._organisations.hear(organisation_id(row), said(row))
        for row in self._read(tables["project"]):
            self._projects.add(row["id"])
            yield row
        yield from self._read(tables["organisation"] + tables["euroSciVoc"])

    def _read(self, files: Iterable[Path]) -> Iterator[Row]:
        for file in files:
            yield from read_table(file, self._layout(file))

    def _names(self, files: Iterable[Path]) -> Iterator[Row]:
        """Take the titles of codes, and give the rows that cannot be read."""
        for row in self._read(files):
            if row.broken:
                yield row
            elif row["title"]:
                self._titles.setdefault(row["topic"] or row["legalBasis"], row["title"])

    def facts(self, row: Row) -> Iterator[Fact]:
        """Give a project, a participation in one, or a field of science it is in."""
        if row.table == "project":
            yield from project(row, self._titles)
            return
        if row["projectID"] not in self._projects:
            reason = f"Project {row['projectID']} is not in the file of projects, or its row there cannot be read."
            raise Rejected("NOT_SELECTED", reason, "Only what speaks of the projects in that file is loaded.")
        if row.table == "organisation":
            id = organisation_id(row)
            yield from participation(row, id, self._organisations.of(id), self._places)
        else:
            yield from scientific_field(row)
