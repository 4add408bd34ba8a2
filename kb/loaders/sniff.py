"""Finds out how a table is written that nobody has described: its encoding, its separator, the line of its columns."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from kb.errors import FileRefused
from kb.loaders.opened import opened
from kb.loaders.table import WORKBOOKS, check_text

ENCODINGS = ("cp1252", "cp1250", "cp1253", "cp1257", "cp1251", "cp1254", "cp1256", "iso8859_2", "iso8859_7")
"""Those with a byte for each letter that lists of the EU's authorities come in."""
SEPARATORS = ",;\t|"
MOST_BYTES = 50_000_000
MOST_ROWS = 2_000
MORE_RIGHT = 10
"""A file is in UTF-8 where so many times more letters are right than wrong: no other encoding looks like it."""
MOST_BEFORE = 30
"""How many lines may stand before that of the columns."""
HINT = "A list has a line of column names."


@dataclass(frozen=True)
class Sniffed:
    """How a table is written, its columns and its first rows."""

    columns: list[str]
    rows: list[list[str]]
    header: int
    encoding: str = "utf-8"
    separator: str = ","
    sheet: str = ""
    """Of a workbook with several."""
    others: tuple[str, ...] = ()
    """Its other sheets that are not empty."""

    def cells(self, column: str) -> list[str]:
        """Give the cells of a column that are not empty."""
        at = self.columns.index(column)
        return [text for row in self.rows if at < len(row) and (text := row[at].strip())]

    def check(self, path: Path) -> None:
        """Raise FileRefused where a column cannot be named."""
        twice = next((each for each, many in Counter(filter(None, self.columns)).items() if many > 1), None)
        if twice is not None:
            raise FileRefused(f"{path.name} has several columns named {twice!r}.", "Give each a name of its own.")


def sniff(path: Path) -> list[Sniffed]:
    """Find out how a file is written: each of its tables, of which only a workbook has several; raise FileRefused."""
    with opened(path) as file:
        begins = file.read(4)
        content = b"" if begins in WORKBOOKS else begins + file.read(MOST_BYTES)
    if begins in WORKBOOKS:
        return _workbook(path, WORKBOOKS[begins])
    check_text(path, begins)
    if len(content) > MOST_BYTES:
        content = content[: content.rfind(b"\n") + 1]
    encoding = _encoding(content)
    text = content.decode(encoding, errors="replace").removeprefix("\ufeff").splitlines(keepends=True)
    tables = {each: _read(text, each) for each in SEPARATORS}
    separator = max(tables, key=lambda each: _width(tables[each]))
    found = _sniffed(dict(enumerate(tables[separator], start=1)))
    if found is None:
        raise FileRefused(f"{path.name} is no table with columns and rows.", HINT)
    return [replace(found, encoding=encoding, separator=separator)]


def _workbook(path: Path, form: str) -> list[Sniffed]:
    from kb.loaders.workbook import lines, sheets  # what reads workbooks is slow to import

    rows = {
        name: {number: cells for number, cells, _ in islice(lines(path, name, form), MOST_ROWS) if any(cells)}
        for name in sheets(path, form)
    }
    tables = {name: found for name in rows if (found := _sniffed(rows[name]))}
    several = len(rows) > 1
    if not tables:
        where = f"has no table with columns and rows on any of its sheets: {', '.join(rows)}"
        raise FileRefused(f"{path.name} {where if several else 'is no table with columns and rows'}.", HINT)
    return [
        replace(
            found, sheet=name if several else "", others=tuple(each for each in rows if rows[each] and each != name)
        )
        for name, found in tables.items()
    ]


def _encoding(content: bytes) -> str:
    from charset_normalizer import from_bytes  # slow to import

    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        if _is_nearly_utf_8(content):  # a load names the line of the bytes that are wrong
            return "utf-8"
        best = from_bytes(content, cp_isolation=list(ENCODINGS)).best()
        return best.encoding if best else "cp1252"
    return "utf-8"


def _is_nearly_utf_8(content: bytes) -> bool:
    text = content.decode("utf-8", errors="replace")
    wrong = text.count("\ufffd")
    right = len(text) - len(text.encode("ascii", errors="ignore")) - wrong
    return wrong * MORE_RIGHT <= right


def _read(text: Iterable[str], separator: str) -> list[list[str]]:
    try:
        return list(islice(csv.reader(text, delimiter=separator), MOST_ROWS))
    except csv.Error:
        return []


def _width(rows: list[list[str]]) -> float:
    """Give how many columns most rows have, less for every row that has another number."""
    if not rows:
        return 0
    width, many = Counter(map(len, rows)).most_common(1)[0]
    return width * many / len(rows) if width > 1 else 0


def _sniffed(rows: Mapping[int, list[str]]) -> Sniffed | None:
    """Give the table that lines make, by their numbers; None where they make none."""
    full = {number: len([each for each in cells if each.strip()]) for number, cells in rows.items()}
    width = max(full.values(), default=0)
    begin = islice(full.items(), MOST_BEFORE)
    header = next((number for number, many in begin if many > width / 2 and many > 1), None)
    if header is None or header == max(rows):
        return None
    columns = [" ".join(each.split()) for each in rows[header]]
    while not columns[-1]:
        columns.pop()
    return Sniffed(columns, [cells for number, cells in rows.items() if number > header and any(cells)], header)
