"""Where a load is put together before the graph is touched: tables of any size, in constant memory.

Facts come in as lines of text, one file for each shape, and become tables of DuckDB, which finds what many rows have
in common faster than Python and beyond memory. All of it goes when the load is over.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import mkdtemp
from types import TracebackType
from typing import Any, Self

import duckdb
import psutil

from kb.loaders.base import Loader
from kb.loaders.rejects import Reject, Rejected
from kb.sync.shape import Shape, Text
from kb.sync.sheets import REJECTS, ROWS, Sheet, Sheets

MEMORY = "600MB"
"""What the tables may take in memory; what is more goes to the folder."""
NUMBERS = ("_row", "_nth", "line")
"""The columns that are no text. What begins with an underscore is ours, the rest the model's."""
LONGEST_LINE = 50_000_000
"""Bytes of a row of ours: ten million characters of a list, and what is written before some of them."""

FALLEN = ("kind", "id", "_row")

Fallen = tuple[tuple[int, str, int], Rejected]
"""A row by its number, file and line, and why it falls."""


def name(*parts: str) -> str:
    """Give the name of a table or column as SQL writes it; they come from the model only."""
    return '"' + " ".join(parts).replace('"', '""') + '"'


def names(columns: Iterable[str], of: str = "") -> str:
    """Give the names of columns, one after the other."""
    return ", ".join(f"{of}.{name(each)}" if of else name(each) for each in columns)


def same_key(shape: Shape, one: str, other: str) -> str:
    """Give the condition that two tables speak of the same fact."""
    return " AND ".join(f"{one}.{name(each)} IS NOT DISTINCT FROM {other}.{name(each)}" for each in shape.keys)


def only_adds(shape: Shape, loader: Loader, of: str = "") -> str:
    """Give the condition that a fact only adds to a node which another dataset brings (`Loader.only_adds`)."""
    if not shape.is_node or shape.kind not in loader.adds:
        return "false"
    others = [each for each in shape.fields if each not in loader.adds[shape.kind]]
    return f"coalesce({names(others, of)}) IS NULL"


def _type(column: str) -> str:
    return "BIGINT" if column in NUMBERS else "VARCHAR"


class Stage:
    """The rows of a load, with their facts; and, as `was` tables, what the graph holds of them."""

    def __init__(self, where: Path) -> None:
        """Begin in a folder of its own in `where`, from which those of loads that were killed are removed."""
        where.mkdir(parents=True, exist_ok=True)
        for left in where.glob("*-*"):
            if not psutil.pid_exists(int(left.name.partition("-")[0])):
                shutil.rmtree(left, ignore_errors=True)
        folder = self.folder = Path(mkdtemp(prefix=f"{os.getpid()}-", dir=where))
        self._db = duckdb.connect(":memory:")
        self._db.execute(f"SET memory_limit = '{MEMORY}'")
        self._db.execute("SET preserve_insertion_order = false")
        self._db.execute(f"SET temp_directory = '{str(folder).replace(chr(39), chr(39) * 2)}'")
        self.sheets = Sheets(folder, "own")
        """Where rows and their facts are added."""
        self.kept: set[Shape] = set()
        """The shapes of which it knows what the graph holds."""
        self._columns: dict[str, tuple[str, ...]] = {}
        for table, columns in {"rows": ROWS, "rejects": REJECTS, "fallen": FALLEN}.items():
            self._create(table, columns)

    @property
    def shapes(self) -> set[Shape]:
        """Give the shapes of the facts of the rows."""
        return self.sheets.shapes

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.sheets.close()
        self._db.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    # Filling

    def take(self, sheets: Iterable[Sheet], shapes: Iterable[Shape] = ()) -> None:
        """Take up what was written to files; `shapes` are those of its facts."""
        self.shapes.update(shapes)
        of_table: dict[str, list[Sheet]] = {}
        for each in sheets:
            of_table.setdefault(each.table, []).append(each)
        for table, files in of_table.items():
            if table not in self._columns:
                self._create(table, files[0].columns)
            types = ", ".join(f"'{each}': '{_type(each)}'" for each in files[0].columns)
            self._db.execute(
                f"INSERT INTO {name(table)} SELECT * FROM read_csv(?, header = true, auto_detect = false,"
                f" delim = ',', new_line = '\\r\\n', quote = '\"', escape = '\"', nullstr = '',"
                f" max_line_size = {LONGEST_LINE}, columns = {{{types}}})",
                [[str(each.path) for each in files]],
            )
            for each in files:
                each.path.unlink()

    def drop(self, shape: Shape) -> None:
        """Let go of the facts that the rows give of a shape."""
        self.run(f"DROP TABLE IF EXISTS {name(shape.name)}")

    def was(self, shape: Shape) -> str:
        """Give the table of what the graph holds of a shape."""
        table = f"{shape.name} was"
        if shape not in self.kept:
            self.kept.add(shape)
            self._create(table, (*shape.kept, "_others"))
        return table

    def keep(self, shape: Shape, rows: Iterable[tuple[Text, ...]]) -> None:
        """Add what the graph holds: cells of facts, with our sources of each, and those of others."""
        table = self.was(shape)
        for row in rows:
            self._write(table, row)

    def copied(self, shape: Shape) -> str:
        """Give the table of all facts of a shape that the graph holds."""
        table = f"{shape.name} all"
        if table not in self._columns:
            self._create(table, shape.kept)
        return table

    def copy(self, shape: Shape, cells: tuple[Text, ...]) -> None:
        """Add a fact that the graph holds, whoever says it."""
        self._write(self.copied(shape), cells)

    def write(self, sql: str, to: Path) -> int:
        """Write the rows of one question into a file of CSV; give how many."""
        target = str(to).replace("'", "''")
        return int(
            self.one(f"COPY ({sql}) TO '{target}' (FORMAT csv, HEADER false, QUOTE '\"', ESCAPE '\"', NULLSTR '')")
        )

    def seal(self) -> None:
        """Take up all that was added since."""
        self.take(self.sheets.close())

    def _write(self, table: str, cells: Sequence[Any]) -> None:
        self.sheets.write(table, self._columns[table], cells)

    def _create(self, table: str, columns: tuple[str, ...]) -> None:
        self._columns[table] = columns
        typed = ", ".join(f"{name(each)} {_type(each)}" for each in columns)
        self._db.execute(f"CREATE OR REPLACE TABLE {name(table)} ({typed})")

    # Asking

    def ask(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Give the rows of one question."""
        return self._db.execute(sql, parameters).fetchall()

    def one(self, sql: str, parameters: Sequence[Any] = ()) -> Any:
        """Give the only value of one question."""
        return self.ask(sql, parameters)[0][0]

    def stream(self, sql: str, many: int = 5_000) -> Iterator[tuple[Any, ...]]:
        """Give the rows of one question, some thousand at a time; other questions may be asked meanwhile."""
        with self._db.cursor() as cursor:
            cursor.execute(sql)
            while rows := cursor.fetchmany(many):
                yield from rows

    def run(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        """Change a table."""
        self._db.execute(sql, parameters)

    def nodes(self) -> list[Shape]:
        """Give the shapes that are nodes, in a fixed order."""
        return sorted((each for each in self.shapes if each.is_node), key=lambda each: each.name)

    def links(self) -> list[Shape]:
        """Give the shapes that are links, in a fixed order."""
        return sorted((each for each in self.shapes if not each.is_node), key=lambda each: each.name)

    # Rows that stand and rows that fall

    def fall(self, fallen: Iterable[Fallen], told: bool = True) -> bool:
        """Have rows fall, each for its reason; give whether any did.

        Where they are `told`, their nodes are known as ones of rows that fell.
        """
        any_fell = False
        for (number, file, line), rejected in fallen:
            told_of = rejected.of(file, line, "")
            self._write("rejects", (number, file, line, told_of.code, told_of.reason, told_of.hint, None))
            any_fell = True
        self.seal()
        for shape in self.shapes if any_fell else ():
            gone = "_row IN (SELECT _row FROM rejects)"
            if told and shape.is_node:
                self.run(f"INSERT INTO fallen SELECT '{shape.kind}', id, _row FROM {name(shape.name)} WHERE {gone}")
            self.run(f"DELETE FROM {name(shape.name)} WHERE {gone}")
        return any_fell

    def rows(self) -> int:
        """Give how many rows there are."""
        return int(self.one("SELECT count(*) FROM rows"))

    def rejected(self) -> int:
        """Give how many rows fell."""
        return int(self.one("SELECT count(*) FROM rejects"))

    def reject_counts(self) -> Counter[str]:
        """Give how many rows fell for each reason."""
        return Counter(dict(self.ask("SELECT code, count(*) FROM rejects GROUP BY code ORDER BY count(*) DESC, code")))

    def rejects(self) -> Iterator[Reject]:
        """Give the rows that fell, in the order they were read."""
        found = self.stream("SELECT file, line, code, reason, hint, raw FROM rejects ORDER BY _row")
        return (
            Reject(file, line, code, reason or "", hint or "", raw or "")
            for file, line, code, reason, hint, raw in found
        )
