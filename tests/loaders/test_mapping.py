"""What a mapping may say, how cells are read by it, and what is said of one that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel import Locale

from kb.errors import FileRefused
from kb.loaders import LOADERS, amounts, dates
from kb.loaders.mapping import FIELDS, Cells, Constants, Form, Mapping, Part, shipped
from kb.loaders.rejects import Rejected

START = 'id = "x"\ntitle = "X"\n'
NAME = '[columns]\nname = "a"\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id = ", "m.toml is no TOML: "),
        (START, "m.toml: columns is missing."),
        ('id = "A B"\ntitle = "X"\n' + NAME, "m.toml: id: String should match pattern"),
        (START + 'colour = "red"\n' + NAME, "m.toml: colour is no key of a mapping."),
        (START + NAME + "[cells]\ndates = ['dd.mm']\n", "m.toml: cells.dates: dd.mm has no year"),
        (START + NAME + "[cells]\ndates = ['yyyy yy']\n", "m.toml: cells.dates: yyyy yy has a part twice."),
        (START + NAME + "[cells]\ndates = ['dd yyyy']\n", "m.toml: cells.dates: dd yyyy has a day and no month."),
        (START + NAME + "[cells]\nmonths = ['xx']\n", "m.toml: cells.months: months in xx are not known: only in cs,"),
        (
            START + NAME + "[cells]\ndecimal = ','\nthousands = ','\n",
            "m.toml: cells: decimal and thousands are the same.",
        ),
        (START + NAME + "[cells]\nrate = 'half'\n", "m.toml: cells.rate: 'half' is none of percent, part."),
        (START + NAME + "[file]\nencoding = 'klingon'\n", "m.toml: file.encoding: klingon is no encoding."),
        (START + NAME + "[file]\nencoding = 'rot13'\n", "m.toml: file.encoding: rot13 is no encoding."),
        (START + NAME + "[file]\nencoding = 'utf-16'\n", "m.toml: file.encoding: utf-16 is no encoding."),
        (START + NAME + "[file]\nencoding = 'undefined'\n", "m.toml: file.encoding: undefined is no encoding."),
        (START + NAME + "[file]\nseparator = '\"'\n", "m.toml: file.separator: String should match pattern"),
        (START + NAME + '[file]\nseparator = "\\n"\n', "m.toml: file.separator: String should match pattern"),
        (START + NAME + "[patterns]\n'b' = 'a{99999999999999}'\n", "m.toml: patterns: b has no regular expression: "),
        (START + NAME + f"[patterns]\n'b' = '{'(' * 5000}'\n", "m.toml: patterns: b has no regular expression: "),
        (START + "a = " + "[" * 50_000, "m.toml is no TOML: maximum recursion depth"),
        (START + "a = " + "9" * 5_000, "m.toml is no TOML: Exceeds the limit"),
        (START + "a" + ".a" * 50_000 + " = 1", "m.toml: a line of it has more than 100 dots."),
        (START + f'columns = {{ "{"k" * 10_000}" = "a" }}', "m.toml: columns.kkk"),
        ("a\0 = 1", "m.toml is no TOML: "),
        ("1;2\n", "m.toml is no TOML: "),
        ("", "m.toml: id is missing."),
        (START + NAME + 'nom = "b"\n', f"m.toml: columns.nom: 'nom' is none of {', '.join(FIELDS)}."),
        (START + '[columns]\ncode = "a"\n', "m.toml: name: no column is read as it."),
        (START + NAME + "[patterns]\n'a' = '(?P<name>.+)'\n", "m.toml: name is given by two columns."),
        (
            START + NAME + "[patterns]\n'b' = '(?P<nom>.+)'\n",
            "m.toml: patterns: b has a group nom: groups are",
        ),
        (START + NAME + "[patterns]\n'b' = '('\n", "m.toml: patterns: b has no regular expression: "),
        (START + 'key = ["code"]\n' + NAME, "m.toml: code is of the key, and no column is read as it."),
        (START + NAME + "[values.fund]\n'a' = 'ERDF'\n", "m.toml: fund has values, and no column is read as it."),
        (START + NAME + "[unread]\n'a' = 'why'\n", "m.toml: a is a column that is both read and not."),
        (START + NAME + 'start = "b"\n', "m.toml: dates: they say how start and end are written."),
        (START + NAME + 'category = "b"\n', "m.toml: period: it says of which list the category is."),
        (START + 'row = "place"\n' + NAME, "m.toml: row: a row is a place, and no column says where."),
    ],
)
def test_what_is_wrong_is_named(text: str, told: str) -> None:
    with pytest.raises(FileRefused) as refused:
        Mapping.of(text, "m.toml")
    assert refused.value.message.startswith(told)
    assert "\n" not in refused.value.message
    assert len(refused.value.message) < 500
    assert "docs/mappings.md" in refused.value.hint


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"id = 'caf\xe9'", "m.toml is not in UTF-8."),
        ("id = 'x'".encode("utf-16"), "m.toml is not in UTF-8."),
        (b"#" * 10_000_000, "m.toml has more than 200,000 bytes."),
        (b"PK\3\4", "m.toml is no TOML: "),
        (b"\xef\xbb\xbfid = ", "m.toml is no TOML: "),
    ],
    ids=["latin-1", "utf-16", "big", "zip", "mark"],
)
def test_a_file_that_is_no_mapping_is_refused(content: bytes, told: str, tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_bytes(content)
    with pytest.raises(FileRefused) as refused:
        Mapping.read(tmp_path / "m.toml")
    assert refused.value.message.startswith(told)
    assert refused.value.hint


def test_a_folder_is_no_mapping(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="is a folder"):
        Mapping.read(tmp_path)


def test_names_of_columns_lose_their_white_space() -> None:
    mapping = Mapping.of(START + '[columns]\nname = "a \\n b "\n[unread]\n"c  d" = "why"\n', "m.toml")
    assert mapping.layout.checked("x.csv", ["a\nb", " c d"]) == ["a b", "c d"]


def test_each_shipped_mapping_is_a_loader() -> None:
    assert len(shipped()) == 10
    for mapping in shipped():
        loader = LOADERS[f"operations-{mapping.id}"]
        assert loader.title == mapping.title
        assert loader.url.startswith("http")
        assert loader.where
        assert mapping.note.split()[0] in loader.about
        assert all(mapping.unread.values()), "each column that is not read says why"


@pytest.mark.parametrize(
    ("pattern", "text", "read"),
    [
        ("dd.mm.yyyy", "1.2.2016", "2016-02-01"),
        ("dd.mm.yy", "18.03.13", "2013-03-18"),
        ("dd. mmm yy", "31. Dez 19", "2019-12-31"),
        ("dd. mmm yy", "01.März 16", "2016-03-01"),
        ("mmm yyyy", "October 2015", "2015-10"),
        ("yyyy-mm-ddT00:00:00Z", "2015-05-01T00:00:00Z", "2015-05-01"),
        ("yyyy", "2016", "2016"),
        ("mm/yyyy", "4/2014", "2014-04"),
    ],
)
def test_dates_follow_their_pattern(pattern: str, text: str, read: str) -> None:
    assert dates.reader("Start", [pattern], ["de", "en"])(text) == read


@pytest.mark.parametrize("language", dates.MONTHS)
def test_months_go_by_all_their_names(language: str) -> None:
    """Long and short, alone and with a day, which some languages write otherwise: as CLDR has them."""
    read = dates.reader("Start", ["mmm yyyy"], [language])
    forms = Locale.parse(language).months
    names = [
        (number, name)
        for form in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in forms[form][width].items()
    ]
    assert [read(f"{name} 2016") for _, name in names] == [f"2016-{number:02}" for number, _ in names]


def test_a_country_is_written_as_nuts_does() -> None:
    for given, country in (("GR", "EL"), ("GB", "UK"), ("DE", "DE"), ("", "")):
        assert Mapping.of(f"{START}{NAME}[constants]\ncountry = '{given}'\n", "m.toml").constants.country == country


@pytest.mark.parametrize("text", ["31/04/2014", "2014", "", "01/13/2014", "1/1/14", "01/Foo/2014", "01/01/2014 x"])
def test_what_is_no_date_is_rejected(text: str) -> None:
    with pytest.raises(Rejected, match="Start: "):
        dates.reader("Start", ["dd/mm/yyyy", "dd/mmm/yyyy"], ["en"])(text)


@pytest.mark.parametrize(
    ("decimal", "thousands", "text", "read"),
    [
        (",", ".", "102.691,05 €", (102_691.05, "EUR")),
        (",", ".", "2.888.913,33", (2_888_913.33, "EUR")),
        (",", ".", "124.883", (124_883, "EUR")),
        (",", ".", "642.763,99 kn", (642_763.99, "HRK")),
        (".", "", "1978677.04", (1_978_677.04, "EUR")),
        (".", ",", "€1,000", (1_000, "EUR")),
        (",", " ", "1\u00a0000\u202f000,5 EUR", (1_000_000.5, "EUR")),
        (".", ",", "-744", (-744, "EUR")),
    ],
)
def test_amounts_follow_their_signs(decimal: str, thousands: str, text: str, read: tuple[float, str]) -> None:
    assert amounts.reader("Cost", decimal, thousands, 1, "EUR", {"kn": "HRK"})(text) == read


@pytest.mark.parametrize("text", ["1,234.5", "12.34", "1.23,4", "€", "1 2", "€ 1 €", "1 $", "1.2.3", "one", "0.125"])
def test_what_is_no_amount_is_rejected(text: str) -> None:
    with pytest.raises(Rejected, match="Cost: "):
        amounts.reader("Cost", ",", ".", 1, "EUR", {})(text)


def test_amounts_may_be_in_millions() -> None:
    assert amounts.reader("Cost", ".", "", 1_000_000, "GBP", {})("£1.1") == (1_100_000, "GBP")


@pytest.mark.parametrize(
    ("percent", "text", "read"),
    [(True, "80%", 0.8), (True, "87,35", 0.8735), (False, "0,47", 0.47), (False, "80 %", 0.8)],
)
def test_rates_are_parts_of_one(percent: bool, text: str, read: float) -> None:
    assert amounts.rate_reader("Rate", ",", percent)(text) == read


@pytest.mark.parametrize("text", ["150%", "-1", "50% & 60%", "1.733.348,00"])
def test_what_is_no_rate_is_rejected(text: str) -> None:
    with pytest.raises(Rejected, match="Rate: "):
        amounts.rate_reader("Rate", ",", percent=True)(text)


DOCS = (Path(__file__).parents[2] / "docs" / "mappings.md").read_text(encoding="utf-8")


def test_the_example_of_the_docs_is_a_mapping() -> None:
    example = Mapping.of(DOCS.partition("```toml\n")[2].partition("```")[0], "docs")
    assert example.layout.checked("x.csv", [*example.used, *example.unread])


@pytest.mark.parametrize("part", [Mapping, Form, Cells, Constants])
def test_the_docs_have_every_key(part: type[Part]) -> None:
    assert not [each for each in part.model_fields if each not in DOCS]
    assert not [each for each in FIELDS if f"`{each}`" not in DOCS]
