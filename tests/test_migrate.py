"""Migrations: everything is made once, what changed is made again, and the file in the repository is what we do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kb import migrate as migrating
from kb.errors import KbError
from kb.files import CYPHER, text
from kb.graph import Graph
from kb.migrate import constraints_text, migrate, statements
from kb.schema import KINDS
from kb.schema.cypher import Index, indexes

SEARCH = "SHOW INDEXES YIELD name, labelsOrTypes WHERE name = 'search' RETURN size(labelsOrTypes)"


@pytest.fixture
def bare(graph: Graph) -> Graph:
    """A graph without any constraint or index of ours."""
    for index in indexes(KINDS):
        graph.change_schema(index.drop)
    return graph


def test_the_file_of_constraints_is_what_the_model_says() -> None:
    assert text(CYPHER / "constraints.cypher") == constraints_text()


def test_migrating_twice_does_nothing_the_second_time(bare: Graph) -> None:
    assert migrate(bare) == [f"created {each.name}" for each in indexes(KINDS)]
    assert migrate(bare) == []
    [[states]] = bare.read("SHOW INDEXES YIELD state RETURN collect(DISTINCT state)")
    assert states == ["ONLINE"]


def test_ids_are_unique(graph: Graph) -> None:
    migrate(graph)
    with pytest.raises(KbError, match="already holds"):
        graph.write(lambda transaction: transaction.run("CREATE (:Cluster {id: 'a'}), (:Cluster {id: 'a'})"))


def test_an_index_whose_definition_changed_is_made_again(bare: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    *others, search = indexes(KINDS)
    monkeypatch.setattr(migrating, "indexes", lambda _: [*others, replace(search, labels=search.labels[1:])])
    migrate(bare)
    monkeypatch.undo()
    assert migrate(bare) == ["changed search"]
    assert bare.read(SEARCH) == [[len(KINDS)]]
    assert migrate(bare) == []


def test_a_graph_whose_index_did_not_know_ids_finds_nodes_by_them(bare: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    *others, search = indexes(KINDS)
    texts = tuple(each for each in search.properties if each != "id")
    monkeypatch.setattr(migrating, "indexes", lambda _: [*others, replace(search, properties=texts)])
    migrate(bare)
    monkeypatch.undo()
    bare.write(lambda transaction: transaction.run("CREATE (:Cluster {id: 'silicon-saxony', name: 'A'})"))
    found = "CALL db.index.fulltext.queryNodes('search', 'silicon') YIELD node RETURN node.name"
    assert bare.read(found) == []
    assert migrate(bare) == ["changed search"]
    assert bare.read(found) == [["A"]]
    assert migrate(bare) == []


def test_an_index_in_the_place_of_a_constraint_gives_way(bare: Graph) -> None:
    bare.change_schema("CREATE INDEX Cluster_id FOR (n:Cluster) ON (n.id)")
    assert "changed Cluster_id" in migrate(bare)
    assert migrate(bare) == []


def test_search_ignores_case_and_accents(graph: Graph) -> None:
    migrate(graph)
    graph.write(lambda transaction: transaction.run("CREATE (:Person {id: 'c', name: 'Corina Creţu'})"))
    found = "CALL db.index.fulltext.queryNodes('search', 'cretu') YIELD node RETURN node.id"
    assert graph.read(found) == [["c"]]


def test_migrations_run_once_in_order_and_each_as_a_whole(graph: Graph, tmp_path: Path) -> None:
    migrate(graph)
    (tmp_path / "0002_rename.cypher").write_text("MATCH (t:Topic {id: 'a'}) SET t.name = t.name + '2';\n")
    (tmp_path / "0001_begin.cypher").write_text(
        "// makes; two\nCREATE (:Topic {id: 'a', name: 'A;1'});\nCREATE (:Topic {id: 'b'});\n"
    )
    assert migrate(graph, tmp_path) == ["applied 0001_begin", "applied 0002_rename"]
    assert migrate(graph, tmp_path) == []
    assert graph.read("MATCH (t:Topic) RETURN t.name ORDER BY t.id") == [["A;12"], [None]]
    (tmp_path / "0003_broken.cypher").write_text("CREATE (:Topic {id: 'c'});\nCREATE (:Topic {id: 'c'});\n")
    with pytest.raises(KbError):
        migrate(graph, tmp_path)
    assert graph.read("MATCH (t:Topic {id: 'c'}) RETURN t.id") == []
    assert graph.read("MATCH (m:Migration) RETURN m.id ORDER BY m.id") == [["0001_begin"], ["0002_rename"]]


def test_a_script_is_taken_apart_at_line_ends() -> None:
    assert statements("// a\nRETURN ';';\n\n  // b\nRETURN\n 2;\nRETURN 3") == ["RETURN ';'", "RETURN\n 2", "RETURN 3"]


def test_the_name_of_an_index_says_what_it_is() -> None:
    assert Index("x", "RANGE", ("A",), ("id",), unique=True).drop == "DROP CONSTRAINT x IF EXISTS"
    assert Index("x", "POINT", ("A",), ("p",)).drop == "DROP INDEX x IF EXISTS"
