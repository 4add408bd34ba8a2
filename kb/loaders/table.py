"""Reads tables into rows that know their line and their raw text: CSV and the like, and Excel workbooks.

What a file is shows in its first bytes, not in its name: exports are often called what they are not.
"""

from __future__ import annotations

import csv
import io
from codecs import getincrementaldecoder
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from kb.errors import FileRefused
from kb.loaders.layout import Layout
from kb.loaders.opened import opened
from kb.loaders.rejects import Rejected

WORKBOOKS = {b"PK\x03\x04": "xlsx", b"\xd0\xcf\x11\xe0": "xls"}
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
PIECE = 1_000_000
"""Bytes of a file that are read at a time."""
LONGEST_CELL = 100_000
LONGEST_ROW = 10_000_000
"""Characters that a row may have, or a quotation mark that is never closed would take all of the file."""
csv.field_size_limit(LONGEST_ROW)  # a longer cell than may be is read to its end, where the next row begins


@dataclass(slots=True)
class Row:
    """A row of a file; `broken` says why where its text cannot be taken apart. `table` is the name of its layout."""

    file: str
    line: int
    raw: str
    cells: Mapping[str, Any]
    broken: Rejected | None = None
    table: str = ""

    def __getitem__(self, column: str) -> Any:
        """Give the cell of that column; empty where the file has no such column."""
        return self.cells.get(column, "")


def read_table(path: Path, layout: Layout) -> Iterator[Row]:
    """Give the rows of a file of that layout; blank lines are skipped.

    Raises FileRefused where the file as a whole is not what the loader reads.
    """
    with opened(path) as file:
        begins = file.read(4)
    if begins in WORKBOOKS:
        from kb.loaders.workbook import read_workbook  # what reads workbooks is slow to import

        return read_workbook(path, layout, WORKBOOKS[begins])
    if path.suffix.lower() in (".xlsx", ".xls", ".xlsm"):
        raise FileRefused(f"{path.name} is no Excel workbook, for all its name.", "Give it the name of what it is.")
    check_text(path, begins)
    return read_csv(path, layout)


def check_text(path: Path, begins: bytes) -> None:
    """Raise FileRefused where the first bytes of a file are those of no text that has a byte for a comma."""
    if begins.startswith(UTF_16) or b"\0" in begins:
        hint = "Save it as UTF-8 (in Excel: `CSV UTF-8`)."
        raise FileRefused(f"{path.name} is in UTF-16, or no text at all.", hint)


def read_csv(path: Path, layout: Layout) -> Iterator[Row]:
    """Give the rows of a text file; raise FileRefused where it is not one, or not of this layout."""
    in_utf_8 = layout.encoding == "utf-8" or _is_utf_8(path)
    with io.TextIOWrapper(opened(path), "utf-8-sig" if in_utf_8 else layout.encoding, newline="") as text:
        lines = Lines(path.name, text)
        try:
            yield from read_lines(path.name, lines, layout)
        except UnicodeError as error:
            raise FileRefused(
                f"{path.name} is not in {layout.encoding.upper()}{_where(lines, error)}.",
                "Save it as UTF-8 (in Excel: `CSV UTF-8`)." if layout.encoding == "utf-8" else "Check its encoding.",
            ) from None


def _where(lines: Lines, error: UnicodeError) -> str:
    if not isinstance(error, UnicodeDecodeError):
        return ""
    before, byte = error.object[: error.start], error.object[error.start]
    return f": line {lines.read + len((before + b'.').splitlines())} has byte {byte:#04x}"


def _is_utf_8(path: Path) -> bool:
    """Tell whether a file is in UTF-8 whatever its layout says: no other text looks like it, but plain ASCII."""
    decoder, ascii = getincrementaldecoder("utf-8")(), True
    with opened(path) as file:
        try:
            while piece := file.read(PIECE):
                ascii = ascii and piece.isascii()
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return not ascii


class Lines:
    """The lines of a text, remembering those of the row being read."""

    def __init__(self, name: str, text: TextIO) -> None:
        self._name, self._text = name, text
        self._row: list[str] = []
        self._left = LONGEST_ROW
        self.read = 0

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> str:
        line = self._text.readline(self._left)
        if not line:
            raise StopIteration
        self._row.append(line)
        self.read += 1
        self._left -= len(line)
        if self._left <= 0:
            raise FileRefused(
                f"{self._name}: the row of line {self._first} does not end within {LONGEST_ROW:,} characters.",
                "Look there for a quotation mark that is never closed, and for ends of lines that are missing.",
            )
        return line

    @property
    def _first(self) -> int:
        return self.read - len(self._row) + 1

    def take(self) -> tuple[int, str]:
        """Give the number of the row's first line and its text, and forget it."""
        first, raw = self._first, "".join(self._row).rstrip("\r\n")
        self._row, self._left = [], LONGEST_ROW
        return first, raw

    def apart(self) -> list[tuple[int, str]]:
        """Give the number and the text of each line of the row, and forget it."""
        apart = list(enumerate(self._row, start=self._first))
        self._row, self._left = [], LONGEST_ROW
        return apart


def read_lines(name: str, lines: Lines, layout: Layout) -> Iterator[Row]:
    """Give the rows that lines of CSV make, the first of which has the names of the columns."""
    reader = csv.reader(
        lines,
        delimiter=layout.separator,
        quoting=csv.QUOTE_MINIMAL if layout.quoted else csv.QUOTE_NONE,
        strict=layout.quoted,
    )
    columns = _columns(name, reader, lines, layout)
    lines.take()
    yield from rows_of(name, reader, lines, layout, columns)


def rows_of(name: str, reader: Iterator[list[str]], lines: Lines, layout: Layout, columns: list[str]) -> Iterator[Row]:
    """Give the rows that follow the names of the columns."""
    kept = layout.kept(columns)
    whole = len(kept) == len(columns)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            apart = lines.apart()
            if "unexpected end of data" in str(error):
                raise FileRefused(
                    f"{name}: the quotation mark opened in the row of line {apart[0][0]} is never closed.",
                    "Close it; a quotation mark inside a cell is written twice.",
                ) from None
            # of lines between two quotation marks nobody knows which are rows: each of them is told
            broken = _broken(apart[0][0], apart[-1][0])
            yield from (
                Row(name, line, text.rstrip("\r\n"), {}, broken, layout.name) for line, text in apart if text.strip()
            )
            continue
        line, raw = lines.take()
        cells = cells[: layout.width]
        if not cells or (len(cells) == 1 and not cells[0]):
            continue
        while len(cells) > len(columns) and not cells[-1]:
            cells.pop()
        named = dict(zip(columns, cells, strict=False))
        if not whole:
            named = {each: named[each] for each in named if each in kept}
        wrong = _wrong(raw, cells, columns) or (too_long(named) if len(raw) > LONGEST_CELL else None)
        yield Row(name, line, raw, named, wrong, layout.name)


def _columns(name: str, reader: Iterator[list[str]], lines: Lines, layout: Layout) -> list[str]:
    found: list[str] = []
    try:
        for _ in range(layout.header):
            found = next(reader)
    except StopIteration:
        raise FileRefused(f"{name} is empty.", "It needs a line of column names and at least one row.") from None
    except csv.Error as error:
        if layout.width is None:
            raise FileRefused(f"{name}: its column names cannot be read: {error}.", QUOTES) from None
        # the broken name may be beside the table: those of the table must be right all the same
        found = next(csv.reader(lines.take()[1].splitlines()[-1:], delimiter=layout.separator))
    if not any(each.strip() for each in found):
        raise FileRefused(f"{name} is empty.", "It needs a line of column names and at least one row.")
    return layout.checked(name, found[: layout.width])


QUOTES = "A cell with quotation marks is put in quotation marks, and those inside it are written twice."


def _broken(first: int, last: int) -> Rejected:
    which = "the row" if first == last else f"lines {first} to {last}"
    return Rejected("BROKEN_QUOTES", f"The quotation marks of {which} do not match.", QUOTES)


def too_long(cells: Mapping[str, str]) -> Rejected | None:
    """Say what is wrong with a row of which one cell is a book."""
    for column, cell in cells.items():
        if len(cell) > LONGEST_CELL:
            reason = f"{column} is longer than {LONGEST_CELL:,} characters."
            return Rejected("TOO_LONG", reason, "Shorten it, or look for a missing quotation mark.")
    return None


def _wrong(raw: str, cells: list[str], columns: list[str]) -> Rejected | None:
    if "\0" in raw:
        return Rejected("BAD_CHARACTER", "The row holds a NUL byte.", "Remove it.")
    if len(cells) != len(columns):
        return Rejected(
            "RAGGED_ROW",
            f"The row has {len(cells)} cells, the file {len(columns)} columns.",
            "A cell that holds the separator is put in quotation marks.",
        )
    return None
