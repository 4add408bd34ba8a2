"""Reads dates as lists of operations write them, by patterns such as `dd.mm.yyyy` and `dd. mmm yy`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from kb.loaders.rejects import Rejected
from kb.words import folded

MONTHS = {
    "cs": "led uno bre dub kve cervn,cerven,cvn cervc,cvc,cervenc,cervene srp zar rij lis pro",
    "de": "jan feb mrz,mar apr mai jun jul aug sep okt nov dez",
    "en": "jan feb mar apr may jun jul aug sep oct nov dec",
    "es": "ene feb mar abr may jun jul ago sep,set oct nov dic",
    "fi": "tammi helmi maalis huhti touko kesa heina elo syys loka marras joulu",
    "fr": "jan fev mar avr mai juin juil aou sep oct nov dec",
    "hr": "sij velj ozu tra svi lip srp kol ruj lis stu pro",
    "hu": "jan feb mar apr maj jun jul aug szep okt nov dec",
    "it": "gen feb mar apr mag giu lug ago set ott nov dic",
    "nl": "jan feb maa,mrt apr mei jun jul aug sep okt nov dec",
    "pl": "sty lut mar kwi maj cze lip sie wrz paz lis gru",
    "pt": "jan fev mar abr mai jun jul ago set out nov dez",
    "ro": "ian feb mar apr mai iun iul aug sep oct noi,nov dec",
    "sv": "jan feb mar apr maj jun jul aug sep okt nov dec",
}
"""How the names of the months begin in a language, without accents."""
_PARTS = {
    "yyyy": r"(?P<year>\d{4})",
    "yy": r"(?P<year>\d{2})",
    "mmm": r"(?P<name>[^\W\d_]{3,12})\.?",
    "mm": r"(?P<month>\d{1,2})",
    "dd": r"(?P<day>\d{1,2})",
    " ": r"\s*",
}
_TOKEN = re.compile(r"yyyy|yy|mmm|mm|dd|\s+|.")
CENTURY = 2000
"""That of years of two digits: the structural funds began later than 1999 in no list that has such years."""


def pattern(text: str) -> re.Pattern[str]:
    """Give what recognises the dates of a pattern; raise ValueError where it has no year, or a part twice."""
    parts = [_PARTS.get(" " if each.isspace() else each, re.escape(each)) for each in _TOKEN.findall(text)]
    try:
        made = re.compile("".join(parts))
    except re.error:
        raise ValueError(f"{text} has a part twice") from None
    if not made.groupindex or not {"year"} <= set(made.groupindex):
        raise ValueError(f"{text} has no year: write it as yyyy or yy")
    if "day" in made.groupindex and not {"month", "name"} & set(made.groupindex):
        raise ValueError(f"{text} has a day and no month")
    return made


def reader(label: str, patterns: Sequence[str], languages: Sequence[str]) -> Callable[[str], str]:
    """Give what reads a date by the first pattern that fits, as a year, a month or a day; it raises Rejected."""
    known = [pattern(each) for each in patterns]
    names = {
        name: number
        for language in languages
        for number, words in enumerate(MONTHS[language].split(), start=1)
        for name in words.split(",")
    }

    def read(text: str) -> str:
        for each in known:
            if found := each.fullmatch(text):
                try:
                    return _written(found.groupdict(), names)
                except ValueError:
                    raise Rejected("BAD_DATE", f"{label}: {text!r} is no day there is.") from None
        raise Rejected("BAD_DATE", f"{label}: {text!r} is no date.", f"Dates are written {' or '.join(patterns)}.")

    return read


def _written(parts: dict[str, str], names: dict[str, int]) -> str:
    year = int(parts["year"]) + (CENTURY if len(parts["year"]) == 2 else 0)
    month = int(parts["month"]) if parts.get("month") else _month(parts.get("name"), names)
    if month is None:
        return f"{year:04}"
    day = date(year, month, int(parts.get("day") or 1))
    return day.isoformat() if parts.get("day") else f"{day:%Y-%m}"


def _month(name: str | None, names: dict[str, int]) -> int | None:
    if name is None:
        return None
    word = folded(name)
    # the longest: July of Czech, cervenec, begins as June does, cerven
    beginning = max((each for each in names if word.startswith(each)), key=len, default=None)
    if beginning is None:
        raise ValueError(name)
    return names[beginning]
