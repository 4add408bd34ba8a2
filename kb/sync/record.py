"""Writes the report of a load to a file, for people (HTML) or for scripts (JSON), also where it fails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TextIO

import orjson

from kb.errors import BadInput, KbError
from kb.files import written
from kb.sync.change import Change
from kb.sync.changes import CHANGED, Changes
from kb.sync.page import page
from kb.sync.report import Report

FORMS = (".html", ".json")


class Record:
    """What is written of a load: its report and, where nothing was changed, every change that it would make."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.changes: Changes | None = None

    def write(self, path: Path) -> None:
        """Write it in the form that the name of the file says."""
        with written(path) as file:
            if path.suffix.lower() == ".html":
                file.write(page(self.report))
            else:
                _json(file, self.report, self._planned())

    def _planned(self) -> Iterable[Change]:
        if self.changes is None or not (self.report.dry_run or self.report.failure):
            return ()
        return chain.from_iterable(map(self.changes.each, CHANGED))


def checked(path: Path) -> Path:
    """Give the path of a report; raise BadInput where none can be written there."""
    if path.suffix.lower() not in FORMS:
        raise BadInput(f"{path.name} is no name for a report.", f"It ends in {' or '.join(FORMS)}.")
    if not path.parent.is_dir():
        raise BadInput(f"There is no folder {path.parent} for the report.", "Make it, or choose another.")
    return path


@contextmanager
def recorded(report: Report, path: Path | None) -> Iterator[Record]:
    """Give the record of a load that runs, and write it when that ends, well or not; without a path nowhere."""
    record = Record(report)
    try:
        yield record
    except KbError as error:
        report.failure = f"{error.code}: {error}"
        if path:
            record.write(path)
        raise
    if path:
        record.write(path)


def _json(file: TextIO, report: Report, changes: Iterable[Change]) -> None:
    """Write the report, and the changes one by one: there may be millions."""
    file.write(orjson.dumps(report.as_dict(), option=orjson.OPT_INDENT_2).decode().removesuffix("\n}"))
    file.write(',\n  "changes": [')
    for nth, change in enumerate(changes):
        file.write(f"{',' if nth else ''}\n    {orjson.dumps(change.as_dict()).decode()}")
    file.write("\n  ]\n}\n")
