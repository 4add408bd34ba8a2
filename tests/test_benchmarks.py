"""The benchmarks: what they measure on is the same every time, and what is committed of them is in order."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from benchmarks import dbhits, generate, scenes
from benchmarks.graph import write
from benchmarks.plans import compiled
from benchmarks.questions import QUESTIONS, STARTER, SYNTHETIC
from benchmarks.synthetic import DATASET, Size, facts
from kb.loaders import LOADERS
from kb.loaders.facts import LinkFact, NodeFact, relation_of
from kb.loaders.mapping import Mapping
from kb.loaders.operations import Operations
from kb.schema import KINDS
from kb.schema.cypher import stored
from kb.sync.load import load
from kb.web import operations

SMALL = Size(projects=50, clusters=60, countries=3, regions_each=4)


def test_the_same_seed_makes_the_same_facts() -> None:
    assert list(facts(SMALL)) == list(facts(SMALL))
    assert list(facts(SMALL)) != list(facts(Size(50, 60, 3, 4, seed=1)))


def test_projects_leave_the_other_facts_as_they_are() -> None:
    with_projects, without = list(facts(SMALL)), list(facts(Size(0, 60, 3, 4)))
    others = [each for each in with_projects if each.kind not in ("Project", "Load")]
    assert others == [each for each in without if each.kind != "Load"]
    assert sum(isinstance(each, NodeFact) for each in with_projects if each.kind == "Project") == 50


def test_synthetic_facts_are_of_the_model() -> None:
    nodes = {each.identity: each for each in facts(SMALL) if isinstance(each, NodeFact)}
    for fact in facts(SMALL):
        if isinstance(fact, NodeFact):
            fields = {name for each in KINDS[fact.kind].fields.values() for name in (each.name, each.stored_as)}
            assert set(fact.properties) <= fields
        else:
            assert fact.relation in stored(KINDS[fact.kind])
            assert fact.that_kind in relation_of(fact.kind, fact.relation).targets
            assert {fact.start, fact.end} <= set(nodes)


def test_it_says_that_it_is_synthetic() -> None:
    [source] = [each for each in facts(SMALL) if each.kind == "Source"]
    assert "Synthetic" in source.properties["name"]


def test_all_facts_are_written_for_the_import(tmp_path: Path) -> None:
    options = write(facts(SMALL), tmp_path)
    rows = {}
    for option in options:
        path = Path(option.partition("=")[2].partition("=")[2])
        with path.open(encoding="utf-8", newline="") as stream:
            header, *rows[path.stem] = csv.reader(stream)
        assert len(set(header)) == len(header)
        assert all(
            len(row) == len(header) and row[header.index("sources:string[]")] == DATASET for row in rows[path.stem]
        )
    assert sum(map(len, rows.values())) == len(list(facts(SMALL)))
    links = [each for each in facts(SMALL) if isinstance(each, LinkFact) and each.kind == "Cluster"]
    located = {(each.this, each.that) for each in links if each.relation == "region"}
    assert located == {(row[0], row[1]) for row in rows["Cluster.region.Region"]}


def test_the_same_seed_makes_the_same_files(tmp_path: Path) -> None:
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        generate.write(tmp_path / name, 1000, seed)
    one, again, other = (
        {each.name: each.read_bytes() for each in (tmp_path / name).iterdir()} for name in ("one", "again", "other")
    )
    assert len(one) == 4
    assert one == again
    assert [name for name in one if one[name] != other[name]] == [generate.LIST]


def test_a_synthetic_list_looks_like_a_real_one_and_says_what_it_is(tmp_path: Path) -> None:
    generate.write(tmp_path, 1000)
    with (tmp_path / generate.LIST).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == len({row["code"] for row in rows}) == 1000
    assert all(60 <= len(row["description"]) <= 300 for row in rows)
    assert all("Synthetic" in row["name"] and "Synthetic" in row["beneficiary"] for row in rows)
    assert all(0 < float(row["eu"]) < float(row["cost"]) for row in rows)
    assert "SYNTHETIC" in Mapping.read(tmp_path / generate.MAPPING).title


def test_all_of_a_synthetic_list_can_be_loaded(tmp_path: Path, starter, settings) -> None:
    generate.write(tmp_path, 1000)
    loader = Operations(Mapping.read(tmp_path / generate.MAPPING))
    report = load(starter, loader, settings, file=tmp_path / generate.LIST, dry_run=True)
    assert (report.rows, report.rejected) == (1000, 0)
    # what the starter dataset has not is in the other files: all regions and funds are found
    assert report.remarks == ["Kept in words, not as links: 1,000 of a category, 1,000 of a programme."]
    others = (("intervention-fields", generate.CATEGORIES, 123), ("programmes", generate.PROGRAMMES, None))
    for name, file, rows in others:
        report = load(starter, LOADERS[name], settings, file=tmp_path / file, dry_run=True)
        assert report.rejected == 0
        assert rows in (None, report.rows)
    assert 0.1 < _tagged(loader, tmp_path / generate.LIST) < 0.5


def _tagged(loader: Operations, file: Path) -> float:
    """Give which part of the rows of a list speaks of a technology."""
    rows = [[fact for fact in loader.facts(row) if fact.kind == "Project"] for row in loader.rows([file])]
    tagged = [any(isinstance(fact, LinkFact) and fact.relation == "technologies" for fact in row) for row in rows]
    return sum(tagged) / len(tagged)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each.name)
@pytest.mark.parametrize("values", [STARTER, SYNTHETIC], ids=["starter", "synthetic"])
def test_a_question_is_one_statement(question, values) -> None:
    assert len(compiled(question.kb, question.given(question.kb, values))) == 1


def test_the_table_of_db_hits_has_all_operations() -> None:
    table = dbhits.committed()
    assert set(table) == {each.name for each in (*operations.read(), *QUESTIONS)}
    assert all(isinstance(hits, int) and hits >= 0 for hits in table.values())


def test_a_rise_of_db_hits_is_told() -> None:
    before = {"one": 100, "two": 100, "three": 100}
    told = dbhits.risen({"one": 111, "two": 110, "three": 5, "new": 1}, before)
    assert [each.partition(":")[0] for each in told] == ["one", "new"]


def test_no_operation_touches_the_graph_more_often_than_the_table_says(starter) -> None:
    assert dbhits.risen(dbhits.counted(starter), dbhits.committed()) == []


def test_graphs_of_another_commit_are_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also those of changes that are not committed; what else is in the folder stays."""
    ours = tmp_path / "ours"
    ours.touch()
    for now, again in (("1a2b", False), ("1a2b", True), ("3c4d", False), ("3c4d-dirty", False), ("3c4d-dirty", False)):
        monkeypatch.setattr(scenes, "commit", lambda now=now: now)
        made = scenes.of_this_commit(tmp_path) / "made"
        assert made.exists() == again
        made.touch()
    assert ours.exists()
