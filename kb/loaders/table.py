"""Reads CSV files into rows that know their line and their raw text."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.errors import FileRefused
from kb.loaders.rejects import Rejected


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a file; `broken` says why where its text cannot be taken apart."""

    file: str
    line: int
    raw: str
    cells: Mapping[str, Any]
    broken: Rejected | None = None

    def __getitem__(self, column: str) -> Any:
        """Give the cell of that column; empty where the file has no such column."""
        return self.cells.get(column, "")


class _Lines:
    """The lines of a text, remembering those of the row being read."""

    def __init__(self, text: str) -> None:
        self._lines = iter(io.StringIO(text, newline=""))
        self._row: list[str] = []
        self.read = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._row.append(line)
        self.read += 1
        return line

    def take(self) -> tuple[int, str]:
        """Give the number of the row's first line and its text, and forget it."""
        first, raw = self.read - len(self._row) + 1, "".join(self._row).rstrip("\r\n")
        self._row = []
        return first, raw


def decoded(path: Path) -> str:
    """Give the text of a file; raise FileRefused where it is not there, not UTF-8 or empty."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError:
        raise FileRefused(f"{path.name} cannot be read.", "Check its path and that you may read it.") from None
    except UnicodeDecodeError as error:
        raise FileRefused(
            f"{path.name} is not in UTF-8: byte {error.start + 1} cannot be read.",
            "Save it as UTF-8 (in Excel: `CSV UTF-8`).",
        ) from None
    if not text.strip():
        raise FileRefused(f"{path.name} is empty.", "It needs a line of column names and at least one row.")
    return text


def read_csv(path: Path, required: Collection[str], allowed: Collection[str]) -> Iterator[Row]:
    """Give the rows of a CSV file whose columns are `allowed`, the `required` among them; blank lines are skipped.

    Raises FileRefused where the file as a whole is not what the loader reads.
    """
    lines = _Lines(decoded(path))
    reader = csv.reader(lines, strict=True)
    columns = _columns(path.name, reader, required, allowed)
    lines.take()
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            line, raw = lines.take()
            if "unexpected end of data" in str(error):
                raise FileRefused(
                    f"{path.name}: the quotation mark opened in the row of line {line} is never closed.",
                    "Close it; a quotation mark inside a cell is written twice.",
                ) from None
            yield Row(path.name, line, raw, {}, _broken(error))
            continue
        line, raw = lines.take()
        if cells:
            yield Row(path.name, line, raw, dict(zip(columns, cells, strict=False)), _wrong(raw, cells, columns))


def _columns(name: str, reader: Iterator[list[str]], required: Collection[str], allowed: Collection[str]) -> list[str]:
    try:
        columns = [each.strip() for each in next(reader)]
    except csv.Error as error:
        raise FileRefused(f"{name}: its column names cannot be read: {error}.") from None
    hint = f"Columns: {', '.join(allowed)}."
    if len(columns) == 1 and any(mark in columns[0] for mark in ";\t"):
        raise FileRefused(f"{name}: its columns are not separated by commas.", "Save it as CSV with commas.")
    for problem, found in {
        "has columns twice": sorted({each for each in columns if columns.count(each) > 1}),
        "lacks columns": [each for each in required if each not in columns],
        "has unknown columns": [each for each in columns if each not in allowed],
    }.items():
        if found:
            raise FileRefused(f"{name} {problem}: {', '.join(each or '(no name)' for each in found)}.", hint)
    return columns


def _broken(error: csv.Error) -> Rejected:
    if "limit" in str(error):
        return Rejected("TOO_LONG", "A cell is longer than 100,000 characters.", "Look for a missing quotation mark.")
    hint = "A cell with quotation marks is put in quotation marks, and those inside it are written twice."
    return Rejected("BROKEN_QUOTES", "The quotation marks of the row do not match.", hint)


def _wrong(raw: str, cells: list[str], columns: list[str]) -> Rejected | None:
    if "\0" in raw:
        return Rejected("BAD_CHARACTER", "The row holds a NUL byte.", "Remove it.")
    if len(cells) != len(columns):
        return Rejected(
            "RAGGED_ROW",
            f"The row has {len(cells)} cells, the file {len(columns)} columns.",
            "A cell with a comma is put in quotation marks.",
        )
    return None
