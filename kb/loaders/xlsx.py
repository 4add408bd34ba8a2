"""Reads the cells of workbooks in today's format: a zip of XML, of which one never knows what it unpacks to.

defusedxml, which openpyxl takes where it is installed, refuses XML whose entities would grow.
"""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from kb.errors import FileRefused
from kb.loaders.opened import opened

MOST_BYTES = 500_000_000
"""What a workbook may unpack to: its texts, which are kept in memory, take some four times as much."""
MOST_TIMES = 100
"""How many times its size a part of a workbook may unpack to, if that is more than a few megabytes."""
FEW_BYTES = 10_000_000
MOST_PARTS = 10_000

Cell = tuple[int, Any, str]
"""The number of a column, what its cell holds, and its type: `f` is a formula, `e` an error."""


def read_xlsx(path: Path, sheet: str | None) -> Iterator[tuple[int, list[Cell]]]:
    """Give the rows of a sheet as their numbers and their cells, as they stand there; raise whatever openpyxl does."""
    from openpyxl.worksheet._reader import WorkSheetParser

    with _book(path) as book:
        table = book[sheet] if sheet else book.worksheets[0]
        # openpyxl's own way through a sheet passes over rows that do not stand in their order
        with book._archive.open(table._worksheet_path) as part:
            parser = WorkSheetParser(
                part,
                table._shared_strings,
                epoch=book.epoch,
                date_formats=book._date_formats,
                timedelta_formats=book._timedelta_formats,
            )
            for number, cells in parser.parse():
                yield number, [_cell(each) for each in cells]


def xlsx_sheets(path: Path) -> list[str]:
    """Give the names of the sheets that have cells; raise whatever openpyxl does."""
    with _book(path) as book:
        return [each.title for each in book.worksheets]


@contextmanager
def _book(path: Path) -> Iterator[Any]:
    from openpyxl import load_workbook

    warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")  # on styles, which are not read
    with opened(path) as file:
        _check_size(path, file)
        with closing(load_workbook(file, read_only=True)) as book:
            yield book


def _cell(given: Mapping[str, Any]) -> Cell:
    value, type = given["value"], given["data_type"]
    if type == "f" and not isinstance(value, str):  # a formula of many cells
        value = getattr(value, "text", "=")
    return given["column"], value, type


def _check_size(path: Path, file: BinaryIO) -> None:
    with zipfile.ZipFile(file) as parts:
        sizes = [(each.file_size, each.compress_size) for each in parts.infolist()]
    whole = sum(size for size, _ in sizes)
    bomb = any(size > FEW_BYTES and size > MOST_TIMES * max(packed, 1) for size, packed in sizes)
    if bomb or whole > MOST_BYTES or len(sizes) > MOST_PARTS:
        raise FileRefused(
            f"{path.name} unpacks to {whole / 1_000_000:,.0f} megabytes in {len(sizes):,} parts.",
            "A workbook of that sort is made to fill a disk; save what you need of it as CSV.",
        )
