"""Runs a command and watches it: when it says what, and how much memory it holds, Neo4j's apart."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import IO

import psutil

ROOT = Path(__file__).parents[1]
EVERY_SECONDS = 0.1
JAVA = "java"


@dataclass(frozen=True)
class Watched:
    """What came of a command: what it printed, its messages each with the second it came in, and its peak memory."""

    output: str
    said: list[tuple[float, str]]
    peak_mb: float

    def first(self, beginning: str) -> float:
        """Give when it first said something that begins so."""
        return next(second for second, line in self.said if line.startswith(beginning))

    def last(self, beginning: str) -> float:
        """Give when it last said something that begins so."""
        return next(second for second, line in reversed(self.said) if line.startswith(beginning))


def watch(command: Sequence[str], settings: Mapping[str, str]) -> Watched:
    """Run a command with these settings; raise RuntimeError if it fails."""
    printed: list[tuple[float, str]] = []
    said: list[tuple[float, str]] = []
    peak, pipe = 0, subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | settings, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdout
        assert process.stderr
        pairs = ((process.stdout, printed), (process.stderr, said))
        threads = [Thread(target=_read, args=each, daemon=True) for each in pairs]
        for each in threads:
            each.start()
        while process.poll() is None:
            peak = max(peak, _held(process.pid))
            time.sleep(EVERY_SECONDS)
        for each in threads:
            each.join()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} failed: {' '.join(line for _, line in said[-3:])}")
    return Watched("".join(line for _, line in printed), said, peak / 1e6)


def _read(stream: IO[str], lines: list[tuple[float, str]]) -> None:
    lines.extend((time.perf_counter(), line) for line in stream)


def _held(pid: int) -> int:
    """Give the bytes that a process and those it started hold, without Java's."""
    held = 0
    with suppress(psutil.Error):
        process = psutil.Process(pid)
        for each in (process, *process.children(recursive=True)):
            with suppress(psutil.Error):
                held += each.memory_info().rss if each.name() != JAVA else 0
    return held
