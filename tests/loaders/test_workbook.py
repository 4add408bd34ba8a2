"""Workbooks are read as CSV would have them, in both formats; what is broken in one is refused, whatever it is."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

import pytest

from kb.errors import FileRefused
from kb.loaders import workbook, xlsx
from kb.loaders.layout import Layout
from kb.loaders.table import read_table
from tests import workbooks
from tests.workbooks import cells, sheet

LAYOUT = Layout(("id", "name"), ignored=("other",))
GOOD = [["id", "name"], ["a", "A"]]
Rows = Callable[[bytes], list[object]]


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    """Give a function that reads a workbook: the cells of each row, or the code for which it falls."""

    def read(content: bytes) -> list[object]:
        path = tmp_path / "book"
        path.write_bytes(content)
        return [row.broken.code if row.broken else [*row.cells.values()] for row in read_table(path, LAYOUT)]

    return read


def with_rows(*xml: str, before: str = "") -> bytes:
    return workbooks.xlsx(GOOD, sheet=sheet(cells("id", "name", "other"), *xml, before=before))


def test_values_are_as_csv_would_have_them(rows: Rows) -> None:
    given = [["id", "name"], [1, True], [1.5, 1e20], [date(2026, 1, 31), None], ["é 😀", "a\nb"], [None, None], ["", 0]]
    assert rows(workbooks.xlsx(given)) == [
        ["1", "true"], ["1.5", "1e+20"], ["2026-01-31"], ["é 😀", "a\nb"], ["", "0"],
    ]  # fmt: skip


def test_the_format_of_before_2007_is_read(rows: Rows) -> None:
    assert rows(workbooks.xls([["id", "name"], ["é 😀", "B"], ["c"]])) == [["é 😀", "B"], ["c"]]


@pytest.mark.parametrize(
    ("xml", "read"),
    [
        ('<c t="str"><v>=1+1</v></c><c t="inlineStr"><is><t>=cmd|x!A0</t></is></c>', ["=1+1", "=cmd|x!A0"]),
        ("<c><f>1+1</f><v>2</v></c>" + cells("B"), "FORMULA"),
        ('<c><f t="array" ref="A2">SUM(1)</f><v>1</v></c>' + cells("B"), "FORMULA"),
        ('<c><f t="dataTable" ref="A2"/><v>1</v></c>' + cells("B"), "FORMULA"),
        ('<c t="e"><v>#N/A</v></c>' + cells("B"), "FORMULA"),
        (cells("a", "A") + "<c><f>1+1</f><v>2</v></c>", ["a", "A"]),
        (cells("a", "A", "", "beside"), "RAGGED_ROW"),
        (cells("a", "x" * 100_000), ["a", "x" * 100_000]),
        (cells("a", "x" * 9_000_000), "TOO_LONG"),
        (cells("a", "", "x" * 100_001), ["a", ""]),
        (f'<row r="1048576">{cells("a", "A")}</row>', ["a", "A"]),
        (f'<row r="1000000000000">{cells("a", "A")}</row>', ["a", "A"]),
    ],
    ids=["text", "formula", "array", "data table", "error", "not read", "beside", "long", "book", "book not read",
         "last row", "row beyond"],
)  # fmt: skip
def test_cells_of_all_sorts(xml: str, read: object, rows: Rows) -> None:
    assert rows(with_rows(xml, cells("last", "Last"))) == [read, ["last", "Last"]]


LAUGHS = "".join(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10}">' for at in range(1, 10))


@pytest.mark.parametrize(
    "broken",
    [
        with_rows('<row r="3"><c><v>1</v></c></row>', '<row r="3"><c><v>2</v></c></row>'),
        with_rows('<row r="5"><c><v>1</v></c></row>', '<row r="3"><c><v>2</v></c></row>'),
        with_rows('<c r="A2"><v>1</v></c><c r="A2"><v>2</v></c>'),
        with_rows('<c r="B2"><v>1</v></c><c r="A2"><v>2</v></c>'),
        with_rows('<row r="-3"><c><v>1</v></c></row>'),
        with_rows('<c r="??"><v>1</v></c>'),
        with_rows("<c><v>one</v></c>"),
        with_rows('<c t="s"><v>99</v></c>'),
        with_rows('<c t="d"><v>tomorrow</v></c>'),
        with_rows("<c><v>"),
        with_rows(cells("&#0;")),
        with_rows(cells("&#xD800;")),
        with_rows(cells("&a9;"), before=f'<!DOCTYPE x [<!ENTITY a0 "lol">{LAUGHS}]>'),
        with_rows(cells("&a;" * 50), before=f'<!DOCTYPE x [<!ENTITY a "{"x" * 1000}">]>'),
        with_rows(cells("&a;"), before='<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
        *(workbooks.xlsx(GOOD, **{name: "<"}) for name in ("xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml")),
        *(workbooks.xlsx(GOOD)[:size] for size in (4, 40, 1000, 4000)),
        *(workbooks.xls(GOOD)[:size] for size in (4, 40, 600, 1600)),
        b"PK\x03\x04" + b"\0" * 1000,
    ],
)
def test_a_broken_workbook_is_refused(broken: bytes, rows: Rows) -> None:
    with pytest.raises(FileRefused, match=r"^book cannot be read as a workbook\.") as refused:
        rows(broken)
    assert "save it again" in refused.value.hint


def test_any_bytes_of_a_workbook_may_be_wrong(rows: Rows) -> None:
    random = Random(1)
    for good in (workbooks.xlsx(GOOD), workbooks.xls([*GOOD, ["b", "B"]])):
        for _ in range(300):
            broken = bytearray(good)
            for _ in range(random.randint(1, 8)):
                broken[random.randrange(4, len(broken))] = random.randrange(256)
            try:
                read = rows(bytes(broken))
            except FileRefused:
                continue
            assert len(read) <= 3


def test_an_old_workbook_takes_no_more_memory_than_it_has_cells(rows: Rows) -> None:
    far = workbooks.xls([*GOOD, ["b", "B"]])
    at = far.index(struct.pack("<HHH", 2, 1, 0) + struct.pack("<H", 1))
    for row, column in ((0xFFFF, 0xFF), (0xFFFF, 0xFFFF)):
        tracemalloc.start()
        try:
            rows(far[:at] + struct.pack("<HH", row, column) + far[at + 4 :])
        except FileRefused:
            assert column == 0xFFFF
        assert tracemalloc.get_traced_memory()[1] < 100_000_000
        tracemalloc.stop()


def test_what_unpacks_to_much_more_than_it_is_is_refused(rows: Rows) -> None:
    with pytest.raises(FileRefused, match="unpacks to 50 megabytes"):
        rows(workbooks.xlsx(GOOD, bomb=b"\0" * 50_000_000))


def test_what_unpacks_to_more_than_there_may_be_is_refused(rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    book = workbooks.xlsx(GOOD)
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        whole = sum(each.file_size for each in parts.infolist())
    monkeypatch.setattr(xlsx, "MOST_BYTES", whole)
    assert rows(book)
    monkeypatch.setattr(xlsx, "MOST_BYTES", whole - 1)
    with pytest.raises(FileRefused, match="unpacks to"):
        rows(book)


def test_a_workbook_of_many_parts_is_refused(rows: Rows) -> None:
    with pytest.raises(FileRefused, match=r"in 10,0\d\d parts"):
        rows(workbooks.xlsx(GOOD, **{f"part{at}": b"" for at in range(xlsx.MOST_PARTS)}))


@pytest.mark.parametrize("size", [1000, 2**32 - 16])
def test_a_workbook_that_lies_about_its_size_is_refused(size: int, rows: Rows) -> None:
    lying = bytearray(with_rows(*(cells(f"k{at}", "x") for at in range(1000))))
    at = lying.rindex(workbooks.SHEET.encode()) - 46  # its record in the directory at the end
    assert lying[at : at + 4] == b"PK\x01\x02"
    struct.pack_into("<I", lying, at + 24, size)
    with pytest.raises(FileRefused, match="cannot be read as a workbook" if size == 1000 else "unpacks to 4,295"):
        rows(bytes(lying))


def test_a_sheet_of_too_many_cells_is_refused(rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_CELLS", 50_000)
    wide = with_rows(*(f'<row r="{at}"><c r="ZZZ{at}"><v>1</v></c></row>' for at in range(2, 10)))
    with pytest.raises(FileRefused, match="more than 50,000 cells"):
        rows(wide)


def test_a_password_is_named(rows: Rows) -> None:
    encrypted = workbooks.xls(GOOD).replace("Workbook".encode("utf-16-le"), "Encrypte".encode("utf-16-le"))
    with pytest.raises(FileRefused) as refused:
        rows(encrypted)
    assert "without a password" in refused.value.hint


def test_links_to_elsewhere_are_not_followed(rows: Rows) -> None:
    link = '<?xml version="1.0"?><externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    assert rows(workbooks.xlsx(GOOD, **{"xl/externalLinks/externalLink1.xml": link})) == [["a", "A"]]


def test_other_zips_are_no_workbooks(rows: Rows) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as parts:
        parts.writestr("list.csv", "id,name\na,A\n")
    with pytest.raises(FileRefused, match="cannot be read as a workbook"):
        rows(made.getvalue())
