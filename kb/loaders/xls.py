"""Reads the cells of workbooks in Excel's format of before 2007."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kb.loaders.opened import whole
from kb.loaders.xlsx import Cell

MOST_BYTES = 250_000_000


def read_xls(path: Path, sheet: str | None) -> Iterator[tuple[int, list[Cell]]]:
    """Give the rows of a sheet as their numbers and their cells; raise whatever xlrd does."""
    with _book(path) as book:
        if sheet and sheet not in book.sheet_names():
            raise KeyError(sheet)
        table = book.sheet_by_name(sheet) if sheet else book.sheet_by_index(0)
        for number, row in enumerate(table.get_rows(), start=1):
            yield number, [(column, *_held(each, book.datemode)) for column, each in enumerate(row, start=1)]


def xls_sheets(path: Path) -> list[str]:
    """Give the names of the sheets; raise whatever xlrd does."""
    with _book(path) as book:
        return list(book.sheet_names())


@contextmanager
def _book(path: Path) -> Iterator[Any]:
    from xlrd import open_workbook

    content = whole(path, MOST_BYTES)
    told = io.StringIO()  # xlrd would print its warnings
    with open_workbook(file_contents=content, logfile=told, on_demand=True, ragged_rows=True) as book:
        yield book


def _held(cell: Any, epoch: int) -> tuple[Any, str]:
    """Give what a cell holds as Python has it, and its type."""
    from xlrd import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_ERROR, error_text_from_code
    from xlrd.xldate import xldate_as_datetime

    if cell.ctype == XL_CELL_ERROR:
        return error_text_from_code.get(cell.value, "#ERROR!"), "e"
    if cell.ctype == XL_CELL_BOOLEAN:
        return bool(cell.value), "b"
    if cell.ctype == XL_CELL_DATE:
        return xldate_as_datetime(cell.value, epoch), "d"
    return cell.value, "n"
