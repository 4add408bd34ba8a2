"""The starter dataset itself, and the files a user may put in the place of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import FileRefused
from kb.graph import Graph
from kb.loaders import LOADERS
from kb.loaders.starter import FOLDER, Starter
from kb.schema import KINDS
from kb.schema.cypher import stored
from kb.settings import Settings
from kb.sync.load import load
from tests.loaders.conftest import Read


def test_every_stored_kind_and_relation_has_a_table() -> None:
    tables = Starter().tables
    for kind in KINDS.values():
        if kind.name not in ("Load", "Region"):  # the one is our record, the other belongs to nuts
            assert f"{kind.plural}.csv" in tables
            assert {f"{kind.plural}.{name}.csv" for name in stored(kind)} <= tables.keys()
    layout = tables["regions.csv"].layout
    assert layout.columns == ("id", "sources", "confidence")
    assert layout.optional == ("englishName", "otherNames", "note")
    assert "regions.parent.csv" not in tables


def test_columns_follow_from_the_model() -> None:
    tables = Starter().tables
    assert tables["clusters.csv"].required == ["id", "name", "sources", "confidence"]
    assert {"website", "region", "technologies"} <= set(tables["clusters.csv"].layout.optional)
    assert tables["sources.csv"].required == ["id", "name"]
    layout = tables["partnerships.regions.csv"].layout
    assert layout.columns == ("this", "that", "sources", "confidence")
    assert layout.optional == ("note", "role", "from", "to", "asOf")
    assert "period" in tables["funds.objectives.csv"].required


def test_the_files_shipped_have_no_bad_row(read: Read) -> None:
    reading = read(LOADERS["starter"], None)
    assert reading.rejects == []
    assert reading.rows > 5000


def test_one_file_of_the_dataset_may_be_given(graph: Graph, settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "technologies.csv"
    lines = (FOLDER / "technologies.csv").read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join(lines[:3]) + "\n", encoding="utf-8")
    files = LOADERS["starter"].files(file)
    assert file in files
    assert {each.name for each in files} == {each.name for each in FOLDER.glob("*.csv")}
    assert FOLDER / "technologies.csv" not in files


def test_another_file_is_refused_with_the_names_there_are(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match=r"clusters\.csv"):
        LOADERS["starter"].files(tmp_path / "my-clusters.csv")
    with pytest.raises(FileRefused, match="holds no file"):
        LOADERS["starter"].files(tmp_path)


def test_the_whole_dataset_loads_without_a_reject_and_twice_changes_nothing(graph: Graph, settings: Settings) -> None:
    load(graph, LOADERS["nuts"], settings)
    report = load(graph, LOADERS["starter"], settings)
    assert [str(each) for each in report.rejects] == []
    assert report.in_graph == report.facts
    assert not load(graph, LOADERS["starter"], settings).changed
