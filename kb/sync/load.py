"""A load is a synchronisation: the facts of the rows, less the facts in the graph, is what is written."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from getpass import getuser
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from filelock import FileLock, Timeout

from kb.errors import FileRefused, KbError, LoadRefused, TooManyRejects
from kb.graph import Graph
from kb.loaders.base import Loader, checksum
from kb.loaders.rejects import EXPECTED, with_text, write_rejects
from kb.migrate import migrate
from kb.settings import Settings
from kb.sync.agree import agree
from kb.sync.before import Before
from kb.sync.bulk import Import, script
from kb.sync.bulk import bulk as in_bulk
from kb.sync.changes import CHANGED, Changes
from kb.sync.contest import contest, doubled
from kb.sync.contract import check_rows, check_types, check_withdrawn
from kb.sync.derive import derive
from kb.sync.gather import cut, gather
from kb.sync.present import Present
from kb.sync.reasons import noted
from kb.sync.record import recorded
from kb.sync.report import Report
from kb.sync.settle import settle
from kb.sync.stage import Stage
from kb.sync.unplaced import unplaced
from kb.sync.workers import workers_for
from kb.sync.write import end, write

MOST_SHOWN = 1000
"""Rejected rows that a report names; the file of rejects has all."""
EXAMPLES = 20

COUNT = """
MATCH (n) WHERE any(source IN n.sources WHERE source IN $sources) AND NOT n:Load RETURN count(n)
UNION ALL
MATCH ()-[n]->() WHERE any(source IN n.sources WHERE source IN $sources) RETURN count(n)
"""


@dataclass(frozen=True, slots=True)
class Options:
    """How to load; see `load`."""

    dry_run: bool = False
    limit: int | None = None
    keep_missing: bool = False
    allow_shrink: bool = False
    bulk: Import | None = None
    files_to: Path | None = None
    record: Path | None = None


def load(
    graph: Graph,
    loader: Loader,
    settings: Settings,
    *,
    file: Path | None = None,
    dry_run: bool = False,
    limit: int | None = None,
    keep_missing: bool = False,
    allow_shrink: bool = False,
    bulk: Import | None = None,
    files_to: Path | None = None,
    record: Path | None = None,
    report: Callable[[str], None] = lambda _: None,
) -> Report:
    """Make the graph hold what the files of `loader` say, and give what was done.

    `dry_run` writes nothing but the file of rejects. `limit` reads only so many rows of each file. `keep_missing`,
    which a limit implies, withdraws nothing that is absent from the files. `allow_shrink` withdraws however much.
    `bulk` has the whole graph made anew by Neo4j's import, which is the way for millions of rows; `files_to` is an
    empty folder for the files of such an import, where another has to run it. `record` is a file for the report.

    Raises FileRefused, TooManyRejects, Shrunk (nothing is changed), GraphUnavailable.
    """
    options = Options(dry_run, limit, keep_missing or limit is not None, allow_shrink, bulk, files_to, record)
    return _Load(graph, loader, settings, options, report).run(file)


def whole_load(graph: Graph, dataset: str) -> str | None:
    """Give the checksum of what the last load of all rows of a dataset read, if there was one."""
    found = graph.read(
        "MATCH (l:Load {dataset: $dataset}) WHERE l.whole AND l.finished IS NOT NULL"
        " RETURN l.checksum ORDER BY l.version DESC LIMIT 1",
        {"dataset": dataset},
    )
    return str(found[0][0]) if found else None


class _Load:
    def __init__(
        self, graph: Graph, loader: Loader, settings: Settings, options: Options, tell: Callable[[str], None]
    ) -> None:
        self._graph, self._loader, self._settings, self._options = graph, loader, settings, options
        self._tell = tell
        self._started, self._clock = datetime.now(UTC), time.perf_counter()

    def run(self, file: Path | None) -> Report:
        """Read, check, compare, write, count."""
        files = self._loader.files(file)
        report = Report(
            self._loader.name, [each.name for each in files], self._options.dry_run, checksum(files), self._started
        )
        before = Before.read(self._graph, self._loader.name)
        with Stage(self._settings.data / "loads") as stage, recorded(report, self._options.record) as record:
            self._gather(report, stage, files)
            report.checks.append(f"Every file has the form and the columns that {self._loader.name} reads.")
            report.remarks = self._loader.remarks()
            if self._options.limit is not None:
                cut(stage, self._options.limit)
            check_types(stage)
            doubled(stage)
            agree(stage, self._loader)
            contest(stage)
            self._tell(f"Checking {stage.rows():,} rows against the model and the graph.")
            present = Present(self._graph, stage, self._loader.name)
            settle(stage, self._loader, present, self._options.keep_missing)
            self._count_rows(report, stage, files)
            report.remarks += unplaced(stage, self._loader)
            if self._options.limit is None:  # what follows from all of them follows from no part
                derive(stage, self._loader)
                present.look_up()
            record.changes = changes = Changes(
                stage, self._loader, self._options.keep_missing, before.next, report.files
            )
            self._count(report, changes, present)
            self._write(report, changes, before)
            report.seconds = round(time.perf_counter() - self._clock, 3)
        return report

    def _gather(self, report: Report, stage: Stage, files: list[Path]) -> None:
        with workers_for(self._loader, files) as workers:
            self._loader.prepare(self._graph.read)
            self._tell(f"Reading {len(files)} file{'' if len(files) == 1 else 's'} of {self._loader.name}.")
            sources = self._loader.sources(report.checksum)
            gather(self._loader, self._loader.rows(files), sources, stage, workers)
        if files and not stage.rows():
            hint = "Below the names of its columns a table has rows."
            raise FileRefused(f"There is no row for {self._loader.name}.", hint)

    def _count_rows(self, report: Report, stage: Stage, files: list[Path]) -> None:
        report.reject_counts = dict(stage.reject_counts())
        report.rows, fallen = stage.rows(), stage.rejected()
        report.left_out = sum(count for code, count in report.reject_counts.items() if code in EXPECTED)
        report.rejected = fallen - report.left_out
        report.accepted = report.rows - fallen
        if fallen:
            rejects = noted(stage, with_text(stage.rejects(), self._loader.rows(files)), report.reasons)
            report.rejects = list(islice(rejects, MOST_SHOWN))
            folder = self._settings.data / "rejects"
            everyone = chain(report.rejects, rejects)
            report.reject_file = write_rejects(everyone, folder, self._loader.name, self._started)
        if report.rejected > self._settings.max_rejects:
            missing = [each for each in self._loader.after if not whole_load(self._graph, each)]
            first = f"{missing[0]} is not loaded: `kb load {missing[0]}` first. " if missing else ""
            raise TooManyRejects(
                f"{report.rejected:,} of {report.rows:,} rows are rejected ({report.faults}), more than"
                f" {self._settings.max_rejects:,}: nothing was changed.",
                f"{first}See {report.reject_file}; --max-rejects allows more.",
            )
        report.checks.append(f"{report.rejected:,} rows are rejected; {self._settings.max_rejects:,} may be.")

    def _count(self, report: Report, changes: Changes, present: Present) -> None:
        report.nodes, report.links = changes.wanted(nodes=True), changes.wanted(nodes=False)
        report.counts, held = changes.counts(), changes.held()
        report.kept = changes.keep_linked(self._graph, present)
        for status in CHANGED:
            setattr(report, status, changes.count(status))
            report.examples[status] = list(map(str, changes.each(status, EXAMPLES)))
        report.unchanged = changes.count("unchanged")
        report.expected = changes.expected()
        self._check_size(report, held)

    def _check_size(self, report: Report, held: int) -> None:
        if not (self._options.allow_shrink or self._options.keep_missing):
            check_rows(self._graph, self._loader.name, report.rows)
        if not self._options.allow_shrink:
            rejected = f" ({report.rejected:,} rows were rejected: {report.reject_file})" if report.rejected else ""
            check_withdrawn(self._loader.name, report.withdrawn, held, rejected)
        report.checks.append(
            f"{report.facts:,} facts, {held:,} in the graph before, of which {report.withdrawn:,} are withdrawn."
        )

    def _write(self, report: Report, changes: Changes, before: Before) -> None:
        size = report.created + report.updated + report.withdrawn
        if not changes and not before.unended:
            report.version, report.last = self._last_load()
        elif self._options.files_to and changes and not self._options.dry_run:
            report.script = self._files(changes, self._record(report, before), self._options.files_to)
            return
        elif not self._options.dry_run:
            self._tell(f"Writing {size:,} changes.")
            report.version = before.next
            with self._turn():
                self._written(changes, size, self._record(report, before), before)
        if not self._options.dry_run:
            self._reconcile(report)

    def _written(self, changes: Changes, size: int, record: dict[str, Any], before: Before) -> None:
        if self._options.bulk is None or not changes:
            write(self._graph, changes, size, record, before)
            return
        with TemporaryDirectory(dir=self._settings.data / "loads", prefix=f"{os.getpid()}-import-") as folder:
            options = in_bulk(self._graph, changes.stage, changes, record, Path(folder))
            self._tell("Importing")
            self._options.bulk(options)
        self._graph.renew()
        migrate(self._graph)
        end(self._graph, record)

    def _files(self, changes: Changes, record: dict[str, Any], folder: Path) -> Path:
        """Write what the graph is to hold for an import that another runs, and give the script that does."""
        self._tell(f"Writing files for Neo4j's import into {folder}.")
        with self._turn():
            return script(in_bulk(self._graph, changes.stage, changes, record, folder), folder)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Let no other load of this data folder write meanwhile."""
        try:
            with FileLock(self._settings.data / "loads" / "lock", timeout=0):
                yield
        except Timeout:
            hint = "Run this one again when it is done."
            raise LoadRefused("Another load is being written; nothing was changed.", hint) from None

    def _reconcile(self, report: Report) -> None:
        own = Present.sources_of(self._graph, self._loader.name)
        report.in_graph = self._graph.scan(COUNT, {"sources": own}, lambda rows: sum(chain.from_iterable(rows)))
        if not report.reconciled:
            raise KbError(
                f"The graph holds {report.in_graph:,} facts of {self._loader.name}, not {report.expected:,}.",
                "This is a fault of kb: please report it with the files.",
            )
        report.checks.append(f"The graph holds {report.in_graph:,} facts of {self._loader.name}, as it should.")

    def _record(self, report: Report, before: Before) -> dict[str, Any]:
        name, version = self._loader.name, before.next
        record = {
            "id": f"{name}-{version}",
            "name": f"Load {version}: {name}",
            "dataset": name,
            "version": version,
            "started": self._started,
            "finished": datetime.now(UTC),
            "checksum": report.checksum,
            "rows": report.rows,
            "accepted": report.accepted,
            "rejected": report.rejected,
            "facts": report.facts,
            "created": report.created,
            "updated": report.updated,
            "withdrawn": report.withdrawn,
            "whole": self._options.limit is None,
            "attempts": before.attempts,
            "by": getuser(),
            "files": report.files,
            "seconds": round(time.perf_counter() - self._clock, 3),
            "counts": [f"{name} {count}" for name, count in report.counts.items()],
            "rejectCounts": [f"{code} {count}" for code, count in report.reject_counts.items()],
            "rejects": [str(each) for each in report.rejects[:100]],
            "sources": [name],
            "confidence": "READ",
        }
        return record | before.counted(record)

    def _last_load(self) -> tuple[int | None, str]:
        rows = self._graph.read(
            "MATCH (l:Load {dataset: $dataset}) RETURN l.version, toString(date(l.finished))"
            " ORDER BY l.version DESC LIMIT 1",
            {"dataset": self._loader.name},
        )
        return (rows[0][0], f"load {rows[0][0]} of {rows[0][1]}") if rows else (None, "")
