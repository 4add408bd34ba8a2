"""Where each fact was last written from: which load, which of its files, which line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kb.graph import Graph
from kb.loaders import LOADERS
from kb.settings import Settings
from kb.sync.load import load
from tests.sync.conftest import Loads, Tables

NODES = "MATCH (n:Cluster) RETURN n.id, n.origin ORDER BY n.id"
LINKS = "MATCH (:Cluster)-[r:MEMBER_OF]->() RETURN r.origin ORDER BY r.origin"


def line_of(text: str, begins: str) -> int:
    """Give the line of a file that begins so."""
    return next(at for at, line in enumerate(text.splitlines(), 1) if line.startswith(begins))


def test_a_fact_knows_its_load_its_file_and_its_line(graph: Graph, small: Tables, load_tidy: Loads) -> None:
    load_tidy(small)
    [[files]] = graph.read("MATCH (l:Load) RETURN l.files")
    at = files.index("clusters.csv")
    assert graph.read(NODES) == [[id, [1, at, line_of(small["clusters"], f"{id},")]] for id in ("a", "b", "c")]
    named = small["clusters.clusterPartnerships"].splitlines()
    assert graph.read(LINKS) == [
        [[1, files.index("clusters.clusterPartnerships.csv"), line]] for line in range(2, len(named) + 1)
    ]


def test_what_no_row_says_knows_its_load(graph: Graph, small: Tables, load_tidy: Loads) -> None:
    load_tidy(small)
    assert graph.read("MATCH (s:Source {id: 'starter'}) RETURN s.origin") == [[[1]]]


def test_only_what_changes_is_of_the_new_load(graph: Graph, small: Tables, load_tidy: Loads) -> None:
    load_tidy(small)
    first = dict(graph.read(NODES))
    lines = small["clusters"].splitlines()
    changed = [lines[0], *(line.replace("Alpha", "Alpha II") for line in reversed(lines[1:]))]
    small["clusters"] = "\n".join(changed) + "\n"
    load_tidy(small)
    second = dict(graph.read(NODES))
    assert second["a"] == [2, first["a"][1], line_of(small["clusters"], "a,")]
    assert {id: second[id] for id in "bc"} == {id: first[id] for id in "bc"}, (
        "it moved within its file, and is as it was"
    )


def test_an_import_says_the_same(
    graph: Graph, settings: Settings, small: Tables, tidy: Callable[[Tables], Path],
    bulk: Callable[[list[str]], None], clear: Callable[[], None],
) -> None:  # fmt: skip
    starter, files = LOADERS["starter"], tidy(small)

    def origins() -> list[Any]:
        nodes = graph.read("MATCH (n) WHERE NOT n:Load AND NOT n:Migration RETURN labels(n)[0], n.id, n.origin")
        return sorted(map(repr, [*nodes, *graph.read("MATCH (a)-[r]->(b) RETURN a.id, type(r), b.id, r.origin")]))

    load(graph, starter, settings, file=files)
    through_the_driver = origins()
    clear()
    load(graph, starter, settings, file=files, bulk=bulk)
    assert origins() == through_the_driver
    small["clusters"] = small["clusters"].replace("Alpha", "Alpha II")
    load(graph, starter, settings, file=tidy(small), bulk=bulk)
    after = origins()
    assert len(set(after) - set(through_the_driver)) == sum("[2, " in each or "[2]" in each for each in after)
