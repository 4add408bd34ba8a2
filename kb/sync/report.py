"""What came of a load, in numbers, words and JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from kb.loaders.rejects import EXPECTED, Reject
from kb.sync.reasons import Reason


@dataclass(slots=True)
class Report:
    """The counts of one load. Every row is accepted or rejected; every fact wanted is in the graph after."""

    dataset: str
    files: list[str]
    dry_run: bool = False
    checksum: str = ""
    """SHA-256 of the files."""
    started: datetime | None = None
    failure: str = ""
    """Why the load came to no good end."""
    checks: list[str] = field(default_factory=list)
    """What was looked at and found in order."""
    rows: int = 0
    accepted: int = 0
    rejected: int = 0
    left_out: int = 0
    """Rows that are not of the dataset, as its loader says."""
    nodes: int = 0
    links: int = 0
    created: int = 0
    updated: int = 0
    withdrawn: int = 0
    unchanged: int = 0
    remarks: list[str] = field(default_factory=list)
    """What the loader says of the rows."""
    kept: list[str] = field(default_factory=list)
    """Withdrawn nodes that stay as long as another dataset links to them."""
    expected: int = 0
    """Facts of the dataset that the graph should hold now."""
    in_graph: int | None = None
    """Facts of the dataset that it holds, counted by itself; None after a dry run."""
    version: int | None = None
    """The version of the graph this load made, or that of the dataset's last load where nothing changed."""
    last: str = ""
    script: Path | None = None
    """Runs Neo4j's import of the files beside it, where another has to do that; nothing is changed before."""
    seconds: float = 0.0
    reject_file: Path | None = None
    rejects: list[Reject] = field(default_factory=list)
    """The first of the rows rejected."""
    reject_counts: dict[str, int] = field(default_factory=dict)
    """How many rows were rejected for each reason."""
    reasons: list[Reason] = field(default_factory=list)
    """The commonest reasons of each code, with an example."""
    counts: dict[str, int] = field(default_factory=dict)
    """How many of the facts are of each kind, and of each relation between two kinds."""
    examples: dict[str, list[str]] = field(default_factory=dict)

    @property
    def facts(self) -> int:
        """Give how many facts the rows and the loader make."""
        return self.nodes + self.links

    @property
    def changed(self) -> bool:
        """Tell whether the graph is, or would be, another one."""
        return bool(self.created or self.updated or self.withdrawn)

    @property
    def reconciled(self) -> bool:
        """Tell whether the graph holds what it should."""
        return self.in_graph is None or self.in_graph == self.expected

    @property
    def faults(self) -> str:
        """Give the codes that rows are rejected with, each with how many are."""
        return ", ".join(f"{code} {count:,}" for code, count in self.reject_counts.items() if code not in EXPECTED)

    @property
    def at_fault(self) -> list[Reject]:
        """Give the first of the rows that are rejected for a fault, not left out."""
        return [each for each in self.rejects if each.code not in EXPECTED]

    def because(self, code: str) -> list[Reason]:
        """Give the commonest reasons of a code, the commonest first."""
        return sorted((each for each in self.reasons if each.example.code == code), key=lambda each: -each.times)

    def as_dict(self) -> dict[str, Any]:
        """Give all of it as plain values for JSON."""
        paths = {name: str(path) if path else None for name, path in self._paths().items()}
        return {**asdict(self), "facts": self.facts, "reconciled": self.reconciled, **paths}

    def _paths(self) -> dict[str, Path | None]:
        return {"reject_file": self.reject_file, "script": self.script}

    def lines(self) -> Iterator[str]:
        """Give it in words, line by line."""
        left_out = f", {self.left_out:,} left out" if self.left_out else ""
        yield f"{self.rows:,} rows: {self.accepted:,} accepted, {self.rejected:,} rejected{left_out}."
        yield f"{self.facts:,} facts: {self.nodes:,} nodes, {self.links:,} links."
        if self.rejected:
            yield f"Rejected: {self.faults}."
        yield from self.remarks
        if self.reject_file:
            which = "rejected rows" if self.rejected else "rows left out"
            yield f"The {which}, with reasons: {self.reject_file}"
        if not self.changed:
            yield f"Nothing to change{f' ({self.last})' if self.last else ''}."
        else:
            would = "Would be " if self.dry_run or self.script else ""
            counts = f"{self.created:,} created, {self.updated:,} updated, {self.withdrawn:,} withdrawn"
            yield f"{would}{counts}, {self.unchanged:,} unchanged."
        if self.dry_run:
            for name, examples in self.examples.items():
                yield from (f"  {name}: {each}" for each in examples)
        yield from (f"Stays: {each}" for each in self.kept)
        if self.script:
            yield f"Nothing is changed yet: on the server, with its database stopped, run {self.script}."
            yield "Then run this load again without --files-to: it finds all of it there, and ends the load."
        if self.in_graph is not None:
            version = f", version {self.version}" if self.version else ""
            yield f"In the graph: {self.in_graph:,} facts of {self.dataset}{version}; {self.seconds:.1f} s."
