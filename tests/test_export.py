"""Answers as tables: what comes out is what the service answers."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from kb import export
from kb.ask import asker
from kb.errors import BadInput
from kb.export import Ask
from kb.graph import Graph
from kb.schema import KINDS
from kb.settings import Settings

HEADLINE = (
    '{ region(id: "ITC4") { sharingPriorities(first: 5) { nodes { hops region { id name } technologies { id } } } } }'
)


@pytest.fixture
def ask(starter: Graph) -> Iterator[Ask]:
    with asker(starter, Settings()) as ask:
        yield ask


def as_csv(rows: list[dict[str, Any]]) -> list[dict[str, str]]:
    file = io.StringIO(newline="")
    assert export.write_csv(rows, file) == len(rows)
    file.seek(0)
    return list(csv.DictReader(file))


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.plural)
def test_every_kind_is_exported_whole(ask: Ask, kind: Any) -> None:
    rows = list(export.everything(kind, ask))
    assert len(rows) == ask(f"{{ {kind.plural}(first: 0) {{ totalCount }} }}", {})[kind.plural]["totalCount"]
    assert len({row["id"] for row in rows}) == len(rows)
    assert as_csv(rows)[:1] == [
        {name: "" if value is None else str(export.safe(value)) for name, value in row.items()} for row in rows[:1]
    ]


def test_csv_and_json_lines_say_what_the_service_says(ask: Ask) -> None:
    rows = list(export.everything(KINDS["Cluster"], ask))
    answered = ask(
        "{ clusters(first: 1000) { nodes { id name region { id } sources(first: 1000) { nodes { id } } } } }", {}
    )
    wanted = [
        (
            each["id"], each["name"], (each["region"] or {"id": ""})["id"],
            ";".join(source["id"] for source in each["sources"]["nodes"]),
        )
        for each in answered["clusters"]["nodes"]
    ]  # fmt: skip
    columns = ("id", "name", "region.id", "sources.id")
    assert [tuple(row.get(name, "") for name in columns) for row in as_csv(rows)] == wanted
    file = io.StringIO()
    assert export.write_jsonl(rows, file) == len(rows)
    lines = [orjson.loads(line) for line in file.getvalue().splitlines()]
    assert [tuple(line.get(name) or "" for name in columns) for line in lines] == wanted


def test_an_answer_becomes_its_uppermost_list(ask: Ask) -> None:
    answer = ask(HEADLINE, {})
    matches = answer["region"]["sharingPriorities"]["nodes"]
    assert export.rows(answer) == [
        {
            "hops": each["hops"],
            "region.id": each["region"]["id"],
            "region.name": each["region"]["name"],
            "technologies.id": ";".join(technology["id"] for technology in each["technologies"]),
        }
        for each in matches
    ]


def test_an_answer_without_a_list_is_one_row() -> None:
    assert export.rows({"region": {"id": "ITC4", "tags": ["a", "b"]}}) == [{"region.id": "ITC4", "region.tags": "a;b"}]


def test_a_list_without_rows_is_no_row() -> None:
    assert export.rows({"clusters": {"nodes": []}}) == []
    assert export.rows({"region": {"tags": [], "clusters": {"nodes": [{"id": "x"}]}}}) == [{"id": "x"}]


def test_nothing_found_is_said() -> None:
    with pytest.raises(BadInput, match="nothing to export"):
        export.rows({"region": None})


def test_a_cell_is_never_a_formula() -> None:
    [row] = as_csv([{"name": "=HYPERLINK()", "note": "@x", "money": -5.5, "gap": None}])
    assert row == {"name": "'=HYPERLINK()", "note": "'@x", "money": "-5.5", "gap": ""}


def test_an_object_that_is_null_in_one_row_has_no_column_of_its_own() -> None:
    assert as_csv([{"id": "a", "region": None}, {"id": "b", "region.id": "ITC4"}]) == [
        {"id": "a", "region.id": ""},
        {"id": "b", "region.id": "ITC4"},
    ]


def test_rows_with_different_columns_share_one_header() -> None:
    assert as_csv([{"a": 1}, {"b": 'x,"y"\n'}]) == [{"a": "1", "b": ""}, {"a": "", "b": 'x,"y"\n'}]


@pytest.mark.parametrize("name", ["clusters", "cluster", "Cluster"])
def test_a_kind_goes_by_each_of_its_names(name: str) -> None:
    assert export.kind_named(name) is KINDS["Cluster"]
    assert export.kind_named("headline") is None
