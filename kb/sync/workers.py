"""Processes that share the rows of a large file: each takes some hundred at a time, and writes files for the stage.

They are started before they are needed, since it takes as long as a thousand rows. Each lives by its standard input:
when that ends, whatever became of us, it does.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import islice
from pathlib import Path
from queue import Queue
from subprocess import PIPE, Popen
from types import TracebackType
from typing import Any, NamedTuple, Self

import psutil

from kb.errors import KbError, LoadRefused
from kb.loaders.base import Loader, RowLoader
from kb.loaders.table import Row
from kb.sync.gather import read
from kb.sync.shape import Shape
from kb.sync.sheets import Sheet, Sheets
from kb.sync.stage import Stage

MANY_BYTES = 4_000_000
"""Files that are smaller are read sooner than the processes start."""
BATCH = 500
"""Rows that a process takes at a time."""
MOST = 8
"""Processes: one of ours reads the file for all of them."""
RUN = f"from {__name__} import main; main()"


class Done(NamedTuple):
    """What a process made of its rows."""

    sheets: list[Sheet]
    shapes: set[Shape]
    counted: Counter[str]


class Failed(NamedTuple):
    """Why a process made nothing of its rows: our error."""

    message: str
    hint: str


def workers_for(loader: Loader, files: Iterable[Path]) -> Workers:
    """Start processes for the rows of files, where they are large; none, where one process must read them all."""
    large = isinstance(loader, RowLoader) and sum(each.stat().st_size for each in files) >= MANY_BYTES
    return Workers(min(cores(), MOST) if large and cores() > 1 else 0)


def cores() -> int:
    """Give how many cores this process may use."""
    return len(psutil.Process().cpu_affinity() or []) if sys.platform == "linux" else os.cpu_count() or 1


class Workers:
    """Processes that read rows, as many as there are cores; they end with the `with` block."""

    def __init__(self, many: int) -> None:
        path = os.pathsep.join(each or str(Path.cwd()) for each in sys.path)
        self._processes = [
            Popen([sys.executable, "-c", RUN], stdin=PIPE, stdout=PIPE, env={**os.environ, "PYTHONPATH": path})
            for _ in range(many)
        ]

    def __bool__(self) -> bool:
        return bool(self._processes)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for each in self._processes:
            if kind:
                each.kill()
            for pipe in (each.stdin, each.stdout):
                with suppress(BrokenPipeError):
                    pipe.close()  # type: ignore[union-attr]
            each.wait()

    def read(self, loader: RowLoader, rows: Iterator[tuple[int, Row]], stage: Stage) -> None:
        """Have the rows read and checked, and take what comes of them onto the stage."""
        waiting: Queue[list[Any] | None] = Queue(2 * len(self._processes))
        with ThreadPoolExecutor(len(self._processes)) as feeders:
            fed = [
                feeders.submit(_feed, each, (loader, stage.folder, f"worker-{each.pid}"), waiting)
                for each in self._processes
            ]
            try:
                while batch := list(islice(rows, BATCH)):
                    told = [(number, row.file, row.line, row.cells, row.table) for number, row in _whole(batch, stage)]
                    if told:
                        waiting.put(told)
            finally:
                for _ in fed:
                    waiting.put(None)
        for each in fed:
            done = each.result()
            if isinstance(done, Failed):
                raise KbError(*done)
            stage.take(done.sheets, done.shapes)
            loader.counted.update(done.counted)


def _whole(batch: list[tuple[int, Row]], stage: Stage) -> Iterator[tuple[int, Row]]:
    """Give the rows that could be taken apart; the others fall at once."""
    for number, row in batch:
        if row.broken:
            stage.sheets.reject(number, row, row.broken)
        else:
            yield number, row


def _feed(process: Popen[bytes], first: Any, waiting: Queue[list[Any] | None]) -> Done | Failed:
    """Give a process what it needs first and then rows until there are no more; give what it made of them."""
    assert process.stdin
    assert process.stdout
    batch: Any = first
    try:
        while batch:
            pickle.dump(batch, process.stdin, pickle.HIGHEST_PROTOCOL)
            batch = waiting.get()
        pickle.dump(None, process.stdin)
        process.stdin.flush()
        return pickle.load(process.stdout)  # type: ignore[no-any-return]  # noqa: S301
    except (OSError, EOFError):
        message = "A process that reads rows was ended; nothing was changed."
        raise LoadRefused(message, "Load the files again.") from None
    finally:
        while batch:  # whoever hands out the rows must not wait for ever
            batch = waiting.get()


def main() -> None:
    """Be one of the processes: read from standard input, and write what was made to standard output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is for the one who started this
    given, made = sys.stdin.buffer, sys.stdout.buffer
    with suppress(EOFError, BrokenPipeError):
        loader, folder, prefix = pickle.load(given)  # noqa: S301
        sheets = Sheets(folder, prefix)
        result: Done | Failed | None = None
        while batch := pickle.load(given):  # noqa: S301
            try:
                for number, file, line, cells, table in batch if result is None else ():
                    read(loader, number, Row(file, line, "", cells, table=table), sheets)
            except KbError as error:
                result = Failed(error.message, error.hint)
        result = result or Done(sheets.close(), sheets.shapes, loader.counted)
        pickle.dump(result, made, pickle.HIGHEST_PROTOCOL)
        made.flush()
