"""What the tests of loading share: small datasets in files, and all that is in the graph."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kb import engine
from kb.engine import Server
from kb.graph import Graph
from kb.loaders import LOADERS
from kb.settings import Settings
from kb.sync.load import load
from kb.sync.report import Report

Tables = dict[str, str]
Loads = Callable[..., Report]


def empty(graph: Graph) -> None:
    graph.write(lambda transaction: transaction.run("MATCH (n) WHERE NOT n:Migration DETACH DELETE n"))


@pytest.fixture
def tidy(tmp_path: Path) -> Callable[[Tables], Path]:
    """Give a function that writes a dataset in the starter's format into a folder of its own."""

    def write(tables: Tables) -> Path:
        folder = tmp_path / f"dataset-{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        for name, content in tables.items():
            (folder / f"{name}.csv").write_text(content, encoding="utf-8", newline="")
        return folder

    return write


@pytest.fixture
def load_tidy(graph: Graph, settings: Settings, tidy: Callable[[Tables], Path]) -> Callable[..., Report]:
    """Give a function that loads such a dataset as the starter."""

    def run(tables: Tables, **options: Any) -> Report:
        return load(graph, LOADERS["starter"], settings, file=tidy(tables), **options)

    return run


def exported(graph: Graph) -> list[Any]:
    """Give everything in the graph but its history: the record of loads, checksums, which load wrote a fact."""
    nodes = graph.read(
        "MATCH (n) WHERE NOT n:Load AND NOT n:Migration RETURN labels(n), n {.*, checksum: null, origin: null}"
    )
    links = graph.read(
        "MATCH (a)-[r]->(b) RETURN labels(a)[0], a.id, type(r), r {.*, origin: null}, labels(b)[0], b.id"
    )
    return sorted(map(repr, (*map(_ordered, nodes), *map(_ordered, links))))


def _ordered(row: list[Any]) -> list[Any]:
    return [sorted(each.items()) if isinstance(each, dict) else each for each in row]


@pytest.fixture
def export(graph: Graph) -> Callable[[], list[Any]]:
    return lambda: exported(graph)


@pytest.fixture
def clear(graph: Graph) -> Callable[[], None]:
    return lambda: empty(graph)


SMALL: Tables = {
    "sources": "id,name,url\npage,A page,https://example.org\nbook,A book,\n",
    "technologies": "id,name,ket,advanced,sources,confidence\n"
    "PHO,Photonics,true,true,page,READ\nNAN,Nanotechnology,true,false,page;book,GENERAL_KNOWLEDGE\n",
    "clusterPartnerships": "id,name,start,sources,confidence\n"
    "P1,Partners one,2016-06,page,READ\nP2,Partners two,,book,READ\n",
    "clusters": "id,name,technologies,sources,confidence\n"
    "a,Alpha,PHO;NAN,page,READ\nb,Beta,,page,READ\nc,Gamma,PHO,book,INFERRED\n",
    "clusters.clusterPartnerships": "this,that,role,asOf,note,sources,confidence\n"
    "a,P1,lead,2016,,page,READ\na,P1,participant,2018,,page,READ\nb,P1,,,as told,book,READ\nc,P2,,,,page,READ\n",
}


@pytest.fixture
def small() -> Tables:
    """Give a small dataset without a mistake."""
    return dict(SMALL)


@pytest.fixture
def bulk(server: Server, settings: Settings) -> Callable[[list[str]], None]:
    """Give what runs an import on the managed Neo4j."""
    if not server.managed:
        pytest.skip("only a managed Neo4j can be stopped for an import")
    return lambda options: engine.replace_database(settings, *options)
