"""The two sheets of an export of keep.eu, and how their cells are read."""

from __future__ import annotations

from dataclasses import dataclass

from kb.loaders.amounts import rate_reader
from kb.loaders.layout import Layout
from kb.loaders.table import Row

LANGUAGES = ("English", "language 2", "language 3", "language 4")
UNKNOWN = ("n.a.", "n/a", "none")


def _in_languages(name: str) -> tuple[str, ...]:
    return tuple(f"{name} {each}" for each in LANGUAGES)


PROJECTS = Layout(
    (
        "Programme", "Project acronym", "Project name in English", "Project start", "Project end",
        "Project's total budget / expenditure", "Project's EU funding",
    ),
    optional=(
        "Project ID (2021-2027 only)", *_in_languages("Project name in")[1:], *_in_languages("Description in"),
        "Union co-financing rate", "Website",
    ),
    others=True,
    name="projects",
    files=("*.xlsx",),
    sheet="Search results, projects",
)  # fmt: skip
PARTNERS = Layout(
    ("Programme", "Project acronym", "Organisation in English", "Lead partner", "Country code"),
    optional=(
        "Project ID (2021-2027 only)", *_in_languages("Organisation in")[1:], "Participant Identification Code",
        "Type of Organisation", "Town", "Website", "NUTS3 code (or equivalent)", "NUTS2 code (or equivalent)",
        "Partner's programme co-financing (EUR) (2021-2027 only)", "ERDF contribution (2014-2020 only)",
    ),
    others=True,
    name="partners",
    files=("*.xlsx",),
    sheet="Search results, partners",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of a row, in which `N.a.` is nothing."""

    row: Row

    def __getitem__(self, column: str) -> str:
        """Give the cell of that column."""
        cell = str(self.row[column]).strip()
        return "" if cell.lower() in UNKNOWN else cell

    def first(self, name: str) -> str:
        """Give what is written in English or, without it, in the first other language."""
        return next((cell for each in _in_languages(name) if (cell := self[each])), "")

    def rate(self, column: str) -> float | None:
        """Give a part, written as 80% or 0.8, from 0 to 1; raise Rejected where it is none."""
        cell = self[column]
        return rate_reader(column, ".", percent=False)(cell) if cell else None
