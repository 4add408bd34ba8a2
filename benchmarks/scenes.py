"""The graphs that are measured on: the starter dataset, and synthetic ones; each in a data folder of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeAlias

import neo4j
import platformdirs
import typer

from benchmarks.graph import generate
from benchmarks.questions import STARTER, SYNTHETIC
from benchmarks.results import commit
from benchmarks.synthetic import Size
from kb import engine
from kb.engine import Server
from kb.graph import Graph
from kb.loaders import SHIPPED
from kb.migrate import migrate
from kb.settings import Settings
from kb.sync.load import load


def of_this_commit(folder: Path) -> Path:
    """Give where in `folder` the graphs of this commit are; those of another one are removed, as they may differ."""
    graphs, now = folder / "graphs", commit()
    made_of = graphs / "commit.txt"
    if not made_of.exists() or made_of.read_text() != now or now.endswith("-dirty"):
        shutil.rmtree(graphs, ignore_errors=True)
        graphs.mkdir(parents=True)
        made_of.write_text(now)
    return graphs


DATA = Path(platformdirs.user_cache_dir("kb", appauthor=False), "benchmarks")
Data: TypeAlias = Annotated[
    Path,
    typer.Option(help="Folder of the graphs, which are made once for a commit.", callback=of_this_commit),
]
BOLT_PORT = 7871


@dataclass(frozen=True)
class Scene:
    """A graph to measure on, and the values its questions are asked with."""

    title: str
    server: Server
    values: Mapping[str, str]


def starter(stack: ExitStack, folder: Path) -> Scene:
    """Give the starter dataset."""
    settings = settings_in(folder / "starter", BOLT_PORT)
    server = stack.enter_context(engine.running(settings))
    with Graph(server, timeout=60) as graph:
        migrate(graph)
        there = {row[0] for row in graph.read("MATCH (load:Load) RETURN load.dataset")}
        for loader in SHIPPED:
            if loader.name not in there:
                load(graph, loader, settings)
    return Scene("starter dataset", server, STARTER)


def synthetic(stack: ExitStack, folder: Path, projects: int) -> Scene:
    """Give a synthetic graph with so many projects."""
    settings = settings_in(folder / f"synthetic-{projects}", BOLT_PORT + 1)
    generate(Size(projects), settings)
    server = stack.enter_context(engine.running(settings))
    with Graph(server) as graph:
        migrate(graph)
    return Scene(f"synthetic graph, {projects:,} projects", server, SYNTHETIC)


def settings_in(data: Path, port: int) -> Settings:
    """Give settings for a data folder of the benchmarks."""
    return Settings(data=data, bolt_port=port, heap_mb=2048, pagecache_mb=1024)  # type: ignore[call-arg]


@contextmanager
def driver_of(server: Server) -> Iterator[neo4j.Driver]:
    """Give a driver to a Neo4j."""
    with neo4j.GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver:
        yield driver
