"""Reads Excel workbooks into rows, whichever of Excel's two formats they are in."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from kb.errors import FileRefused
from kb.loaders.layout import Layout
from kb.loaders.opened import opened
from kb.loaders.rejects import Rejected
from kb.loaders.table import Row, too_long
from kb.loaders.xls import read_xls, xls_sheets
from kb.loaders.xlsx import read_xlsx, xlsx_sheets

MOST_CELLS = 100_000_000
"""How many cells a sheet may have, the empty ones between others among them."""
READERS = {"xlsx": read_xlsx, "xls": read_xls}
SHEETS = {"xlsx": xlsx_sheets, "xls": xls_sheets}
OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
"""How the first part of an OpenDocument spreadsheet goes: it is a zip like today's workbooks of Excel."""
BAD = {
    "f": Rejected("FORMULA", "A cell of the row is a formula.", "Paste values instead, and save again."),
    "e": Rejected("FORMULA", "A cell of the row is what a formula fails with, such as #N/A.", "Write what is meant."),
}
"""What is wrong with a cell of a type."""

Line = tuple[int, list[str], Mapping[int, Rejected]]
"""The number of a row, its cells as text, and what is wrong with some of them."""


def read_workbook(path: Path, layout: Layout, form: str) -> Iterator[Row]:
    """Give the rows of a sheet; raise FileRefused where the file is no workbook, or not of this layout."""
    columns: list[str] | None = None
    kept: set[str] = set()
    for number, found, bad in lines(path, layout.sheet, form):
        cells = found[: layout.width]
        if number < layout.header or not any(cells):
            continue
        if columns is None:
            columns = layout.checked(path.name, cells)
            kept = layout.kept(columns)
            continue
        named = {name: cell for name, cell in zip(columns, cells, strict=False) if name in kept}
        wrong = next((bad[at] for at, name in enumerate(columns) if at in bad and name in kept), None)
        wrong = wrong or _beside(cells, columns) or too_long(named)
        yield Row(path.name, number, "\t".join(cells[: len(columns)]), named, wrong, layout.name)
    if columns is None:
        raise FileRefused(f"{path.name} is empty.", "It needs a line of column names and at least one row.")


def lines(path: Path, sheet: str | None, form: str) -> Iterator[Line]:
    """Give the lines of a sheet, the first if none is named; raise FileRefused where the file is no workbook."""
    before, size = 0, 0
    try:
        for number, cells in READERS[form](path, sheet):
            columns = [column for column, _, _ in cells]
            if number <= before or columns != sorted(set(columns)):
                raise ValueError("rows or cells do not stand in their order")
            width = columns[-1] if columns else 0
            before, size = number, size + width
            if size > MOST_CELLS:
                raise FileRefused(f"{path.name} has more than {MOST_CELLS:,} cells.", "Save what is needed as CSV.")
            texts = [""] * width
            for column, value, _ in cells:
                texts[column - 1] = _text(value)
            yield number, texts, {column - 1: BAD[type] for column, _, type in cells if type in BAD}
    except FileRefused:
        raise
    except Exception as error:  # of a broken workbook its readers raise whatever they come upon
        raise _unreadable(path, sheet, error) from None


def sheets(path: Path, form: str) -> list[str]:
    """Give the names of the sheets in their order; raise FileRefused where the file is no workbook."""
    try:
        return SHEETS[form](path)
    except FileRefused:
        raise
    except Exception as error:
        raise _unreadable(path, None, error) from None


def _beside(cells: list[str], columns: list[str]) -> Rejected | None:
    if any(cells[len(columns) :]):
        reason = f"The row has {len(cells)} cells, the file {len(columns)} columns."
        return Rejected("RAGGED_ROW", reason, "Remove what stands beside the table.")
    return None


def _unreadable(path: Path, sheet: str | None, error: Exception) -> FileRefused:
    if sheet and isinstance(error, KeyError) and sheet in str(error):
        return FileRefused(f"{path.name} has no sheet {sheet}.", "Take the file as its publisher has it.")
    with opened(path) as file:
        if OPEN_DOCUMENT in file.read(100):
            return FileRefused(f"{path.name} is an OpenDocument spreadsheet.", "Save it as XLSX or CSV.")
    hint = "Open it in a spreadsheet and save it again, without a password."
    return FileRefused(f"{path.name} cannot be read as a workbook.", hint)


def _text(value: Any) -> str:
    """Give what a cell holds as CSV would have it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else "" if math.isnan(value) else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)
