"""A load is a synchronisation: the facts of the rows, less the facts in the graph, written in one transaction."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any

from kb.errors import KbError, Shrunk, TooManyRejects
from kb.graph import Graph
from kb.loaders.base import Loader, checksum
from kb.loaders.changes import Changes, compare
from kb.loaders.gather import gather
from kb.loaders.present import Present
from kb.loaders.rejects import write_rejects
from kb.loaders.report import Report
from kb.loaders.settle import settle
from kb.loaders.write import keep_linked, write
from kb.settings import Settings

MOST_WITHDRAWN = 0.3
"""A file that lacks more than this part of the dataset is more likely cut short than meant so."""

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
    report: Callable[[str], None] = lambda _: None,
) -> Report:
    """Make the graph hold what the files of `loader` say, and give what was done.

    `dry_run` writes nothing but the file of rejects. `limit` reads only so many rows of each file. `keep_missing`,
    which a limit implies, withdraws nothing that is absent from the files. `allow_shrink` withdraws however much.

    Raises FileRefused, TooManyRejects, Shrunk (nothing is changed), GraphUnavailable.
    """
    options = Options(dry_run, limit, keep_missing or limit is not None, allow_shrink)
    return _Load(graph, loader, settings, options, report).run(file)


def whole_load(graph: Graph, dataset: str) -> str | None:
    """Give the checksum of what the last load of all rows of a dataset read, if there was one."""
    found = graph.read(
        "MATCH (l:Load {dataset: $dataset}) WHERE l.whole RETURN l.checksum ORDER BY l.version DESC LIMIT 1",
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
        self._checksum = checksum(files)
        report = Report(self._loader.name, [each.name for each in files], self._options.dry_run)
        last = self._last_version()
        self._tell(f"Reading {len(files)} file{'s' if len(files) > 1 else ''} of {self._loader.name}.")
        gathered = gather(
            self._loader, self._loader.rows(files), self._loader.sources(self._checksum), self._options.limit
        )
        self._tell(f"Checking {len(gathered.entries):,} rows against the model and the graph.")
        present = Present(self._graph, self._loader.name)
        settle(gathered, self._loader, present, self._options.keep_missing)
        self._count_rows(report, gathered.rejects(), len(gathered.entries))
        facts = gathered.facts(self._loader)
        report.nodes = sum(len(each) == 2 for each in facts)
        report.links = len(facts) - report.nodes
        present.look_up(facts.values())
        changes = compare(self._loader, facts, present, self._options.keep_missing)
        kept = keep_linked(self._graph, changes, present)
        report.kept = [f"{kind} {id}, still linked by {', '.join(names)}" for (kind, id), names in kept.items()]
        report.count(changes)
        self._check_size(report, len(present.ours))
        report.expected = len((facts.keys() | present.ours) - set(changes.withdrawn))
        self._write(report, changes, last)
        report.seconds = round(time.perf_counter() - self._clock, 3)
        return report

    def _count_rows(self, report: Report, rejects: list[Any], rows: int) -> None:
        report.rows, report.rejects, report.rejected = rows, rejects, len(rejects)
        report.accepted = rows - len(rejects)
        if rejects:
            folder = self._settings.data / "rejects"
            report.reject_file = write_rejects(rejects, folder, self._loader.name, self._started)
        if len(rejects) > self._settings.max_rejects:
            missing = [each for each in self._loader.after if not whole_load(self._graph, each)]
            first = f"{missing[0]} is not loaded: `kb load {missing[0]}` first. " if missing else ""
            raise TooManyRejects(
                f"{len(rejects):,} of {rows:,} rows are rejected, more than {self._settings.max_rejects:,}: "
                "nothing was changed.",
                f"{first}See {report.reject_file}; --max-rejects allows more.",
            )

    def _check_size(self, report: Report, before: int) -> None:
        if self._options.allow_shrink or report.withdrawn <= MOST_WITHDRAWN * before:
            return
        rejected = f" ({report.rejected:,} rows were rejected: {report.reject_file})" if report.rejected else ""
        raise Shrunk(
            f"{report.withdrawn:,} of {before:,} facts of {self._loader.name} would be withdrawn{rejected}: "
            "nothing was changed.",
            "If that is meant, --allow-shrink; to only add and update, --keep-missing.",
        )

    def _write(self, report: Report, changes: Changes, last: int) -> None:
        if not changes:
            report.version, report.last = self._last_load()
        elif not self._options.dry_run:
            self._tell(f"Writing {len(changes.sets) + len(changes.deletes):,} changes.")
            record = self._record(report, last + 1)
            self._graph.write(lambda transaction: write(transaction, changes, record, last))
            report.version = last + 1
        if not self._options.dry_run:
            self._reconcile(report)

    def _reconcile(self, report: Report) -> None:
        own = Present.sources_of(self._graph, self._loader.name)
        report.in_graph = sum(chain.from_iterable(self._graph.read(COUNT, {"sources": own})))
        if not report.reconciled:
            raise KbError(
                f"The graph holds {report.in_graph:,} facts of {self._loader.name}, not {report.expected:,}.",
                "This is a fault of kb: please report it with the files.",
            )

    def _record(self, report: Report, version: int) -> dict[str, Any]:
        name = self._loader.name
        return {
            "id": f"{name}-{version}",
            "name": f"Load {version}: {name}",
            "dataset": name,
            "version": version,
            "started": self._started,
            "finished": datetime.now(UTC),
            "checksum": self._checksum,
            "rows": report.rows,
            "accepted": report.accepted,
            "rejected": report.rejected,
            "facts": report.facts,
            "created": report.created,
            "updated": report.updated,
            "withdrawn": report.withdrawn,
            "whole": self._options.limit is None,
            "rejects": [str(each) for each in report.rejects[:100]],
            "sources": [name],
            "confidence": "READ",
        }

    def _last_version(self) -> int:
        return int(self._graph.read("MATCH (l:Load) RETURN coalesce(max(l.version), 0)")[0][0])

    def _last_load(self) -> tuple[int | None, str]:
        rows = self._graph.read(
            "MATCH (l:Load {dataset: $dataset}) RETURN l.version, toString(date(l.finished))"
            " ORDER BY l.version DESC LIMIT 1",
            {"dataset": self._loader.name},
        )
        return (rows[0][0], f"load {rows[0][0]} of {rows[0][1]}") if rows else (None, "")
