"""Lines of text on their way to the tables of the stage, one file for each table; several processes may write some."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any, NamedTuple

from kb.loaders.rejects import Rejected
from kb.loaders.table import Row
from kb.sync.shape import Shape, Staged

ROWS = ("_row", "file", "line")
REJECTS = ("_row", "file", "line", "code", "reason", "hint", "raw")


class Sheet(NamedTuple):
    """A file of lines for a table with these columns."""

    table: str
    columns: tuple[str, ...]
    path: Path


class Sheets:
    """The files that one process writes."""

    def __init__(self, folder: Path, prefix: str) -> None:
        """Write into a folder, to files whose names begin so and are of nobody else."""
        self._folder, self._prefix, self._made = folder, prefix, 0
        self._open: dict[str, tuple[Sheet, IO[str]]] = {}
        self._writers: dict[str, Callable[[Sequence[Any]], Any]] = {}
        self.shapes: set[Shape] = set()
        """The shapes of the facts that were added."""

    def add(self, number: int, row: Row | None, facts: Sequence[Staged]) -> None:
        """Add a row and its facts; the row with number 0 is the loader itself."""
        if row is not None:
            self.write("rows", ROWS, (number, row.file, row.line))
        for nth, (shape, cells) in enumerate(facts):
            self.shapes.add(shape)
            self.write(shape.name, shape.staged, (number, nth, *cells))

    def reject(self, number: int, row: Row, rejected: Rejected) -> None:
        """Add a row that fell when it was read."""
        self.write("rows", ROWS, (number, row.file, row.line))
        told = rejected.of(row.file, row.line, row.raw)
        self.write("rejects", REJECTS, (number, told.file, told.line, told.code, told.reason, told.hint, told.raw))

    def write(self, table: str, columns: tuple[str, ...], cells: Sequence[Any]) -> None:
        """Add a line to the file of a table."""
        writer = self._writers.get(table)
        if writer is None:
            self._made += 1
            path = self._folder / f"{self._prefix}-{self._made}-{table.replace(' ', '-')}.csv"
            file = path.open("w", encoding="utf-8", newline="")
            self._open[table] = Sheet(table, columns, path), file
            writer = self._writers[table] = csv.writer(file, lineterminator="\r\n").writerow
            writer(columns)  # a first cell that begins as a byte order mark would lose it
        writer(cells)

    def close(self) -> list[Sheet]:
        """Give the files; what is written from now on goes to others."""
        sheets = [sheet for sheet, _ in self._open.values()]
        for _, file in self._open.values():
            file.close()
        self._open, self._writers = {}, {}
        return sheets
