"""Guesses how a list of operations is to be read, from the heads of its columns and from its cells."""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from kb.loaders import amounts, dates
from kb.loaders.catalogue import plain
from kb.loaders.rejects import Rejected
from kb.loaders.sniff import Sniffed, sniff

Words: TypeAlias = Mapping[str, Sequence[str]]
"""Words by language."""
TERMS = Path(__file__).parent / "guess.toml"
MONEY = ("cost", "eu")
SIGNS = amounts.SIGNS | {code: code for code in amounts.SIGNS.values()}
"""Signs of money, and the codes that some lists have instead."""
DATES = (
    "dd.mm.yyyy", "dd/mm/yyyy", "mm/dd/yyyy", "yyyy-mm-dd", "dd-mm-yyyy", "dd.mm.yy", "dd/mm/yy", "dd. mmm yy",
    "dd. mmm yyyy", "dd mmm yyyy", "dd-mmm-yy", "dd-mmm-yyyy", "yyyy-mm-ddT00:00:00Z", "yyyy-mm-ddT00:00:00",
    "yyyy-mm-dd 00:00:00", "dd.mm.yyyy 00:00:00", "dd/mm/yyyy 00:00", "yyyymmdd", "yyyy/mm/dd", "mmm yy", "mm/yyyy",
    "yyyy",
)  # fmt: skip
SWAPPED = {"dd/mm/yyyy": "mm/dd/yyyy", "mm/dd/yyyy": "dd/mm/yyyy"}
"""Patterns that read each other's dates, but for days after the twelfth."""
NUMBERS = ((",", "."), (".", ","), (",", " "), (".", " "), (".", ""), (",", ""), (".", "'"))
"""Decimal signs and marks of thousands; of those that read as many cells the first is taken."""
MOST_FUNDS = 20
SHORT = 6
"""A word of so many letters or fewer is a whole word of a head, not the beginning of one."""
YEARS = range(1980, 2060)
ENOUGH = 0.8
"""The part of the cells that must be readable as what the head of their column says."""
PERCENT = re.compile(r"(?<!\d)(?<!\d\s)%")
"""A head of percents has it; after a number it may say what part an amount is, as in `EU contribution (85%)`."""


@dataclass
class Guess:
    """What is taken of a table: its columns by field, how its cells are written, and what is doubtful of it."""

    table: Sniffed
    columns: dict[str, str] = field(default_factory=dict)
    doubts: dict[str, str] = field(default_factory=dict)
    language: str = ""
    dates: list[str] = field(default_factory=list)
    unsure_of_months: bool = False
    decimal: str = "."
    thousands: str = ""
    currency: str = "EUR"
    signs: dict[str, str] = field(default_factory=dict)
    percent: bool = True
    unsure_of_rates: bool = False
    funds: dict[str, str] = field(default_factory=dict)

    @property
    def unique_code(self) -> bool:
        """Tell whether every row has a code of its own."""
        found = self.table.cells(self.columns["code"]) if "code" in self.columns else []
        return bool(found) and len(set(found)) == len(self.table.rows)


@cache
def terms() -> dict[str, dict[str, list[str]]]:
    """Give the words of each field by language, as the file has them."""
    return tomllib.loads(TERMS.read_text(encoding="utf-8"))


@cache
def fields() -> dict[str, dict[str, list[str]]]:
    """Give the words by which columns are known, by field and language."""
    return {name: words for name, words in terms().items() if name != "funds"}


@cache
def ambiguous() -> dict[str, dict[str, str]]:
    """Give the words that mean several fields, with the field by language: `kraj` is a country, a region or a town."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for name, words in fields().items():
        for language, many in words.items():
            for term in many:
                found[term][language] = name
    return {term: by for term, by in found.items() if len(set(by.values())) > 1}


def guess(path: Path) -> Guess:
    """Guess how a list is to be read; raise FileRefused where the file is no table.

    Of several sheets that is taken of which the most columns are known: what tells of the list may be a table, too.
    """
    guess = max(map(_heads, sniff(path)), key=lambda each: len(each.columns))
    guess.table.check(path)
    _amounts(guess)
    _dates(guess)
    _rates(guess)
    _funds(guess)
    return guess


def _heads(table: Sniffed) -> Guess:
    """Find the column of each field by the heads, and their language."""
    guess = Guess(table)
    languages: Counter[str] = Counter()
    for name, words in _meant(table.columns).items():
        if found := _column(guess, name, words):
            guess.columns[name], language = found
            languages[language] += 1
    guess.language = languages.most_common(1)[0][0] if languages else ""
    return guess


def _meant(columns: Sequence[str]) -> dict[str, Words]:
    """Give the words of each field; what means several is taken as the language means it that most columns are in."""
    votes = Counter(language for column in columns for language in _languages(plain(column)))
    means = {term: by[max(by, key=votes.__getitem__)] for term, by in ambiguous().items()}
    return {
        name: {language: [each for each in many if means.get(each, name) == name] for language, many in words.items()}
        for name, words in fields().items()
    }


def _languages(head: str) -> set[str]:
    """Give the languages in which a head has a word that means one field only."""
    return {
        language
        for words in fields().values()
        for language, many in words.items()
        if any(term not in ambiguous() and _has(head, term) for term in many)
    }


def _column(guess: Guess, name: str, words: Words) -> tuple[str, str] | None:
    """Give the column that has the longest of these words in its head, and their language."""
    found = [
        (len(term), -len(head), column, language)
        for column in guess.table.columns
        if column not in guess.columns.values() and not (name in MONEY and _has_percents(guess.table, column))
        for head in (plain(column),)
        for language, many in words.items()
        for term in many
        if _has(head, term)
    ]
    return max(found)[2:] if found else None


def _has(head: str, term: str) -> bool:
    return (f" {term}" if len(term) > SHORT else f" {term} ") in f" {head} "


def _has_percents(table: Sniffed, column: str) -> bool:
    """Tell whether a column is of percents: they are no money, whatever else its head says."""
    cells = table.cells(column)
    return bool(PERCENT.search(column)) or sum("%" in each for each in cells) > (1 - ENOUGH) * len(cells)


def _cells(guess: Guess, *names: str) -> list[str]:
    return [text for name in names if name in guess.columns for text in guess.table.cells(guess.columns[name])]


def _readable(read: Callable[[str], Any], cells: Sequence[str]) -> list[str]:
    """Give the cells that can be read."""

    def fits(text: str) -> bool:
        try:
            read(text)
        except Rejected:
            return False
        return True

    return [text for text in cells if fits(text)]


def _doubt(guess: Guess, name: str, why: str) -> None:
    """Take no column for a field after all."""
    guess.doubts[guess.columns.pop(name)] = why


def _amounts(guess: Guess) -> None:
    """Find out how amounts are written and in what money; what is no amount is not read."""
    cells = _cells(guess, *MONEY)
    anything = {each: "EUR" for text in cells for each in _signs(text)}
    best = max(NUMBERS, key=lambda each: _score(each, cells, anything))
    used = [mark if any(mark in text for text in cells) else "" for mark in best]
    guess.decimal, guess.thousands = used[0] or ("," if used[1] == "." else "."), used[1]
    counted = Counter(SIGNS[each] for text in cells for each in _signs(text) if each in SIGNS)
    heads = " ".join(guess.columns[each] for each in MONEY if each in guess.columns)
    words = re.findall(r"[^\W\d_]+|[€£]", heads.casefold())
    named = [code for sign, code in SIGNS.items() if sign.casefold() in words]
    guess.currency = (*(code for code, _ in counted.most_common(1)), *named, "EUR")[0]
    guess.signs = {each: SIGNS.get(each, "") for each in anything if SIGNS.get(each) != guess.currency}
    read = amounts.reader("", guess.decimal, guess.thousands, 1, guess.currency, guess.signs)
    for name in MONEY:
        cells = _cells(guess, name)
        if name in guess.columns and len(_readable(read, cells)) < ENOUGH * len(cells):
            _doubt(guess, name, "Its cells are no amounts.")


def _signs(text: str) -> Iterator[str]:
    if found := next(filter(None, (amounts.number(*marks).fullmatch(text) for marks in NUMBERS)), None):
        yield from (each for each in (found["before"], found["after"]) if each and each != "%")


def _score(marks: tuple[str, str], cells: Sequence[str], signs: dict[str, str]) -> int:
    read = amounts.reader("", *marks, 1, "EUR", signs)
    readable = _readable(read, cells)
    # three digits after a mark are thousands, not cents; but not after a zero
    cents = any(re.match(rf"\D*0{re.escape(marks[0])}\d", text) for text in cells)
    return sum(
        cents or not (marks[0] in text and len(text.rsplit(marks[0], 1)[1].strip("€ ")) == 3) for text in readable
    )


def _dates(guess: Guess) -> None:
    """Find the patterns that read the dates: that which reads the most first, then that which reads the most others."""
    left = _cells(guess, "start", "end")
    months = months_of(guess)
    while left:
        read = {each: _readable(_likely(each, months), left) for each in DATES}
        best = max(DATES, key=lambda each: len(read[each]))
        if not read[best]:
            break
        guess.dates.append(best)
        guess.unsure_of_months |= best in SWAPPED and len(read[SWAPPED[best]]) == len(read[best])
        left = [each for each in left if each not in set(read[best])]
    for name in ("start", "end"):
        cells = _cells(guess, name)
        reader = dates.reader("", guess.dates, months)
        if name in guess.columns and len(_readable(reader, cells)) < ENOUGH * len(cells):
            _doubt(guess, name, "Its cells are no dates.")
    if not {"start", "end"} & set(guess.columns):
        guess.dates = []


def _likely(pattern: str, months: Sequence[str]) -> Callable[[str], str]:
    read = dates.reader("", [pattern], months)

    def likely(text: str) -> str:
        found = read(text)
        if int(found[:4]) not in YEARS:
            raise Rejected("BAD_DATE", "No list is of such a year.")
        return found

    return likely


def months_of(guess: Guess) -> list[str]:
    """Give the languages that names of months may be in."""
    return list(dict.fromkeys(each for each in (guess.language, "en", "de") if each in dates.MONTHS))


def _rates(guess: Guess) -> None:
    """Find out whether bare numbers are percents or parts of one: a zero says nothing of it, nor does `80%`."""
    cells = _cells(guess, "rate")
    percents, parts = (amounts.rate_reader("", guess.decimal, each) for each in (True, False))
    rates = [each for each in _readable(percents, cells) if percents(each)]
    bare = [each for each in rates if "%" not in each]
    small = _readable(parts, bare)
    guess.percent = not small or len(small) < ENOUGH * len(bare)
    guess.unsure_of_rates = 0 < len(small) < len(rates)
    if cells and len(_readable(percents if guess.percent else parts, cells)) < ENOUGH * len(cells):
        _doubt(guess, "rate", "Its cells are no rates; if they are amounts of the EU, they are `eu`.")


def _funds(guess: Guess) -> None:
    """Find which funds the cells mean; a column of too many different cells tells of no fund."""
    known = {plain(word): fund for fund, words in terms()["funds"].items() for word in words}
    cells = sorted({" ".join(each.split()) for each in _cells(guess, "fund")})
    if "fund" not in guess.columns:
        return
    for cell in cells:
        words = plain(cell)
        inside = [fund for word, fund in known.items() if f" {word} " in f" {words} "]
        guess.funds[cell] = known.get(words) or (inside[0] if inside else "")
    if len(cells) > MOST_FUNDS or not any(guess.funds.values()):
        guess.funds = {}
        _doubt(guess, "fund", "Its cells name no fund that is known.")
