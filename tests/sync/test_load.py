"""Loads are synchronisations: the same again, more, less, cut short, interrupted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from kb.errors import FileRefused, KbError, LoadRefused, Shrunk, TooManyRejects
from kb.graph import Graph
from kb.loaders import LOADERS
from kb.settings import Settings
from kb.sync import write as writing
from kb.sync.changes import Changes
from kb.sync.load import load
from kb.sync.report import Report

Tables = dict[str, str]
Loads = Callable[..., Report]
Export = Callable[[], list[Any]]


def test_a_first_load_makes_every_fact_and_records_itself(graph: Graph, small: Tables, load_tidy: Loads) -> None:
    report = load_tidy(small)
    assert (report.rows, report.accepted, report.rejected) == (13, 13, 0)
    # nodes: two sources and the dataset's own, two technologies, two partnerships, three clusters
    # links: three tags, four memberships
    assert (report.nodes, report.links, report.created) == (10, 7, 17)
    assert report.in_graph == report.expected == report.facts
    assert report.version == 1
    [[record]] = graph.read("MATCH (l:Load) RETURN l {.*}")
    assert (record["id"], record["dataset"], record["created"], record["sources"]) == (
        "starter-1",
        "starter",
        17,
        ["starter"],
    )
    assert record["started"] <= record["finished"]


def test_facts_are_stored_as_the_model_says(graph: Graph, small: Tables, load_tidy: Loads) -> None:
    small["sources"] = "id,name,url,retrieved\npage,A page,,2026-01-31\nbook,A book,,\n"
    small["facilities"] = "id,name,point,trlFrom,sources,confidence\nf,Fab,45.46 9.19,4,page,READ\n"
    small["projects"] = "id,name,pipeline,stages,costEur,sources,confidence\nx,X,false,LEARN;SCALE_UP,1.5,page,READ\n"
    load_tidy(small)
    [row] = graph.read(
        "MATCH (s:Source {id: 'page'}), (f:Facility), (x:Project), (t:Technology {id: 'NAN'})"
        " RETURN s.retrieved = date('2026-01-31'), s.url, s.sources, s.dataset, f.point.srid, f.point.latitude,"
        " f.trlFrom, x.pipeline, x.stages, x.costEur, t.sources, t.confidence"
    )
    assert row == [
        True, None, ["page"], "starter", 4326, 45.46, 4, False, ["LEARN", "SCALE_UP"], 1.5, ["book", "page"],
        "GENERAL_KNOWLEDGE",
    ]  # fmt: skip
    keys = graph.read("MATCH (:Cluster {id: 'a'})-[m:MEMBER_OF]->() RETURN m.key, m.role, m.asOf ORDER BY m.key")
    assert keys == [["lead|2016", "lead", "2016"], ["participant|2018", "participant", "2018"]]


def test_the_same_again_changes_nothing_and_says_so(
    graph: Graph, small: Tables, load_tidy: Loads, export: Export
) -> None:
    load_tidy(small)
    before = export()
    again = load_tidy(small)
    assert export() == before
    assert not again.changed
    assert again.unchanged == 17
    assert any(line.startswith("Nothing to change (load 1 of 2") for line in again.lines())
    assert graph.read("MATCH (l:Load) RETURN count(l)") == [[1]]


def test_what_left_the_files_is_withdrawn_and_what_changed_is_changed(
    graph: Graph, small: Tables, load_tidy: Loads, export: Export, clear: Callable[[], None]
) -> None:
    load_tidy(small)
    small["clusters"] = "id,name,technologies,sources,confidence\na,Alpha II,PHO,book,READ\nb,Beta,,page,READ\n"
    small["clusters.clusterPartnerships"] = "this,that,role,asOf,sources,confidence\na,P1,lead,2016,page,READ\n"
    report = load_tidy(small, allow_shrink=True)
    # a cluster, two tags and three memberships went; a cluster, its tag and the dataset's own source changed
    assert (report.created, report.updated, report.withdrawn) == (0, 3, 6)
    after = export()
    clear()
    load_tidy(small)
    assert export() == after
    assert graph.read("MATCH (c:Cluster {id: 'a'}) RETURN c.name, c.sources") == [["Alpha II", ["book"]]]


def test_a_file_cut_short_is_refused(small: Tables, load_tidy: Loads, export: Export) -> None:
    load_tidy(small)
    before = export()
    small["clusters"] = "id,name,technologies,sources,confidence\na,Alpha,PHO,page,READ\n"
    with pytest.raises(Shrunk, match=r"of 17 facts .*--allow-shrink.*--keep-missing"):
        load_tidy(small)
    assert export() == before
    report = load_tidy(small, keep_missing=True)
    assert (report.created, report.withdrawn) == (0, 0)
    assert report.in_graph == 17


def test_far_fewer_rows_than_last_time_are_refused(load_tidy: Loads, export: Export) -> None:
    def table(many: int) -> Tables:
        lines = [f"c{n},Cluster,page,READ" for n in range(many)]
        return {
            "sources": "id,name\npage,A page\n",
            "clusters": "\n".join(["id,name,sources,confidence", *lines]) + "\n",
        }

    load_tidy(table(100))
    before = export()
    with pytest.raises(Shrunk, match=r"70 rows of starter, and there were 101.*--allow-shrink"):
        load_tidy(table(69))
    assert export() == before
    assert load_tidy(table(69), allow_shrink=True).withdrawn == 31


def test_a_column_that_holds_something_else_now_is_refused(load_tidy: Loads, export: Export) -> None:
    lines = [f"f{n},Lab,TRL {n},page,READ" for n in range(30)]
    tables = {
        "sources": "id,name\npage,A page\n",
        "facilities": "\n".join(["id,name,trlFrom,sources,confidence", *lines]) + "\n",
    }
    with pytest.raises(FileRefused, match=r"facilities\.csv: 30 of 30 rows .* trlFrom: 'TRL \d+' is no whole number"):
        load_tidy(tables)
    assert export() == []


def test_what_is_kept_gives_way_where_there_can_be_only_one(graph: Graph, load_tidy: Loads) -> None:
    sources = {"sources": "id,name\npage,A page\n"}
    sectors = "id,name,parent,sources,confidence\nC,Making,,page,READ\nD,Power,,page,READ\nC1,Food,{},page,READ\n"
    load_tidy({**sources, "sectors": sectors.format("C")})
    report = load_tidy({**sources, "sectors": sectors.format("D")}, keep_missing=True)
    assert (report.created, report.withdrawn) == (1, 1)
    assert graph.read("MATCH (:Sector {id: 'C1'})-[:PART_OF_SECTOR]->(s) RETURN s.id") == [["D"]]


def test_a_dry_run_writes_nothing_and_shows_what_it_would(small: Tables, load_tidy: Loads, export: Export) -> None:
    report = load_tidy(small, dry_run=True)
    assert export() == []
    assert (report.created, report.in_graph) == (17, None)
    assert "Cluster a" in report.examples["created"]
    assert any("Would be 17 created" in line for line in report.lines())


def test_a_limit_reads_so_many_rows_of_each_file_and_those_they_lead_to(small: Tables, load_tidy: Loads) -> None:
    report = load_tidy(small, limit=1)
    whole = load_tidy(small, dry_run=True)
    assert report.rows < whole.rows
    assert (report.rejected, report.withdrawn) == (0, 0)
    assert (whole.created, whole.updated, whole.withdrawn) == (17 - report.created, 0, 0)


@pytest.mark.parametrize("statement", [1, 3, 6])
def test_an_interrupted_load_leaves_the_graph_as_it_was(
    statement: int, small: Tables, load_tidy: Loads, export: Export, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_tidy(small)
    before = export()
    whole = writing.statements

    def broken(changes: Any) -> Any:
        for number, each in enumerate(whole(changes)):
            if number == statement:
                raise KeyboardInterrupt
            yield each

    monkeypatch.setattr(writing, "statements", broken)
    changed = {name: text.replace("page", "leaf").replace("a,", "z,") for name, text in small.items()}
    with pytest.raises(KeyboardInterrupt):
        load_tidy(changed, allow_shrink=True)
    monkeypatch.undo()
    assert export() == before
    load_tidy(changed, allow_shrink=True)
    assert export() != before


def test_of_two_loads_at_once_the_second_is_refused(
    graph: Graph, small: Tables, load_tidy: Loads, export: Export, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_tidy(small)
    clusters = small["clusters"]
    whole = Changes.keep_linked

    def meanwhile(*arguments: Any) -> Any:
        monkeypatch.undo()
        load_tidy({**small, "clusters": clusters.replace("Alpha", "Other")})
        return whole(*arguments)

    monkeypatch.setattr(Changes, "keep_linked", meanwhile)
    with pytest.raises(LoadRefused, match="Another load"):
        load_tidy({**small, "clusters": clusters.replace("Alpha", "Mine")})
    assert graph.read("MATCH (c:Cluster {id: 'a'}) RETURN c.name") == [["Other"]]


def test_too_many_rejects_change_nothing(
    graph: Graph,
    settings: Settings,
    small: Tables,
    tidy: Callable[[Tables], Path],
    export: Export,
    tmp_path: Path,
) -> None:
    small["clusters"] = small["clusters"].replace("READ", "TRUST ME")
    strict = settings.model_copy(update={"max_rejects": 2, "data": tmp_path / "data"})
    with pytest.raises(TooManyRejects, match=r"--max-rejects") as refused:
        load(graph, LOADERS["starter"], strict, file=tidy(small))
    assert "(UNKNOWN_TARGET 3, BAD_CHOICE 2), more than 2" in str(refused.value)
    assert export() == []
    [file] = (strict.data / "rejects").iterdir()
    assert "TRUST ME" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("clusters", b"", "empty"),
        ("clusters", b"id;name;sources;confidence\n", "separated by semicolons, not by commas"),
        ("clusters", "id,name\nä,b\n".encode("latin-1"), "not in UTF-8"),
        ("clusters", b"id,name,id,sources,confidence\n", "columns twice: id"),
        ("clusters", b"id,sources,confidence\n", "lacks columns: name"),
        ("clusters", b"id,name,colour,sources,confidence\n", "unknown columns: colour"),
        ("clusters", b'id,name,sources,confidence\na,"Alpha,page,READ\n', "never closed"),
        ("ships", b"id,name,sources,confidence\n", "no file of the starter"),
    ],
)
def test_a_file_of_another_form_is_refused_whole(
    name: str,
    content: bytes,
    reason: str,
    graph: Graph,
    settings: Settings,
    small: Tables,
    tidy: Callable[[Tables], Path],
    export: Export,
) -> None:
    folder = tidy(small)
    load(graph, LOADERS["starter"], settings, file=folder)
    before = export()
    (folder / f"{name}.csv").write_bytes(content)
    with pytest.raises(FileRefused, match=reason) as refused:
        load(graph, LOADERS["starter"], settings, file=folder)
    assert refused.value.hint
    assert export() == before


def test_a_byte_order_mark_windows_line_ends_and_blank_lines_are_fine(
    graph: Graph, settings: Settings, small: Tables, tidy: Callable[[Tables], Path]
) -> None:
    folder = tidy(small)
    for file in folder.iterdir():
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n") + b"\r\n\r\n")
    assert load(graph, LOADERS["starter"], settings, file=folder).accepted == 13


def test_a_count_that_does_not_agree_is_a_fault_of_ours(
    small: Tables, load_tidy: Loads, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.sync.load.COUNT", "RETURN 3 AS n UNION ALL RETURN 4 AS n")
    with pytest.raises(KbError, match="holds 7 facts of starter, not 17"):
        load_tidy(small)


def test_the_report_is_json(small: Tables, load_tidy: Loads) -> None:
    import orjson

    report = load_tidy({**small, "topics": "id,name,sources,confidence\n,Nameless,page,READ\n"})
    read = orjson.loads(orjson.dumps(report.as_dict()))
    assert read["facts"] == 17
    assert read["reconciled"] is True
    assert read["rejects"][0] == asdict(report.rejects[0])
