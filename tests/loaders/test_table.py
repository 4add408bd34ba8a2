"""Rows know their line and their text, however the file is written."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.errors import FileRefused
from kb.loaders import table
from kb.loaders.layout import Layout
from kb.loaders.table import read_table
from tests import workbooks

CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=["Cs"]), max_size=8)


def rows_of(tmp: Path, content: str) -> list[tuple[int, str, object]]:
    file = tmp / "t.csv"
    file.write_text(content, encoding="utf-8", newline="")
    return [
        (row.line, row.raw, row.broken.code if row.broken else dict(row.cells))
        for row in read_table(file, Layout(("a",), ("b",)))
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


def test_what_stands_beside_a_table_of_a_width_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text('a,b,"c ("d")",b\n1,2,x\n3,4,"y\nz",w\n5\n', encoding="utf-8")
    rows = list(read_table(file, Layout(("a", "b"), width=2)))
    assert [(row.line, dict(row.cells)) for row in rows] == [
        (2, {"a": "1", "b": "2"}), (3, {"a": "3", "b": "4"}), (5, {"a": "5"}),
    ]  # fmt: skip
    assert [row.broken.code if row.broken else "" for row in rows] == ["", "", "RAGGED_ROW"]
    with pytest.raises(FileRefused, match="column names cannot be read"):
        list(read_table(file, Layout(("a", "b"))))


LAYOUT = Layout(("a",), ("b",))


def refusal(tmp: Path, content: bytes, layout: Layout = LAYOUT, name: str = "t.csv") -> FileRefused:
    (tmp / name).write_bytes(content)
    with pytest.raises(FileRefused) as refused:
        list(read_table(tmp / name, layout))
    assert refused.value.hint
    return refused.value


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "t.csv is empty."),
        (b"\n\n\n", "t.csv is empty."),
        (b",,\n1,2,3\n", "t.csv is empty."),
        (b"\xef\xbb\xbf", "t.csv is empty."),
        ("a,b\né,2\n".encode("latin-1"), "t.csv is not in UTF-8: line 2 has byte 0xe9."),
        ("a,b\n1,“x”\n".encode("cp1252"), "t.csv is not in UTF-8: line 2 has byte 0x93."),
        (b"a,b\n1,\xc3", "t.csv is not in UTF-8: line 2 has byte 0xc3."),
        ("a,b\n1,2\n".encode("utf-16"), "t.csv is in UTF-16, or no text at all."),
        ("a,b\n1,2\n".encode("utf-16-le"), "t.csv is in UTF-16, or no text at all."),
        ("a,b\n1,2\n".encode("utf-16-be"), "t.csv is in UTF-16, or no text at all."),
        (b"\0" * 100, "t.csv is in UTF-16, or no text at all."),
        (b'a,b\n1,2\n3,"4\n5,6\n', "t.csv: the quotation mark opened in the row of line 3 is never closed."),
        (b'"a,b\n1,2\n', "t.csv: its column names cannot be read: unexpected end of data."),
        (b'"a" x,b\n1,2\n', "t.csv: its column names cannot be read: ',' expected after '\"'."),
        (b"a,b,a,b\n1,2,3,4\n", "t.csv has columns twice: a, b."),
        (b"b\n1\n", "t.csv lacks columns: a."),
        (b"a;b\n1;2\n", "t.csv: its columns are separated by semicolons, not by commas."),
        (b"a,b,c\n1,2,3\n", "t.csv has unknown columns: c."),
        (b"a,b,\x1b[2J,[red]\n", "t.csv has unknown columns: \x1b[2J, [red]."),
    ],
)  # fmt: skip
def test_a_file_that_is_something_else_is_refused(content: bytes, says: str, tmp_path: Path) -> None:
    assert refusal(tmp_path, content).message == says


def test_many_and_long_names_of_columns_are_told_in_part(tmp_path: Path) -> None:
    names = ",".join(f"c{at}" for at in range(100_000))
    assert refusal(tmp_path, f"a,{names}\n".encode()).message.endswith("c19 and 99,980 more.")
    assert len(refusal(tmp_path, f"a,{'c' * 1_000_000}\n".encode()).message) < 200
    assert refusal(tmp_path, b"a," * 100_000).message == "t.csv has columns twice: a."


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b'a,b\n1,"2\n' + b"3,4\n" * 1_000_000, 2),
        (b"a,b\n1,2\n" + b'a","x\n' * 1_000_000, 3),
        (b"a,b\n1,2\n3," + b"4" * 5_000_000, 3),
        (b'"' + b"3,4\n" * 1_000_000, 1),
    ],
    ids=["never closed", "opened anew", "one line", "header"],
)
def test_a_row_that_does_not_end_is_refused_before_it_takes_all_memory(
    content: bytes, line: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "LONGEST_ROW", 300_000)
    tracemalloc.start()
    refused = refusal(tmp_path, content)
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()
    assert refused.message == f"t.csv: the row of line {line} does not end within 300,000 characters."


def test_a_long_cell_is_a_reject_and_the_next_row_begins_after_it(tmp_path: Path) -> None:
    book = "\n".join(["x, y"] * 60_000)
    assert rows_of(tmp_path, f'a,b\n1,"{book}"\n3,4\n5,{"x" * 9_000_000}\n7,8\n') == [
        (2, f'1,"{book}"', "TOO_LONG"), (60002, "3,4", {"a": "3", "b": "4"}),
        (60003, f"5,{'x' * 9_000_000}", "TOO_LONG"), (60004, "7,8", {"a": "7", "b": "8"}),
    ]  # fmt: skip


def test_each_line_between_stray_quotation_marks_is_told(tmp_path: Path) -> None:
    read = rows_of(tmp_path, 'a,b\n1,"2\n3,4\n\n5,"6"\n7,8\n')
    assert read == [
        (2, '1,"2', "BROKEN_QUOTES"), (3, "3,4", "BROKEN_QUOTES"), (5, '5,"6"', "BROKEN_QUOTES"),
        (6, "7,8", {"a": "7", "b": "8"}),
    ]  # fmt: skip
    [broken, *_] = read_table(tmp_path / "t.csv", Layout(("a",), ("b",)))
    assert str(broken.broken) == "The quotation marks of lines 2 to 5 do not match."


def test_ends_of_lines_may_be_mixed_and_what_is_blank_or_empty_at_the_end_is_nothing(tmp_path: Path) -> None:
    assert rows_of(tmp_path, 'a,b,,\r1,2,,\n\r\n\n3,"4\r5\n6\r\n7"\r\n8,9,,,\r"x",y') == [
        (2, "1,2,,", {"a": "1", "b": "2"}), (5, '3,"4\r5\n6\r\n7"', {"a": "3", "b": "4\r5\n6\r\n7"}),
        (9, "8,9,,,", {"a": "8", "b": "9"}), (10, '"x",y', {"a": "x", "b": "y"}),
    ]  # fmt: skip


def test_a_row_of_very_many_cells_is_ragged(tmp_path: Path) -> None:
    [(line, _, code), after] = rows_of(tmp_path, f"a,b\n{'x,' * 100_000}x\n1,2\n")
    assert (line, code) == (2, "RAGGED_ROW")
    assert after == (3, "1,2", {"a": "1", "b": "2"})


def test_a_text_in_utf_8_is_read_as_that_whatever_the_layout_says(tmp_path: Path) -> None:
    greek = Layout(("a",), ("b",), encoding="iso-8859-7")
    for encoding in ("iso-8859-7", "utf-8", "utf-8-sig"):
        (tmp_path / "t.csv").write_text("a,b\nΑθήνα,2\n", encoding=encoding)
        assert [dict(row.cells) for row in read_table(tmp_path / "t.csv", greek)] == [{"a": "Αθήνα", "b": "2"}]
    assert refusal(tmp_path, b"a,b\n\xff,2\n", greek).message.startswith("t.csv is not in ISO-8859-7: line 2")


def test_what_a_file_is_shows_in_its_bytes_not_in_its_name(tmp_path: Path) -> None:
    assert "no Excel workbook" in refusal(tmp_path, b"a,b\n1,2\n", name="t.xlsx").message
    (tmp_path / "t.csv").write_bytes(workbooks.xlsx([["a", "b"], ["1", "2"]]))
    assert [dict(row.cells) for row in read_table(tmp_path / "t.csv", Layout(("a",), ("b",)))] == [{"a": "1", "b": "2"}]


PIECES = [b"a,b\n", b"1,2\n", b'"', b'""', b"\r", b"\n", b",", b"\0", b"\xef\xbb\xbf", b"\xff", "é".encode(), b"PK\3\4"]


@settings(max_examples=300, deadline=None)
@given(content=st.binary(max_size=60) | st.lists(st.sampled_from(PIECES) | st.binary(max_size=5)).map(b"".join))
def test_any_bytes_are_refused_or_read_to_the_last_line(content: bytes, tmp_path_factory: object) -> None:
    file = tmp_path_factory.mktemp("bytes") / "t.csv"  # type: ignore[attr-defined]
    file.write_bytes(content)
    try:
        rows = list(read_table(file, LAYOUT))
    except FileRefused:
        return
    text = content.decode("utf-8-sig")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    told = [each for row in rows for each in row.raw.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    # whatever has a sign in it that is no separator is of a row
    assert [each for each in told if each.strip(',"')] == [each for each in lines[1:] if each.strip(',"')]
