"""keep.eu: the projects of Interreg and their partners."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from kb.loaders.agreed import Agreed
from kb.loaders.base import TableLoader
from kb.loaders.cells import day
from kb.loaders.facts import Fact, LinkFact, NodeFact
from kb.loaders.keep_columns import PARTNERS, PROJECTS, Cells
from kb.loaders.places import Places, Read
from kb.loaders.rejects import Rejected
from kb.loaders.slugs import slug
from kb.loaders.table import Row, read_table
from kb.loaders.technologies import tags

PERIOD = re.compile(r"\s*(\d{4})\s*-\s*(\d{4})\b")
"""How the name of a programme begins: `2014 - 2020 INTERREG VB North Sea`."""


class Keep(TableLoader):
    """Projects of Interreg and their partners, as the search of keep.eu exports them: a workbook with a sheet of
    projects and one of partners. The names of the sheets and columns are those that keep.eu's own description of its
    fields and one public reader of an export of 2026 give; no file was at hand, so any other columns are allowed and
    not read. Partners are known by their PIC or, as before 2021, by name and country.
    """  # fmt: skip

    name = "keep"
    title = "keep.eu: projects and partners of Interreg"
    publisher = "Interact"
    licence = "To be credited to keep.eu, with a link and a note of changes"
    url = "https://keep.eu/projects/"
    where = "Search for projects on keep.eu and take the results as Excel; searching for nothing gives all."
    after = ("nuts", "starter")
    placed = ("Organisation",)
    layouts = (PROJECTS, PARTNERS)

    def __init__(self, places: Places | None = None) -> None:
        self._places = places or Places()
        self._partners = Agreed()
        self._projects: dict[str, str] = {}

    def prepare(self, read: Read) -> None:
        """Look up the regions."""
        self._places = Places.read(read)

    def rows(self, files: list[Path]) -> Iterator[Row]:
        """Read the sheet of projects, then that of partners twice: once for what is said of each organisation."""
        self._partners, self._projects = Agreed(), {}
        for file in files:
            for row in read_table(file, PROJECTS):
                for key in _keys(row):
                    self._projects.setdefault(key, f"keep-{_keys(row)[0]}")
                yield row
        for file in files:
            for row in read_table(file, PARTNERS):
                if not row.broken:
                    self._partners.hear(_partner(row), _said(row))
        for file in files:
            yield from read_table(file, PARTNERS)

    def facts(self, row: Row) -> Iterator[Fact]:
        """Give a project, or a partner's part in one."""
        yield from self._project(row) if row.table == PROJECTS.name else self._participation(row)

    def _project(self, row: Row) -> Iterator[Fact]:
        keys, cells = _keys(row), Cells(row)
        if not keys:
            hint = "A project is told apart by its programme and its number or acronym."
            raise Rejected("MISSING_VALUE", "The project has neither number nor acronym.", hint)
        id = f"keep-{keys[0]}"
        name, description = cells.first("Project name in"), cells.first("Description in")
        given = {
            "name": name or cells["Project acronym"],
            "description": description,
            "pipeline": False,
            "acronym": cells["Project acronym"],
            "code": cells["Project ID (2021-2027 only)"],
            "url": cells["Website"],
            "costEur": cells["Project's total budget / expenditure"],
            "euEur": cells["Project's EU funding"],
            "euRate": cells.rate("Union co-financing rate"),
            "start": day(cells["Project start"]),
            "end": day(cells["Project end"]),
        }
        yield NodeFact("Project", id, given)
        programme = cells["Programme"]
        period = PERIOD.match(programme)
        about = {"name": programme, "period": f"{period[1]}-{period[2]}" if period else ""}
        yield NodeFact("Programme", f"keep-{slug(programme)}", about)
        yield LinkFact("Project", id, "programme", "Programme", f"keep-{slug(programme)}")
        if "interreg" in programme.lower():
            yield LinkFact("Programme", f"keep-{slug(programme)}", "funds", "Fund", "INTERREG")
            yield LinkFact("Project", id, "funds", "Fund", "INTERREG")
        for each in tags(name, description):
            yield each.link("Project", id, "technologies")

    def _participation(self, row: Row) -> Iterator[Fact]:
        project = next((self._projects[key] for key in _keys(row) if key in self._projects), None)
        if project is None:
            reason = f"The sheet of projects has no {row['Project acronym']} of {row['Programme']}."
            raise Rejected("UNKNOWN_TARGET", reason, "Export projects and partners of one search.")
        id, cells = _partner(row), Cells(row)
        agreed = self._partners.of(id)
        given = {
            "role": "lead partner" if cells["Lead partner"].lower() == "yes" else "partner",
            "contributionEur": cells["Partner's programme co-financing (EUR) (2021-2027 only)"]
            or cells["ERDF contribution (2014-2020 only)"],
        }
        yield LinkFact("Project", project, "organisations", "Organisation", id, given)
        own = {name: agreed.get(name) for name in ("name", "type", "website", "city")}
        country = self._places.country(agreed.get("country", ""))
        yield NodeFact("Organisation", id, {**own, "country": country})
        place = self._places.place(code=agreed.get("nuts", ""), city=agreed.get("city", "") if country else "",
                                   country=country or "")  # fmt: skip
        if place:
            yield place.link("Organisation", id, "region")
            note = {"note": "A partner is based there."}
            yield LinkFact("Project", project, "regions", "Region", place.region, note, confidence="INFERRED")


def _keys(row: Row) -> list[str]:
    """Give the keys a project goes by, the surer first: its number in the programme, and its acronym."""
    cells = Cells(row)
    names = (cells[each] for each in ("Project ID (2021-2027 only)", "Project acronym"))
    return [slug(cells["Programme"], each) for each in names if each]


def _partner(row: Row) -> str:
    cells = Cells(row)
    code = cells["Participant Identification Code"]
    return f"keep-{code if code.isdigit() else slug(cells.first('Organisation in'), cells['Country code'])}"


def _said(row: Row) -> dict[str, str]:
    cells = Cells(row)
    return {
        "name": cells.first("Organisation in"),
        "country": cells["Country code"],
        "city": cells["Town"],
        "website": cells["Website"],
        "type": cells["Type of Organisation"],
        "nuts": cells["NUTS3 code (or equivalent)"] or cells["NUTS2 code (or equivalent)"],
    }
