"""Loads a list by Neo4j's import, by kb and by itself, and compares them."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import generate
from benchmarks.bare import DATASET
from benchmarks.folders import Folders, environment, kb_load
from benchmarks.graph import SEPARATOR, write
from benchmarks.results import Results
from benchmarks.watch import watch
from kb import engine
from kb.graph import Graph
from kb.loaders.facts import Fact, LinkFact, NodeFact
from kb.loaders.mapping import Mapping
from kb.loaders.operations import Operations
from kb.schema import KINDS
from kb.schema.cypher import ALL, read_all_links, read_nodes, stored
from kb.settings import Settings
from kb.sync.check import checked

LEAST_RATIO, MOST_SECONDS, MOST_MB = 0.6, 180, 1000
IMPORTED = re.compile(r"(\d+) nodes\s+(\d+) relationships")
COUNT = """
MATCH (n) WHERE NOT n:Load AND NOT n:Migration AND n.id <> $source
RETURN count(n), COUNT { ()-[]->() }
"""

Counts = tuple[int, int]
"""How many nodes and how many relationships there are; without the record of the load, which only kb makes."""


def measure(folders: Folders, projects: int, results: Results) -> None:
    """Load so many rows, and add what came of it; raise ValueError if the two did not make the same."""
    made = folders.files(projects)
    with folders.fresh() as settings:
        watched, ended = watch(kb_load(made, "--bulk"), environment(settings)), time.perf_counter()
        counts = _counts(settings)
    # what kb says tells its steps apart: it reads and checks, imports, starts Neo4j again, and builds the indexes
    begun, importing = watched.first("Neo4j answers"), watched.first("Importing")
    starting, up = watched.last("Starting Neo4j"), watched.last("Neo4j answers")
    kb = starting - begun
    print(f"{projects:,} rows by the import, kb: {kb:.1f} s", flush=True)
    with folders.fresh() as settings:
        bare, imported = _bare(made, settings, folders.folder / "csv")
    print(f"{projects:,} rows by the import, bare: {bare:.1f} s", flush=True)
    if counts != imported:
        raise ValueError(f"kb made {counts} nodes and relationships, the bare import {imported}")
    about = f"{projects:,} rows by the import"
    results.claim(f"{about}: rows/s of kb, of bare", bare / kb, LEAST_RATIO, most=False)
    results.claim(f"{about}: seconds of kb", kb, MOST_SECONDS, " s")
    results.claim(f"{about}: peak memory of kb's processes", watched.peak_mb, MOST_MB, " MB")
    rows = [
        ["kb", f"{kb:.1f}", f"{projects / kb:,.0f}"],
        ["of it, to read, check and write files", f"{importing - begun:.1f}", ""],
        ["of it, Neo4j's import", f"{starting - importing:.1f}", ""],
        ["bare import", f"{bare:.1f}", f"{projects / bare:,.0f}"],
        ["beside it, kb starts Neo4j", f"{up - starting:.1f}", ""],
        ["beside it, kb builds the indexes and counts", f"{ended - up:.1f}", ""],
    ]
    text = "{:,} nodes and {:,} relationships, with those that were there.".format(*counts)
    results.section(f"{projects:,} rows, by the import", text, ["", "seconds", "rows/s"], rows)


def _counts(settings: Settings) -> Counts:
    with engine.running(settings) as server, Graph(server, timeout=600) as graph:
        [[nodes, links]] = graph.read(COUNT, {"source": DATASET})
    return nodes, links


def _bare(made: Path, settings: Settings, folder: Path) -> tuple[float, Counts]:
    """Write files for the import, run it alone, and give how long it took and what it made."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    with engine.running(settings) as server, Graph(server, timeout=600) as graph:
        options = write(_facts(graph, made), folder)
    began = time.perf_counter()
    said = engine.admin(
        settings, "database", "import", "full", "neo4j", "--overwrite-destination", f"--array-delimiter={SEPARATOR}",
        *options,
    )  # fmt: skip
    seconds = time.perf_counter() - began
    shutil.rmtree(folder)
    found = IMPORTED.search(said)
    assert found, said
    return seconds, (int(found[1]), int(found[2]))


def _facts(graph: Graph, made: Path) -> Iterator[Fact]:
    """Give what the graph holds, and what the list says."""
    for kind in (each for each in KINDS.values() if each.name != "Load"):
        for id, said in graph.scan(read_nodes(kind, ALL), {}, list):
            yield NodeFact(kind.name, id, said, tuple(said["sources"]), said["confidence"])
        for relation, declared in stored(kind).items():
            for this, that_kind, that, said in graph.scan(read_all_links(kind, declared), {}, list):
                sources, confidence = tuple(said["sources"]), said["confidence"]
                yield LinkFact(kind.name, this, relation, that_kind, that, said, sources, confidence)
    loader = Operations(Mapping.read(made / generate.MAPPING))
    loader.prepare(graph.read)
    met: set[str] = set()
    for row in loader.rows([made / generate.LIST]):
        for fact in loader.facts(row):
            if isinstance(fact, NodeFact) and fact.kind == "Organisation":
                if fact.id in met:
                    continue
                met.add(fact.id)
            shape, cells = checked(fact, loader)
            yield shape.fact(cells)
