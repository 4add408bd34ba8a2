"""Finds out how a table is written that nobody has described: its encoding, its separator, the line of its columns."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Sniffed:
    """How a table is written, its columns and its first rows."""

    columns: list[str]
    rows: list[list[str]]
    header: int
    encoding: str = "utf-8"
    separator: str = ","

    def cells(self, column: str) -> list[str]:
        """Give the cells of a column that are not empty."""
        at = self.columns.index(column)
        return [text for row in self.rows if at < len(row) and (text := row[at].strip())]


def sniff(path: Path) -> Sniffed:
    """Find out how a file is written; raise FileRefused where it is no table."""
    with opened(path) as file:
        begins = file.read(4)
        content = b"" if begins in WORKBOOKS else begins + file.read(MOST_BYTES)
    if begins in WORKBOOKS:
        from kb.loaders.workbook import lines  # what reads workbooks is slow to import

        found = islice(lines(path, None, WORKBOOKS[begins]), MOST_ROWS)
        return _sniffed(path, [cells for _, cells, _ in found], "utf-8", ",")
    check_text(path, begins)
    if len(content) > MOST_BYTES:
        content = content[: content.rfind(b"\n") + 1]
    encoding = _encoding(content)
    text = content.decode(encoding, errors="replace").removeprefix("\ufeff").splitlines(keepends=True)
    tables = {each: _read(text, each) for each in SEPARATORS}
    separator = max(tables, key=lambda each: _width(tables[each]))
    return _sniffed(path, tables[separator], encoding, separator)


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


def _sniffed(path: Path, rows: list[list[str]], encoding: str, separator: str) -> Sniffed:
    full = [len([each for each in row if each.strip()]) for row in rows]
    width = max(full, default=0)
    header = next((at for at, many in enumerate(full[:MOST_BEFORE]) if many > width / 2 and many > 1), None)
    if header is None or header + 1 >= len(rows):
        raise FileRefused(f"{path.name} is no table with columns and rows.", "A list has a line of column names.")
    columns = [" ".join(each.split()) for each in rows[header]]
    while not columns[-1]:
        columns.pop()
    twice = next((each for each, many in Counter(filter(None, columns)).items() if many > 1), None)
    if twice is not None:
        raise FileRefused(f"{path.name} has several columns named {twice!r}.", "Give each a name of its own.")
    return Sniffed(columns, [row for row in rows[header + 1 :] if any(row)], header + 1, encoding, separator)
