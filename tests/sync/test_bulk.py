"""A load by Neo4j's own import leaves the same graph as one through the driver; one that fails, the graph as it was."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kb.engine import Server
from kb.errors import EngineError, LoadRefused
from kb.graph import Graph
from kb.loaders import LOADERS
from kb.migrate import migrate
from kb.settings import Settings
from kb.status import last_loads
from kb.sync import bulk as bulk_files
from kb.sync.load import load
from tests.sync.conftest import empty

Tables = dict[str, str]
Export = Callable[[], list[Any]]

TEXT = 'Quotes " and "" and \' , ; \\N \\" lines\nand\r\nmore \u2028 \u00e9\u0142 \U0001f600 {x} |'


@pytest.fixture
def odd(small: Tables) -> Tables:
    """Give a small dataset with a value of every type, and a text of all that is odd."""
    told = TEXT.replace('"', '""')
    return {
        **small,
        "facilities": "id,name,note,point,trlFrom,services,sources,confidence\n"
        f'f,Fab,"{told}",45.46 9.19,4,"a;b\nc",page,READ\n',
        "projects": "id,name,pipeline,stages,costEur,start,sources,confidence\n"
        "x,X,false,LEARN;SCALE_UP,1.5,2016-06,page,READ\ny,Y,true,,-0.25,,book,INFERRED\n",
        "sources": "id,name,url,retrieved\npage,A page,,2026-01-31\nbook,A book,,\n",
    }


def test_an_import_leaves_the_same_graph(
    graph: Graph,
    settings: Settings,
    odd: Tables,
    small: Tables,
    tidy: Callable[[Tables], Path],
    bulk: Callable[[list[str]], None],
    export: Export,
    clear: Callable[[], None],
) -> None:
    starter = LOADERS["starter"]
    load(graph, starter, settings, file=tidy(small))
    load(graph, starter, settings, file=tidy(odd))
    through_the_driver = export()
    clear()
    load(graph, starter, settings, file=tidy(small))
    report = load(graph, starter, settings, file=tidy(odd), bulk=bulk)
    assert report.reconciled
    assert export() == through_the_driver
    [[version, ended]] = graph.read("MATCH (l:Load) RETURN max(l.version), count(l.finished)")
    assert (version, ended) == (2, 2)
    assert graph.read("MATCH (f:Facility) RETURN f.note, f.point.srid") == [[TEXT, 4326]]
    assert not load(graph, starter, settings, file=tidy(odd)).changed


def test_another_can_run_the_import(
    graph: Graph,
    settings: Settings,
    odd: Tables,
    tidy: Callable[[Tables], Path],
    bulk: Callable[[list[str]], None],
    export: Export,
    clear: Callable[[], None],
    tmp_path: Path,
) -> None:
    starter, files, made = LOADERS["starter"], tidy(odd), tmp_path / "files of it"
    load(graph, starter, settings, file=files)
    through_the_driver = export()
    clear()
    made.mkdir()
    report = load(graph, starter, settings, file=files, files_to=made)
    assert (report.script, report.in_graph) == (made / "import.sh", None)
    assert any("Nothing is changed yet" in line for line in report.lines())
    assert export() == []

    # as on a server: the folder may lie anywhere, and is all that the script needs
    moved = made.rename(tmp_path / "elsewhere")
    command = shlex.split((moved / "import.sh").read_text().splitlines()[-1])
    options = command[command.index("--overwrite-destination") + 1 :]
    bulk([re.sub(r"([=,])(?=[\w.]+\.csv)", rf"\1{moved}/", each) for each in options])
    graph.renew()
    migrate(graph)
    assert export() == through_the_driver
    assert graph.read("MATCH (l:Load) RETURN l.version, l.finished") == [[1, None]]
    assert not load(graph, starter, settings, file=files).changed
    assert graph.read("MATCH (l:Load) RETURN l.version, l.finished IS NOT NULL") == [[1, True]]


def test_what_is_not_of_the_model_is_not_lost(
    graph: Graph, settings: Settings, small: Tables, tidy: Callable[[Tables], Path], bulk: Callable[[list[str]], None]
) -> None:
    load(graph, LOADERS["starter"], settings, file=tidy(small))
    graph.write(lambda it: it.run("MATCH (c:Cluster {id: 'a'}) CREATE (c)-[:MY_LINK]->(:MyNote {text: 'mine'})"))
    changed = {**small, "sources": small["sources"] + "more,More,\n"}
    with pytest.raises(LoadRefused, match="would be lost"):
        load(graph, LOADERS["starter"], settings, file=tidy(changed), bulk=bulk)
    assert graph.read("MATCH (:Cluster)-[:MY_LINK]->(n:MyNote) RETURN n.text") == [["mine"]]


def test_a_failed_import_leaves_the_graph_as_it_was(
    graph: Graph, settings: Settings, small: Tables, tidy: Callable[[Tables], Path], export: Export, server: Server,
    bulk: Callable[[list[str]], None],
) -> None:  # fmt: skip
    load(graph, LOADERS["starter"], settings, file=tidy(small))
    before = export()
    with pytest.raises(EngineError, match="database import failed"):
        bulk(["--nodes=Cluster=nowhere.csv"])
    graph.renew()
    assert export() == before


def test_a_large_file_may_have_cells_of_several_lines(
    graph: Graph, settings: Settings, small: Tables, tidy: Callable[[Tables], Path],
    bulk: Callable[[list[str]], None], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    described = "A cluster of many words. " * 8
    rows = [f"c{at},Cluster {at},{described},page,READ" for at in range(25_000)]
    rows[3] = 'c3,"Cluster\n3",two lines,page,READ'
    small["clusters"] = "\n".join(("id,name,description,sources,confidence", *rows)) + "\n"
    files = tidy({name: small[name] for name in ("sources", "clusters")})
    two_lines = "MATCH (c:Cluster) WHERE c.name CONTAINS '\n' RETURN c.id, c.name, COUNT { (:Cluster) }"
    for at_once in (bulk_files.AT_ONCE_BYTES, 10):  # in a file of their own, or all files as ones that may have them
        empty(graph)
        monkeypatch.setattr(bulk_files, "AT_ONCE_BYTES", at_once)
        load(graph, LOADERS["starter"], settings, file=files, bulk=bulk)
        assert graph.read(two_lines) == [["c3", "Cluster\n3", 25_000]]


@pytest.mark.parametrize("options", [{"keep_missing": True}, {"limit": 1}, {"allow_shrink": True}], ids=str)
def test_what_an_import_leaves_as_it_is_keeps_who_says_so(
    graph: Graph, settings: Settings, small: Tables, tidy: Callable[[Tables], Path],
    bulk: Callable[[list[str]], None], export: Export, clear: Callable[[], None], options: dict[str, Any],
) -> None:  # fmt: skip
    clusters = small["clusters"].replace("Alpha", "Alpha the first").replace("c,Gamma,PHO,book,INFERRED\n", "")
    starter, more = LOADERS["starter"], {**small, "clusters": clusters}
    if "allow_shrink" in options:  # and a node stays that another dataset links to
        more = {**more, "technologies": small["technologies"].splitlines()[0] + "\n"}
        more = {**more, "clusters": "id,name,sources,confidence\nb,Beta,page,READ\n"}
    more["clusters.clusterPartnerships"] = "this,that,sources,confidence\nb,P1,book,READ\n"
    exports = []
    for given in ({}, {"bulk": bulk}):
        clear()
        load(graph, starter, settings, file=tidy(small))
        graph.write(
            lambda it: it.run(
                "CREATE (:Source {id: 'other', name: 'O', dataset: 'other', sources: ['other'], confidence: 'READ'})"
                " WITH 1 AS one MATCH (t:Technology {id: 'NAN'})"
                " CREATE (:Project {id: 'x', name: 'X', sources: ['other'], confidence: 'READ'})"
                "-[:APPLIES {sources: ['other'], confidence: 'READ'}]->(t)"
            )
        )
        report = load(graph, starter, settings, file=tidy(more), **options, **given)
        assert report.reconciled
        exports.append(export())
    assert exports[0] == exports[1]
    assert graph.read("MATCH (n) WHERE NOT n:Load AND NOT n:Migration AND n.sources IS NULL RETURN n.id") == []


def test_the_record_of_an_import_is_told_like_any_other(
    graph: Graph, settings: Settings, small: Tables, tidy: Callable[[Tables], Path], bulk: Callable[[list[str]], None]
) -> None:
    load(graph, LOADERS["starter"], settings, file=tidy(small), bulk=bulk)
    [told] = last_loads(graph)
    assert (told["rejects"], told["rows"]) == ([], 13)
