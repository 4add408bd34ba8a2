"""Files that are not what they should be: refused with the graph as it was, or loaded but for what is told."""

from __future__ import annotations

import csv
import resource
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as checked
from hypothesis import strategies as st

from kb.errors import FileRefused
from kb.graph import Graph
from kb.loaders import LOADERS
from kb.loaders.base import Loader, TableLoader
from kb.loaders.facts import Fact, NodeFact
from kb.loaders.layout import Layout
from kb.loaders.table import Row
from kb.settings import Settings
from kb.sync.load import load
from kb.sync.report import Report
from tests import workbooks
from tests.sync.conftest import exported
from tests.sync.test_shape import ODD, TEXTS
from tests.workbooks import cells, sheet

Load = Callable[..., Report]


class Things(TableLoader):
    """Things in a table."""

    name = title = "things"
    layouts = (Layout(("id", "name"), optional=("note", "costEur"), ignored=("other",)),)

    def facts(self, row: Row) -> Iterator[Fact]:
        given = {"pipeline": False, "name": row["name"], "note": row["note"], "costEur": row["costEur"]}
        yield NodeFact("Project", row["id"], given)


class Greek(Things):
    """Things of a list that is in ISO-8859-7."""

    name = title = "greek"
    layouts = (Layout(("id", "name"), encoding="iso-8859-7"),)


@pytest.fixture
def load_bytes(graph: Graph, settings: Settings, tmp_path: Path) -> Load:
    """Give a function that loads a file of these bytes."""

    def run(content: bytes, name: str = "t.csv", loader: Loader | None = None, **options: Any) -> Report:
        (tmp_path / name).write_bytes(content)
        report = load(graph, loader or Things(), settings, file=tmp_path / name, **options)
        assert report.rows == report.accepted + report.rejected + report.left_out
        assert report.reconciled
        return report

    return run


GOOD = b"id,name\na,A\nb,B\n"
ROWS = [["id", "name"], ["a", "A"], ["b", "B"]]
BOMB = "".join(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10}">' for at in range(1, 10))

REFUSED = {
    "empty": (b"", "t.csv is empty"),
    "header only": (b"id,name\n", "There is no row for things"),
    "header and blank lines": (b"id,name\n\n\r\n,\n"[:-2], "There is no row for things"),
    "latin-1": ("id,name\na,é\n".encode("latin-1"), "not in UTF-8: line 2 has byte 0xe9"),
    "cp1252": ("id,name\na,A\nb,€\n".encode("cp1252"), "not in UTF-8: line 3 has byte 0x80"),
    "cut in a character": ("id,name\na,é".encode()[:-1], "not in UTF-8: line 2 has byte 0xc3"),
    "utf-16": ("id,name\na,A\n".encode("utf-16"), "in UTF-16"),
    "utf-16 without a mark": ("id,name\na,A\n".encode("utf-16-le"), "in UTF-16"),
    "utf-32": ("id,name\na,A\n".encode("utf-32"), "in UTF-16"),
    "bytes": (bytes(range(256)) * 10, "in UTF-16, or no text at all"),
    "cut in a quoted cell": (b'id,name\na,A\nb,"B', "opened in the row of line 3 is never closed"),
    "quoted header": (b'"id,name\na,A\n', "column names cannot be read"),
    "columns twice": (b"id,name,id\na,A,b\n", "has columns twice: id"),
    "columns missing": (b"id\na\n", "lacks columns: name"),
    "columns unknown": (b"id,name,size\na,A,1\n", "has unknown columns: size"),
    "columns of another list": (b"x;y\n1;2\n", "separated by semicolons"),
    "very many columns": (b"id,name," + b"x," * 100_000 + b"x\n", "has columns twice: x"),
    "one line": (b"id,name\na," + b"x" * 11_000_000, "row of line 2 does not end within"),
    "json": (b'{"id": "a", "name": "A"}\n', "lacks columns"),
    "html": (b"<!DOCTYPE html>\n<html><body>Not found</body></html>\n", "lacks columns"),
    "csv as xlsx": (GOOD, "no Excel workbook", "t.xlsx"),
    "xlsx cut": (workbooks.xlsx(ROWS)[:3000], "cannot be read as a workbook", "t.xlsx"),
    "xlsx of one byte changed": (workbooks.xlsx(ROWS, sheet="<worksheet"), "cannot be read as a workbook", "t.xlsx"),
    "xlsx without rows": (workbooks.xlsx(ROWS[:1]), "There is no row for things", "t.xlsx"),
    "xlsx that is a bomb": (workbooks.xlsx(ROWS, bomb=b"\0" * 50_000_000), "unpacks to 50 megabytes", "t.xlsx"),
    "xlsx with laughs": (
        workbooks.xlsx(ROWS, sheet=sheet(cells("&a9;"), before=f'<!DOCTYPE x [<!ENTITY a0 "lol">{BOMB}]>')),
        "cannot be read as a workbook",
        "t.xlsx",
    ),
    "xls cut": (workbooks.xls(ROWS)[:2000], "cannot be read as a workbook", "t.xls"),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_a_file_that_is_something_else_is_refused_and_changes_nothing(
    case: tuple[bytes, str] | tuple[bytes, str, str], graph: Graph, load_bytes: Load
) -> None:
    load_bytes(GOOD)
    before = exported(graph)
    content, says, *name = case
    started = time.perf_counter()
    with pytest.raises(FileRefused, match=says) as refused:
        load_bytes(content, *name)
    assert time.perf_counter() - started < 20
    assert refused.value.hint
    assert len(str(refused.value).splitlines()) == 1
    assert len(str(refused.value)) < 1000
    assert exported(graph) == before
    assert graph.read("MATCH (l:Load) RETURN count(l)") == [[1]]


TAKEN: dict[str, tuple[bytes, dict[str, str], list[tuple[int, str]]]] = {
    "mark": (b"\xef\xbb\xbfid,name\na,A\n", {"a": "A"}, []),
    "other order": (b"name,id\nA,a\n", {"a": "A"}, []),
    "white space in names": (b" id ,\tname\na,A\n", {"a": "A"}, []),
    "mixed ends of lines": (b'id,name\ra,"A\r1\n2\r\n3"\n\r\nb,B\rc,C', {"a": "A\r1\n2\r\n3", "b": "B", "c": "C"}, []),
    "separators at the end": (b"id,name,,\na,A,,,,\nb,B\n", {"a": "A", "b": "B"}, []),
    "cut in a row": (b"id,name\na,A\nb", {"a": "A"}, [(3, "RAGGED_ROW")]),
    "nul": (b"id,name\na,A\nb,B\0\n\0,C\nd,D\n", {"a": "A", "d": "D"}, [(3, "BAD_CHARACTER"), (4, "BAD_CHARACTER")]),
    "stray quotation marks": (
        b'id,name\na,A\nb,"B\nc,C\nd,"D"\ne,E\n',
        {"a": "A", "e": "E"},
        [(3, "BROKEN_QUOTES"), (4, "BROKEN_QUOTES"), (5, "BROKEN_QUOTES")],
    ),
    "quotation marks in a text": (b'id,name\na,A "1"\nb,"B"1\nc,"C ""1"""\n', {"a": 'A "1"', "c": 'C "1"'},
        [(3, "BROKEN_QUOTES")]),
    "a book in a cell": (b"id,name\na," + b"x" * 9_900_000 + b"\nb,B\n", {"b": "B"}, [(2, "TOO_LONG")]),
    "a book of e-mail addresses": (b"id,name\na," + b"a@b.eu " * 60_000 + b"\nb,B\n", {"b": "B"}, [(2, "TOO_LONG")]),
    "very many cells": (b"id,name\na" + b",x" * 100_000 + b"\nb,B\n", {"b": "B"}, [(2, "RAGGED_ROW")]),
    "numbers that are words": (
        b"id,name,costEur\na,A,12\nb,B,twelve\nc,C,\n", {"a": "A", "c": "C"}, [(3, "BAD_NUMBER")],
    ),
    "keys": (
        b"id,name\n'\"'\\,A\na:b,B\n\t,C\n" + b"x" * 201 + b",D\n;,E\n", {"'\"'\\": "A"},
        [(3, "BAD_KEY"), (4, "BAD_KEY"), (5, "BAD_KEY"), (6, "BAD_KEY")],
    ),
    "formulas": (
        b"id,name\na,=cmd|'/C calc'!A0\nb,-1+1\nc,@x\n", {"a": "=cmd|'/C calc'!A0", "b": "-1+1", "c": "@x"}, [],
    ),
    "syntax": (
        b"id,name\n') DETACH DELETE n //,'; DROP TABLE rows; --\n$rows,{name: $name}\n{},[red]\n\"\"\"\",\\N\n",
        {"') DETACH DELETE n //": "'; DROP TABLE rows; --", "$rows": "{name: $name}", "{}": "[red]", '"': "\\N"}, [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", TAKEN.values(), ids=TAKEN)
def test_what_can_be_read_is_loaded_and_the_rest_is_told(
    case: tuple[bytes, dict[str, str], list[tuple[int, str]]], graph: Graph, load_bytes: Load
) -> None:
    content, loaded, told = case
    report = load_bytes(content)
    assert dict(graph.read("MATCH (p:Project) RETURN p.id, p.name")) == loaded
    assert [(each.line, each.code) for each in report.rejects] == told
    assert report.rows == len(loaded) + len(told)
    assert all(each.hint and len(each.raw) < 1_000_000 for each in report.rejects)
    assert not load_bytes(content).changed


def test_workbooks_are_told_by_their_bytes(graph: Graph, load_bytes: Load) -> None:
    for content in (workbooks.xlsx(ROWS), workbooks.xls(ROWS), GOOD):
        load_bytes(content)
        assert dict(graph.read("MATCH (p:Project) RETURN p.id, p.name")) == {"a": "A", "b": "B"}


def test_rows_of_workbooks_that_cannot_be_loaded_are_told(graph: Graph, load_bytes: Load) -> None:
    rows = [
        cells("id", "name", "other"), cells("a", "A"), cells("b") + "<c><f>1+1</f><v>2</v></c>",
        cells("c", "C", "", "!"),
        cells("d", "x" * 9_000_000), cells("e") + '<c t="e"><v>#N/A</v></c>', cells("f", "F") + "<c><f>1</f></c>",
    ]  # fmt: skip
    report = load_bytes(workbooks.xlsx(ROWS, sheet=sheet(*rows)), "t.xlsx")
    assert dict(graph.read("MATCH (p:Project) RETURN p.id, p.name")) == {"a": "A", "f": "F"}
    assert [(each.line, each.code) for each in report.rejects] == [
        (3, "FORMULA"), (4, "RAGGED_ROW"), (5, "TOO_LONG"), (6, "FORMULA"),
    ]  # fmt: skip


def test_a_text_in_utf_8_is_read_as_that_whatever_the_layout_says(graph: Graph, load_bytes: Load) -> None:
    for encoding in ("iso-8859-7", "utf-8", "utf-8-sig"):
        load_bytes("id,name\na,Αθήνα\n".encode(encoding), loader=Greek())
        assert graph.read("MATCH (p:Project) RETURN p.name") == [["Αθήνα"]]


def test_a_column_that_holds_something_else_now_is_named(load_bytes: Load, settings: Settings, graph: Graph) -> None:
    load_bytes(b"id,name,costEur\na,A,1\n")
    before = exported(graph)
    changed = b"id,name,costEur\n" + b"".join(b"k%d,A,some\n" % at for at in range(settings.max_rejects + 1))
    with pytest.raises(FileRefused, match=r"1,001 of 1,001 rows .* same way: costEur: 'some' is no number"):
        load_bytes(changed)
    assert exported(graph) == before


def test_a_quotation_mark_that_is_never_closed_costs_neither_time_nor_memory(load_bytes: Load) -> None:
    content = b'id,name\na,"A\n' + b"b,B and more of it\n" * 2_600_000
    started, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(FileRefused, match=r"the row of line 2 does not end .* never closed"):
        load_bytes(content)
    assert time.perf_counter() - started < 30
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 500_000


@pytest.mark.parametrize(
    "name", ["it's.csv", '"quoted".csv', "[red]x[blue].csv", "a\nb.csv", "a\x1b[2J.csv", "\u202eé😀;*?.csv"]
)
def test_names_of_files_are_only_names(name: str, load_bytes: Load) -> None:
    report = load_bytes(GOOD + b"c\n", name)
    assert report.accepted == 2
    assert [(each.file, each.line, each.code) for each in report.rejects] == [(name, 4, "RAGGED_ROW")]
    assert report.reject_file is not None
    with report.reject_file.open(encoding="utf-8", newline="") as file:
        assert [row["file"] for row in csv.DictReader(file)] == [name]


def test_a_reject_that_a_spreadsheet_opens_is_no_formula(load_bytes: Load) -> None:
    report = load_bytes(GOOD + b"=cmd|'/C calc'!A0\n")
    assert report.reject_file is not None
    assert report.reject_file.read_text(encoding="utf-8").splitlines()[1].endswith(",'=cmd|'/C calc'!A0")


def test_files_of_the_starter_and_of_boundaries_are_refused_alike(
    graph: Graph, settings: Settings, tmp_path: Path
) -> None:
    before = exported(graph)
    for name, content, source in (
        ("clusters.csv", b'id,name,sources,confidence\na,"A,page,READ\n', "starter"),
        ("clusters.csv", b"id,name\na,A\n", "starter"),
        ("clusters.csv", "id,name,sources,confidence\na,É,p,READ\n".encode("latin-1"), "starter"),
        ("NUTS_RG_60M_2024_4326.geojson", b"[" * 1_000_000, "boundaries"),
        ("NUTS_RG_60M_2024_4326.geojson", b'{"type": "FeatureCollection", "features": []}', "boundaries"),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(FileRefused) as refused:
            load(graph, LOADERS[source], settings, file=tmp_path / name)
        assert refused.value.hint
        assert exported(graph) == before


def csv_of(texts: list[str]) -> bytes:
    rows = "".join(f'k{at},"{text.replace(chr(34), chr(34) * 2)}"\r\n' for at, text in enumerate(texts))
    return f"id,name\r\n{rows}".encode()


LOADS = checked(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@LOADS
@given(texts=st.lists(TEXTS, min_size=1, max_size=60))
def test_any_text_that_is_accepted_is_in_the_graph_as_it_was(texts: list[str], graph: Graph, load_bytes: Load) -> None:
    texts = [*texts, *ODD, *(f"a{each}b" for each in ODD)]
    report = load_bytes(csv_of(texts), allow_shrink=True)
    assert {each.code for each in report.rejects} <= {"MISSING_VALUE"}
    found = dict(graph.read("MATCH (p:Project) RETURN p.id, p.name"))
    assert found == {f"k{at}": text.strip() for at, text in enumerate(texts) if text.strip()}


PIECES = [
    b'"',
    b'""',
    b"\r",
    b"\n",
    b",",
    b"\0",
    b"\xef\xbb\xbf",
    b"\xff",
    "é".encode(),
    b"a,A\n",
    b"b,B\n",
    b"a",
    b"c,",
]


@LOADS
@given(content=st.binary(max_size=60) | st.lists(st.sampled_from(PIECES) | st.binary(max_size=3)).map(b"".join))
def test_any_bytes_are_refused_or_loaded_and_told(content: bytes, graph: Graph, load_bytes: Load) -> None:
    for each in (content, b"id,name\n" + content):
        try:
            report = load_bytes(each, allow_shrink=True)
        except FileRefused:
            continue
        assert graph.read("MATCH (p:Project) RETURN count(p)") == [[report.accepted]]
