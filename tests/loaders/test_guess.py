"""A mapping guessed from a list loads that list."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kb.cli import app
from kb.errors import FileRefused
from kb.loaders.draft import draft, preview
from kb.loaders.guess import terms
from kb.loaders.mapping import FIELDS, Mapping
from kb.loaders.operations import Operations
from tests import workbooks
from tests.loaders.conftest import Read, shared

NAMES = {
    "DE1_BadenWuerttemberg_ERDF.csv": ("Bezeichnung des Vorhabens", "Name des Begünstigten"),
    "DE4_Brandenburg_ERDF.csv": (
        "Bezeichnung des Vorhabens / Zusammenfassung des Vorhabens",
        "Name des Begünstigten",
    ),
    "DEF_SchleswigHolstein_ERDF.csv": ("Bezeichnung des Vorhabens", "Name des Begünstigten"),
    "DEG_Thueringen_ERDF.csv": ("Bezeichnung des Vorhabens", "Name des Beguenstigten"),
    "EL_all.csv": ("ΟΝΟΜΑΣΙΑ ΠΡΑΞΗΣ / OPERATION NAME", "ΟΝΟΜΑΣΙΑ ΔΙΚΑΙΟΥΧΟΥ / BENEFICIARY NAME"),
    "FI_ERDF.csv": ("Hankkeen nimi", "Toteuttajan nimi"),
    "HR_ESIF.csv": ("Naziv projekta", "Korisnik"),
    "LV_all.csv": ("Projekta nosaukums", "Finansējuma saņēmējs"),
    "UK_England.csv": ("Name of Project", "Recipient of funds"),
    "UK_NorthernIreland_ERDF.csv": ("Operation Name/Summary", "Beneificary Name"),
}
LIST = """Liste der Vorhaben;;;;;;;
;;;;;;;
Projekttitel;Begünstigter;Beginn;Gesamtkosten;EU-Mittel in €;Ort des Vorhabens;Ansprechpartner;Landesprogramm
Brücke;Straßen GmbH;1. Mrz 16;1.000,50;500;Jena;N. N.;1
Tunnel;Straßen GmbH;31. Dez 17;2.000;1.000,25;Gera;N. N.;1
Weg;;1. Mai 2018;3.000;;;N. N.;1
"""


def test_a_draft_says_what_it_sees(tmp_path: Path, read: Read) -> None:
    (tmp_path / "Öffentliche Liste.csv").write_text(LIST, encoding="cp1252")
    mapping = Mapping.of(draft(tmp_path / "Öffentliche Liste.csv"), "draft")
    assert mapping.id == "offentliche-liste"
    assert (mapping.file.separator, mapping.file.header, mapping.language) == (";", 3, "de")
    assert mapping.columns == {
        "name": "Projekttitel",
        "beneficiary": "Begünstigter",
        "start": "Beginn",
        "cost": "Gesamtkosten",
        "eu": "EU-Mittel in €",
        "city": "Ort des Vorhabens",
    }
    assert mapping.unread == {"Ansprechpartner": "?", "Landesprogramm": "?"}, "`land` is a whole word"
    assert (mapping.cells.decimal, mapping.cells.thousands, mapping.cells.currency) == (",", ".", "EUR")
    reading = read(Operations(mapping), tmp_path / "Öffentliche Liste.csv")
    assert not reading.rejects
    assert [each.properties["name"] for each in reading.nodes("Project")] == ["Brücke", "Tunnel", "Weg"]
    assert [each.properties["start"] for each in reading.nodes("Project")] == ["2016-03-01", "2017-12-31", "2018-05-01"]


def test_what_the_cells_belie_is_not_taken(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("Project name,Start date,Total cost,Co-financing rate\na,soon,much,1000\nb,later,more,2000\n")
    mapping = Mapping.of(draft(file), "draft")
    assert list(mapping.columns) == ["name"]
    assert set(mapping.unread) == {"Start date", "Total cost", "Co-financing rate"}
    assert "`eu`" in mapping.unread["Co-financing rate"]


def test_a_list_without_names_is_refused_after_the_draft(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("x,y\n1,2\n3,4\n")
    text = draft(file)
    assert '# name = ""' in text
    with pytest.raises(FileRefused, match="name: no column is read as it"):
        preview(text, file)
    file.write_text("only\none\n")
    with pytest.raises(FileRefused, match="is no table"):
        draft(file)


def test_a_workbook_is_guessed_too(tmp_path: Path, read: Read) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for row in (["A list"], [], ["Project name", "Beneficiary", "Total cost"], ["Bridge", "Roads Ltd", 1000.5]):
        book.active.append(row)
    book.save(tmp_path / "list.xlsx")
    reading = read(Operations(Mapping.of(draft(tmp_path / "list.xlsx"), "draft")), tmp_path / "list.xlsx")
    assert [each.properties["costEur"] for each in reading.nodes("Project")] == [1000.5]


def book(path: Path, **sheets: list[list[object]]) -> Path:
    from openpyxl import Workbook

    made = Workbook()
    made.remove(made.active)
    for name, lines in sheets.items():
        sheet = made.create_sheet(name)
        for line in lines:
            sheet.append(line)
    made.save(path)
    return path


LINES: list[list[object]] = [["Project name", "Beneficiary", "Total cost"], ["Bridge", "Roads Ltd", 1000.5]]


@pytest.mark.parametrize(
    "info",
    [[["Of June 2016"], ["by the authority"]], [["Status", "June 2016"], ["By", "the authority"]]],
    ids=["text", "a table, too"],
)
def test_of_a_workbook_the_sheet_with_the_list_is_read(info: list[list[object]], tmp_path: Path, read: Read) -> None:
    file = book(tmp_path / "list.xlsx", Info=info, List=LINES, Codes=[["Code", "Means"], ["1", "Roads"]])
    text = draft(file)
    assert 'sheet = "List" # ? there is also "Info", "Codes"' in text
    assert [each.properties["name"] for each in read(Operations(Mapping.of(text, "draft")), file).nodes("Project")] == [
        "Bridge"
    ]
    assert preview(text, file)[0][:2] == ["Bridge", "Roads Ltd"]


def test_of_two_lists_in_a_workbook_the_first_is_read(tmp_path: Path) -> None:
    assert 'sheet = "B" # ? there is also "A"' in draft(book(tmp_path / "list.xlsx", B=LINES, A=LINES))
    assert 'sheet = "A"\n' in draft(book(tmp_path / "empty.xlsx", A=LINES, Sheet2=[]))
    assert "sheet" not in draft(book(tmp_path / "one.xlsx", A=LINES))
    (tmp_path / "old").write_bytes(workbooks.xls([["Project name", "Beneficiary"], ["Bridge", "Roads Ltd"]]))
    assert Mapping.of(draft(tmp_path / "old"), "draft").columns == {
        "name": "Project name",
        "beneficiary": "Beneficiary",
    }


def test_the_line_of_the_heads_is_counted_with_the_empty_ones(tmp_path: Path, read: Read) -> None:
    file = book(tmp_path / "list.xlsx", A=[["A list"], [], ["Of June 2016"], [], *LINES])
    mapping = Mapping.of(draft(file), "draft")
    assert mapping.file.header == 5
    assert len(read(Operations(mapping), file).nodes("Project")) == 1


def test_a_workbook_without_a_list_says_where_it_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="on any of its sheets: Info, Notes"):
        draft(book(tmp_path / "list.xlsx", Info=[["text"]], Notes=[["text"], ["more"]]))
    with pytest.raises(FileRefused, match=r"list\.xlsx is no table with columns and rows\."):
        draft(book(tmp_path / "list.xlsx", Info=[["text"]]))


def test_an_open_document_is_told_how_to_be_saved(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "list.ods", "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("content.xml", "<x/>")
    with pytest.raises(FileRefused, match="OpenDocument") as refused:
        draft(tmp_path / "list.ods")
    assert "XLSX or CSV" in refused.value.hint


def guessed(folder: Path, *lines: str) -> Mapping:
    (folder / "list.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return Mapping.of(draft(folder / "list.csv"), "draft")


@pytest.mark.parametrize(
    ("rate", "cells"),
    [
        ("Taux de cofinancement UE (%)", ("50", "60")),
        ("Taux de cofinancement UE", ("50 %", "60 %")),
        ("Taux de cofinancement UE", ("50", "60")),
    ],
    ids=["head", "cells", "neither"],
)
def test_a_rate_of_the_eu_is_no_amount_of_the_eu(rate: str, cells: tuple[str, str], tmp_path: Path, read: Read) -> None:
    mapping = guessed(
        tmp_path,
        f"Intitulé du projet;Date de début;{rate};Montant UE (€);Coût total",
        f"A;01/02/2016;{cells[0]};617 283,95;1 234 567,90",
        f"B;13/02/2016;{cells[1]};500 000,00;1 000 000,00",
    )
    assert {name: mapping.columns[name] for name in ("rate", "eu", "cost")} == {
        "rate": rate, "eu": "Montant UE (€)", "cost": "Coût total",
    }  # fmt: skip
    assert (mapping.cells.signs, mapping.unread) == ({}, {})
    projects = read(Operations(mapping), tmp_path / "list.csv").nodes("Project")
    assert [each.properties["euEur"] for each in projects] == [617283.95, 500000]
    assert [each.properties["euRate"] for each in projects] == [0.5, 0.6]


@pytest.mark.parametrize(
    ("head", "cell", "taken"),
    [
        ("EU contribution (%)", "50", False),
        ("EU contribution", "50%", False),
        ("EU contribution (85%)", "5000", True),
        ("EU contribution (85 %)", "5000", True),
    ],
)
def test_percents_are_no_money(head: str, cell: str, taken: bool, tmp_path: Path) -> None:
    mapping = guessed(tmp_path, f"Project name,{head}", f"a,{cell}", f"b,{cell}")
    assert (mapping.columns.get("eu") == head, head in mapping.unread) == (taken, not taken)
    assert mapping.cells.signs == {}


@pytest.mark.parametrize(
    ("head", "currency"),
    [
        ("Total cost (zł)", "PLN"),
        ("TOTAL COST [ZŁ]", "PLN"),
        ("Celkové způsobilé výdaje (Kč)", "CZK"),
        ("Total cost, Ft", "HUF"),
        ("Total cost (HUF)", "HUF"),
        ("Total cost £", "GBP"),
        ("Total cost", "EUR"),
        ("Total cost of leisure", "EUR"),
    ],
)
def test_a_head_names_the_currency(head: str, currency: str, tmp_path: Path) -> None:
    assert guessed(tmp_path, f'Project name,"{head}"', "a,1000", "b,2000").cells.currency == currency


def test_what_stands_beside_amounts_names_the_currency(tmp_path: Path) -> None:
    for written in ("CZK", "Kč"):
        cells = guessed(tmp_path, "Project name,Total cost", f"a,1 000 {written}", f"b,2 000 {written}").cells
        assert (cells.currency, cells.thousands, cells.signs) == ("CZK", " ", {})


@pytest.mark.parametrize(
    ("field", "heads"),
    [
        ("region", "Název projektu;Příjemce;Kraj;Celkové způsobilé výdaje (Kč)"),
        ("region", "Názov projektu;Prijímateľ;Kraj;Celkové oprávnené výdavky"),
        ("country", "Tytuł projektu;Nazwa beneficjenta;Kraj;Wartość projektu (zł)"),
        ("city", "Naziv operacije;Upravičenec;Kraj;Skupni upravičeni stroški"),
    ],
)
def test_a_word_means_what_it_does_in_the_language_of_the_others(field: str, heads: str, tmp_path: Path) -> None:
    mapping = guessed(tmp_path, heads, "a;b;Praha;1000", "c;d;Brno;2000")
    assert mapping.columns[field] == "Kraj"  # type: ignore[index]  # a name of a field
    assert len(mapping.columns) == 4


@pytest.mark.parametrize(
    ("cells", "written", "doubtful"),
    [
        (("0.85", "0.5", "85%"), "part", True),
        (("0.85", "50", "60"), "percent", True),
        (("0.85", "0.5", "1"), "part", False),
        (("85%", "50%", "0"), "percent", False),
        (("85%", "50", "0.5%"), "percent", False),
        (("0", "0", "0", "0", "0", "85"), "percent", False),
    ],
)
def test_parts_beside_percents_are_marked(cells: tuple[str, ...], written: str, doubtful: bool, tmp_path: Path) -> None:
    assert guessed(tmp_path, "Project name,Co-financing rate", *(f"a,{each}" for each in cells)).cells.rate == written
    assert ("# ? numbers of 1 or less stand beside percents" in draft(tmp_path / "list.csv")) == doubtful


HEADS = "Project name,Beneficiary,Start date,Total cost\n"


def rows(start: str, cost: str, many: int = 30) -> str:
    return HEADS + "".join(f"Größe {at},Förderung {at},{start},{cost}\n" for at in range(many))


def test_a_wrong_byte_in_utf_8_is_no_other_encoding(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_bytes(rows("2016-01-01", "1").encode() + b"\xf6,B,2016-01-01,1\n")
    assert Mapping.of(draft(tmp_path / "list.csv"), "draft").file.encoding == "utf-8"
    (tmp_path / "list.csv").write_text(HEADS + "Br\ufffdcke,b,2016-01-01,1\n", encoding="utf-8")
    assert Mapping.of(draft(tmp_path / "list.csv"), "draft").file.encoding == "utf-8", "as its publisher lost it"
    (tmp_path / "list.csv").write_bytes(rows("2016-01-01", "1").encode("cp1252"))
    assert Mapping.of(draft(tmp_path / "list.csv"), "draft").file.encoding in ("cp1252", "cp1250")


def test_three_digits_after_a_point_are_thousands_but_not_after_a_zero(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    for costs, marks in ((("1.125", "20.126"), (",", ".")), (("0.125", "1.126"), (".", ""))):
        file.write_text(HEADS + "".join(f"n,b,2016-01-01,{each}\n" for each in costs))
        cells = Mapping.of(draft(file), "draft").cells
        assert (cells.decimal, cells.thousands) == marks


def test_days_and_months_that_cannot_be_told_apart_are_marked(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    doubt = "days and months cannot be told apart"
    for start, doubtful in (("02/01/2015", True), ("13/01/2015", False), ("01/13/2015", False), ("02.01.2015", False)):
        file.write_text(rows(start, "1"))
        assert (doubt in draft(file)) == doubtful


def test_what_no_mapping_can_name_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("Project name,Place,Place\na,b,c\n")
    with pytest.raises(FileRefused, match="several columns named 'Place'"):
        draft(file)
    file.write_text(rows("2016-01-01", "1"), encoding="utf-16")
    with pytest.raises(FileRefused, match="UTF-16"):
        draft(file)
    file.write_text("Project name,Pl\x7face\na,b\n")
    assert "Pl\x7face" in Mapping.of(draft(file), "draft").unread


def test_the_command_prints_the_draft_and_a_preview(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    done = CliRunner().invoke(app, ["mapping", "guess", str(tmp_path / "list.csv")])
    assert done.exit_code == 0
    assert Mapping.of(done.stdout, "draft").columns["name"] == "Projekttitel"
    assert preview(done.stdout, tmp_path / "list.csv")[0] == [
        "Brücke", "Straßen GmbH", "2016-03-01", "", "1,000.50 EUR", "500.00 EUR", "Jena",
    ]  # fmt: skip


def test_the_words_are_those_of_fields() -> None:
    assert set(terms()) - {"funds"} <= set(FIELDS)


@pytest.mark.parametrize("name", NAMES)
def test_a_real_list_is_guessed(name: str, read: Read) -> None:
    file = shared("esif-2014-2020-beneficiary-lists") / name
    mapping = Mapping.of(draft(file), "draft")
    assert (mapping.columns["name"], mapping.columns["beneficiary"]) == NAMES[name]
    reading = read(Operations(mapping), file)
    assert len(reading.rejects) <= 0.02 * reading.rows
    assert all("?" not in row[0] and "rejected" not in row[0] for row in preview(draft(file), file))
