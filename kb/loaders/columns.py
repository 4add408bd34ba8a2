"""What the columns of a list of operations say, field by field, prepared once for all its rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, TypeAlias

from kb.loaders import amounts, dates
from kb.loaders.mapping import Cells
from kb.loaders.mapping import Mapping as ListMapping
from kb.loaders.rejects import Rejected

Words: TypeAlias = dict[str, str]
"""What a row says of a field, in the source's words; a field it says nothing of is not there."""
Meant: TypeAlias = Mapping[str, str | tuple[str, ...]]
"""The same after `values`: what the words mean."""
Properties: TypeAlias = dict[str, Any]
Put: TypeAlias = Callable[[str, Properties], None]
"""Adds what a cell says to the properties of its operation; raises Rejected."""

TEXTS = ("name", "description", "code", "status", "url")
DATES = ("start", "end")
MONEY = {"cost": ("costEur", "costNational"), "eu": ("euEur", "euNational")}
CACHED = 10_000
"""How many different cells of a sort are remembered, with what they mean."""


class Columns:
    """The columns of a mapping."""

    def __init__(self, mapping: ListMapping) -> None:
        self._columns = [(str(field), column) for field, column in mapping.columns.items()]
        self._notes = mapping.notes
        self._patterns = [(column, re.compile(text, re.DOTALL).fullmatch) for column, text in mapping.patterns.items()]
        self._values = [(str(field), table) for field, table in mapping.values.items()]
        self._digits = mapping.cells.postcode

    def words(self, cells: Mapping[str, Any]) -> Words:
        """Give the words of a row; raise Rejected where a cell does not fit its pattern."""
        found: Words = {}
        for field, column in self._columns:
            if text := cells.get(column, "").strip():
                found[field] = text
        for column, fits in self._patterns:
            if text := cells.get(column, "").strip():
                parts = fits(text)
                if parts is None:
                    hint = "Cells may have moved to another column; else put the pattern right in the mapping."
                    raise Rejected("BAD_CELL", f"{column}: {text!r} does not fit its pattern.", hint)
                found.update((field, part.strip()) for field, part in parts.groupdict().items() if part)
        return found

    def meant(self, words: Words) -> Meant:
        """Give what the words mean: those of `values` are replaced, the others mean themselves."""
        if not self._values and not self._digits:
            return words
        found: dict[str, str | tuple[str, ...]] = dict(words)
        for field, table in self._values:
            text = " ".join(words.get(field, "").split())
            if text in table:
                found[field] = table[text]
        if self._digits and words.get("postcode", "").isdigit():
            found["postcode"] = words["postcode"].zfill(self._digits)  # spreadsheets drop zeros
        return found

    def notes(self, cells: Mapping[str, Any]) -> list[str]:
        """Give what is kept in words only."""
        return [
            f"{column}: {' '.join(text.split())}" for column in self._notes if (text := cells.get(column, "").strip())
        ]


def puts(mapping: ListMapping) -> list[tuple[str, Put]]:
    """Give what adds each field to the properties of an operation."""
    fields = {str(field): column for field, column in mapping.columns.items()}
    fields |= {field: column for column, text in mapping.patterns.items() for field in re.compile(text).groupindex}
    made = ((field, _put(field, column, mapping.cells)) for field, column in fields.items())
    return [(field, put) for field, put in made if put]


def _put(field: str, column: str, cells: Cells) -> Put | None:
    if field in TEXTS:
        return _plain(field) if field == "name" else _value(field, str)
    if field in DATES:
        return _value(field, lru_cache(CACHED)(dates.reader(column, cells.dates, cells.months)))
    if field == "rate":
        return _value("euRate", lru_cache(CACHED)(amounts.rate_reader(column, cells.decimal, cells.rate == "percent")))
    if field in MONEY:
        read = amounts.reader(column, cells.decimal, cells.thousands, cells.multiplier, cells.currency, cells.signs)
        return _money(column, *MONEY[field], read)
    return None


def _plain(name: str) -> Put:
    def put(text: str, properties: Properties) -> None:
        properties[name] = " ".join(text.split())

    return put


def _value(name: str, read: Callable[[str], Any]) -> Put:
    def put(text: str, properties: Properties) -> None:
        properties[name] = read(text)

    return put


def _money(column: str, eur: str, national: str, read: Callable[[str], amounts.Amount]) -> Put:
    def put(text: str, properties: Properties) -> None:
        value, currency = read(text)
        if currency == "EUR":
            properties[eur] = value
        elif not currency:  # its sign is not believed
            properties["note"].append(f"{column}: {text}")
        elif properties.setdefault("currency", currency) != currency:
            raise Rejected("BAD_CURRENCY", f"{column}: {text!r} is of other money than the row's other amount.")
        else:
            properties[national] = value

    return put
