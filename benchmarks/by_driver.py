"""Loads a list by the driver, kb and the bare script in turns, and compares them."""

from __future__ import annotations

import sys
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import orjson

from benchmarks import generate
from benchmarks.bare import DATASET
from benchmarks.folders import Folders, environment, kb_load
from benchmarks.results import Results
from benchmarks.watch import Watched, watch
from kb import engine
from kb.graph import Graph
from kb.settings import Settings

LEAST_RATIO = 0.8
COUNTS = """
MATCH (n) WHERE $source IN n.sources AND NOT n:Load AND NOT n:Source
RETURN labels(n)[0] AS what, count(n) AS many, sum(size(keys(n))) AS properties ORDER BY what
UNION ALL
MATCH ()-[n]->() WHERE $source IN n.sources
RETURN type(n) AS what, count(n) AS many, sum(size(keys(n))) AS properties ORDER BY what
"""
SAMPLE = """
MATCH (p:Project) WHERE p.code ENDS WITH '00'
RETURN p {.*}, COLLECT { MATCH (p)-[link]->(o) RETURN [type(link), properties(link), o.id] ORDER BY type(link), o.id }
ORDER BY p.id
"""


def measure(folders: Folders, projects: int, turns: int, results: Results) -> None:
    """Load so many rows, each as often, and add what came of it; raise ValueError if they did not make the same."""
    made = folders.files(projects)
    ways = {"kb": _kb, "bare": _bare}
    ran: dict[str, list[tuple[float, Watched]]] = {name: [] for name in ways}
    graphs: list[Any] = []
    for name in islice(cycle(["kb", "bare", "bare", "kb"]), 2 * turns):
        with folders.fresh() as settings, engine.running(settings) as server, Graph(server, timeout=600) as graph:
            ran[name].append(ways[name](made, settings))
            graphs.append([graph.read(COUNTS, {"source": DATASET}), graph.read(SAMPLE)])
        print(f"{projects:,} rows by the driver, {name}: {ran[name][-1][0]:.1f} s", flush=True)
        if graphs[0] != graphs[-1]:
            raise ValueError(f"{projects:,} rows: kb and the bare script did not make the same")
    best = {name: min(seconds for seconds, _ in each) for name, each in ran.items()}
    about = f"{projects:,} rows by the driver: rows/s of kb, of bare"
    results.claim(about, best["bare"] / best["kb"], LEAST_RATIO, most=False)
    facts = sum(many for _, many, _ in graphs[0][0])
    text = f"{facts:,} nodes and relationships. Rows per second are of the best turn; the memory is Python's."
    rows = [[name, *_row(each, projects / best[name])] for name, each in ran.items()]
    results.section(f"{projects:,} rows, by the driver", text, ["", "seconds", "rows/s", "peak memory, MB"], rows)


def _row(ran: list[tuple[float, Watched]], rate: float) -> list[str]:
    peak = max(watched.peak_mb for _, watched in ran)
    return [", ".join(f"{seconds:.1f}" for seconds, _ in ran), f"{rate:,.0f}", f"{peak:,.0f}"]


def _kb(made: Path, settings: Settings) -> tuple[float, Watched]:
    watched = watch(kb_load(made), environment(settings))
    return float(orjson.loads(watched.output)["seconds"]), watched


def _bare(made: Path, settings: Settings) -> tuple[float, Watched]:
    watched = watch([sys.executable, "-m", "benchmarks.bare", str(made / generate.LIST)], environment(settings))
    return float(watched.output), watched
