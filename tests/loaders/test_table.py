"""Rows know their line and their text, however the file is written."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kb.loaders.table import read_csv

CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=["Cs"]), max_size=8)


def rows_of(tmp: Path, content: str) -> list[tuple[int, str, object]]:
    file = tmp / "t.csv"
    file.write_text(content, encoding="utf-8", newline="")
    return [
        (row.line, row.raw, row.broken.code if row.broken else dict(row.cells))
        for row in read_csv(file, ["a"], ["a", "b"])
    ]


def test_lines_and_raw_text(tmp_path: Path) -> None:
    content = 'a,b\r\n1,"x\r\ny"\r\n\r\n2,"q""q"\r\n3\r\n4,5,6\r\n"7"8,9\r\n10,11'
    assert rows_of(tmp_path, content) == [
        (2, '1,"x\r\ny"', {"a": "1", "b": "x\r\ny"}),
        (5, '2,"q""q"', {"a": "2", "b": 'q"q'}),
        (6, "3", "RAGGED_ROW"),
        (7, "4,5,6", "RAGGED_ROW"),
        (8, '"7"8,9', "BROKEN_QUOTES"),
        (9, "10,11", {"a": "10", "b": "11"}),
    ]


def test_columns_may_stand_in_any_order_and_some_be_left_out(tmp_path: Path) -> None:
    assert rows_of(tmp_path, "b, a\n1,2\n") == [(2, "1,2", {"b": "1", "a": "2"})]
    assert rows_of(tmp_path, "a\n1\n") == [(2, "1", {"a": "1"})]


@settings(max_examples=50, deadline=None)
@given(cells=st.lists(st.tuples(CELL, CELL), min_size=1, max_size=5))
def test_what_is_written_is_read(cells: list[tuple[str, str]], tmp_path_factory: object) -> None:
    content = "a,b\n" + "".join(",".join('"' + each.replace('"', '""') + '"' for each in row) + "\n" for row in cells)
    folder = tmp_path_factory.mktemp("csv")  # type: ignore[attr-defined]
    read = rows_of(folder, content)
    assert [tuple(each[2].values()) for each in read] == cells  # type: ignore[attr-defined]
    assert [each[1] for each in read] == content[4:-1].split("\n") or "\n" in "".join(map("".join, cells))
