"""Reads amounts of money and rates as lists of operations write them: `102.691,05 €`, `£1,000`, `80%`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

from kb.loaders.rejects import Rejected

SIGNS = {
    "€": "EUR",
    "EUR": "EUR",
    "£": "GBP",
    "kn": "HRK",
    "Kč": "CZK",
    "zł": "PLN",
    "Ft": "HUF",
    "lei": "RON",
    "лв": "BGN",
}
"""Signs of money that are of one currency only: `kr` is of three."""
Amount: TypeAlias = tuple[float, str]
"""How much, and the code of its currency; without one its sign is not believed."""


def number(decimal: str, thousands: str) -> re.Pattern[str]:
    """Give what recognises a number, with groups of three digits if there are any."""
    point = rf"(?:{re.escape(decimal)}\d+)?"
    grouped = rf"[1-9]\d{{0,2}}(?:{_mark(thousands)}\d{{3}})+{point}|" if thousands else ""
    return re.compile(rf"(?P<before>[^\d\s.,+-]*)\s*(?P<number>[+-]?(?:{grouped}\d+{point}))\s*(?P<after>[^\d\s,+-]*)")


def reader(
    label: str, decimal: str, thousands: str, multiplier: float, currency: str, signs: Mapping[str, str]
) -> Callable[[str], Amount]:
    """Give what reads an amount and its currency, by its sign if it has one; it raises Rejected."""
    known = {sign: code for sign, code in SIGNS.items() if code == currency} | {currency: currency, "": currency}
    known.update(signs)
    recognised = number(decimal, thousands).fullmatch
    table = str.maketrans({decimal: "."} | dict.fromkeys(_blanks(thousands)))

    def read(text: str) -> Amount:
        found = recognised(text)
        if found is None:
            raise Rejected("BAD_NUMBER", f"{label}: {text!r} is no amount.", _hint(decimal, thousands))
        before, digits, after = found.groups()
        code = known.get(before or after)
        if code is None or (before and after):
            hint = "`signs` in the mapping says what money a sign means."
            raise Rejected("BAD_CURRENCY", f"{label}: {text!r} is not in {currency}.", hint)
        value = float(digits.translate(table))
        return (value if multiplier == 1 else round(value * multiplier, 2)), code

    return read


def rate_reader(label: str, decimal: str, percent: bool) -> Callable[[str], float]:
    """Give what reads a rate as a part of one: `80%` always, and numbers as percent or as parts; it raises Rejected."""
    recognised = re.compile(rf"(\d+(?:{re.escape(decimal)}\d+)?)\s*(%?)").fullmatch

    def read(text: str) -> float:
        found = recognised(text)
        value = float(found[1].replace(decimal, ".")) if found else -1.0
        if found and (percent or found[2]):
            value = round(value / 100, 6)
        if not 0 <= value <= 1:
            raise Rejected("BAD_RATE", f"{label}: {text!r} is no part of a whole.", "Such as 80% or 0.8.")
        return value

    return read


def _blanks(thousands: str) -> str:
    return " \u00a0\u202f" if thousands == " " else thousands


def _mark(thousands: str) -> str:
    return f"[{re.escape(_blanks(thousands))}]"


def _hint(decimal: str, thousands: str) -> str:
    return f"Amounts are written 1{thousands}234{decimal}50, or whatever `decimal` and `thousands` say."
