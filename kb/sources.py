"""What there is to load: for each source what it is, where it comes from, and what its files look like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from kb.loaders.base import Loader
from kb.loaders.layout import MARKS, Layout

Columns: TypeAlias = tuple[tuple[str, str], ...]
"""What columns are: `must be there`, `may be there` or `not read`; and their names."""


def described(loader: Loader) -> dict[str, Any]:
    """Give all that is known of a source, as plain values."""
    return {
        "name": loader.name,
        "title": loader.title,
        "about": loader.about,
        "publisher": loader.publisher,
        "licence": loader.licence,
        "url": loader.url,
        "comesWithKb": not loader.where,
        "where": loader.where,
        "after": list(loader.after),
        "tables": [_table(each) for each in loader.layouts],
    }


def _table(layout: Layout) -> dict[str, Any]:
    return {
        "files": [each for each in layout.files if each != "*"],
        "separator": layout.separator,
        "encoding": layout.encoding,
        "sheet": layout.sheet,
        "header": layout.header,
        "required": list(layout.columns),
        "optional": list(layout.optional),
        "ignored": list(layout.ignored),
        "othersAllowed": layout.others,
    }


def tables(source: Mapping[str, Any]) -> Iterator[tuple[str, Columns]]:
    """Give, for people to read, what files of tables are like, and their columns; those that look alike together."""
    alike: dict[tuple[str, Columns], list[str]] = {}
    for table in source["tables"]:
        alike.setdefault((_form(table), _columns(table)), []).extend(table["files"])
    for (form, columns), files in alike.items():
        yield "; ".join(filter(None, (", ".join(files), form))) or "a CSV file or a workbook", columns


def _form(table: Mapping[str, Any]) -> str:
    """Say how a file is written, where that is not as CSV mostly is."""
    said = {
        f"separated by {MARKS[table['separator']]}": table["separator"] != ",",
        f"in {table['encoding'].upper()}": table["encoding"] != "utf-8",
        f"sheet {table['sheet']}": table["sheet"],
        f"names of columns in line {table['header']}": table["header"] != 1,
    }
    return ", ".join(words for words, is_so in said.items() if is_so)


def _columns(table: Mapping[str, Any]) -> Columns:
    others = ["any others"] if table["othersAllowed"] else []
    named = {
        "must be there": table["required"],
        "may be there": table["optional"],
        "not read": [*table["ignored"], *others],
    }
    return tuple((what, ", ".join(names)) for what, names in named.items() if names)
