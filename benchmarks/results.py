"""Writes what was measured as `results.md`: the machine, what must hold and whether it does, and all figures."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.measure import Times
from benchmarks.questions import Question
from kb import jars

FOLDER = Path(__file__).parent
FILE = FOLDER / "results.md"
HEAD = """\
# Results

Made by `make bench`; [decision 15](../docs/decisions/0015-speed-is-a-ratio.md) says how. *raw* is the Python driver
running the Cypher that kb compiles, and orjson; *peer* is @neo4j/graphql on Apollo Server. All were asked in turns, in
one run, on one Neo4j, with no answer from a cache unless it says so; kb and the peer gave the same answers.
"""


@dataclass
class Results:
    """What was measured so far; `head` is how the file begins, `used` says of which versions of what."""

    head: str = HEAD
    used: Sequence[str] = field(
        default_factory=lambda: [*versions("neo4j", "strawberry-graphql", "uvicorn"), *_peers()]
    )
    claims: list[tuple[str, str, str, bool | None]] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)

    def claim(self, about: str, measured: float, limit: float, unit: str = "x", most: bool = True) -> None:
        """Add something that must hold, and what was measured of it."""
        holds = measured <= limit if most else measured >= limit
        sign = "at most" if most else "at least"
        self.claims.append((about, _number(measured, unit), f"{sign} {_number(limit, unit)}", holds))

    def missing(self, about: str, limit: str, why: str) -> None:
        """Add something that must hold and could not be measured."""
        self.claims.append((about, why, limit, None))

    def judge(self, graph: str, question: Question, times: dict[str, Times]) -> None:
        """Add what must hold of a question."""
        kb, raw, peer = times["kb"].median, times["raw"].median, times.get("peer")
        about = f"{graph}: {question.name}"
        if question.over_raw is not None:
            self.claim(f"{about}, over raw", 1000 * (kb - raw), 1000 * question.over_raw, " ms")
        if question.of_raw is not None:
            self.claim(f"{about}, of raw", kb / raw, question.of_raw)
        if question.of_peer is not None and peer:
            self.claim(f"{about}, of the peer", kb / peer.median, question.of_peer)

    def section(self, title: str, text: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Add a table."""
        self.sections.append(f"## {title}\n\n{text}\n\n{_table(columns, rows)}")

    def text(self) -> str:
        """Give the file."""
        judged = [(about, measured, limit, _mark(holds)) for about, measured, limit, holds in self.claims]
        claims = _table(["what", "measured", "must be", ""], judged)
        return "\n".join([self.head, _machine(self.used), "\n## What must hold\n", claims, *self.sections])


def shown(times: Times | None) -> str:
    """Give median and 95th percentile in milliseconds."""
    return f"{1000 * times.median:.2f} / {1000 * times.p95:.2f}" if times else ""


def ratio(one: Times, other: Times | None) -> str:
    """Give how the medians compare."""
    return f"{one.median / other.median:.2f}" if other else ""


def _number(value: float, unit: str) -> str:
    return f"{value:,.0f}{unit}" if value >= 100 else f"{value:.2f}{unit}"


def _mark(holds: bool | None) -> str:
    return {True: "yes", False: "**no**", None: "not yet"}[holds]


def _table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines)


def versions(*packages: str) -> list[str]:
    """Give packages with their versions."""
    return [f"{each} {version(each)}" for each in packages]


def _peers() -> list[str]:
    dependencies = json.loads((FOLDER / "peer" / "package.json").read_text())["dependencies"]
    return [f"{name} {each}" for name, each in dependencies.items()]


def _machine(more: Iterable[str]) -> str:
    used = [f"Neo4j {jars.VERSION} Community", f"Python {platform.python_version()}", *more]
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    return f"{day}, {os.cpu_count()} cores ({_processor()}), {platform.system()}. kb {commit()}; {', '.join(used)}.\n"


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    lines = told.read_text().splitlines() if told.exists() else []
    names = [line.partition(": ")[2] for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def commit() -> str:
    """Give the commit of kb, with `-dirty` where something is not committed; its version where there is no git."""
    command = ["git", "describe", "--always", "--dirty"]
    done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, check=False)
    return done.stdout.strip() or version("kb")
