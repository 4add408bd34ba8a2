"""Reads the values of fields as the model says, each into its one text: what is wrong is named, with a hint."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date, datetime
from enum import Enum
from functools import cache, lru_cache, partial
from typing import Any, TypeAlias

from kb.loaders.rejects import Rejected
from kb.loaders.table import LONGEST_CELL
from kb.schema import Field, Point
from kb.schema.model import is_when
from kb.sync.shape import Text, listed, written

REMEMBERED = 10_000
"""How many different texts of a sort are remembered once they were found to be right: files repeat themselves."""

APART = "\x1f"
"""What keeps entries of a list apart in files for Neo4j's import."""

_INT = re.compile(r"[+-]?[0-9]{1,19}")
_FLOAT = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")
_BOOLEANS = {"true": True, "false": False}

_is_when = lru_cache(REMEMBERED)(is_when)

Reader: TypeAlias = Callable[[Any], Text]
"""Gives the text of a value, None where it says nothing; raises Rejected where it is not of the field's type."""
_Of: TypeAlias = Callable[[Field, Any], Any]
"""Reads one value that says something."""


def reader(field: Field) -> Reader:
    """Give what reads the values of a field; it is prepared once, since it reads many."""
    one = _one(field, _of(field))
    return partial(_many, one) if field.many else one


def _of(field: Field) -> _Of:
    if field.mark == "when":
        return _when
    return _choice if issubclass(field.type, Enum) else _OF_TYPES[field.type]


def _many(one: Reader, given: Any) -> Text:
    parts = given.split(";") if isinstance(given, str) else (given or ())
    if any(isinstance(each, str) and APART in each for each in parts):
        raise Rejected("BAD_TEXT", "A list has an entry with the sign that keeps entries apart.", "Remove U+001F.")
    return listed([text for part in parts if (text := one(part)) is not None])


def _one(field: Field, of: _Of) -> Reader:
    plain = of is _text

    def read(given: Any) -> Text:
        if isinstance(given, str):
            if len(given) > LONGEST_CELL:
                hint = "Shorten it."
                raise Rejected("TOO_LONG", f"{field.stored_as} is longer than {LONGEST_CELL:,} characters.", hint)
            given = given.strip()
            if not given:
                return None
            if plain and "\0" not in given:
                return str(given)
        elif given is None:
            return None
        return written(of(field, given))

    return read


def _text(field: Field, given: Any) -> str:
    raise Rejected("BAD_TEXT", f"{field.stored_as}: {given!r} is no text.", "Write plain text.")


def _when(field: Field, given: Any) -> str:
    text = str(given)
    if not _is_when(text):
        raise Rejected("BAD_DATE", f"{field.stored_as}: {text!r} is no date.", "Write 2016, 2016-06 or 2016-06-01.")
    return text


def _date(field: Field, given: Any) -> date:
    try:
        return given if isinstance(given, date) else date.fromisoformat(str(given))
    except ValueError:
        raise Rejected("BAD_DATE", f"{field.stored_as}: {given!r} is no day.", "Write 2016-06-01.") from None


def _datetime(field: Field, given: Any) -> datetime:
    try:
        return given if isinstance(given, datetime) else datetime.fromisoformat(str(given))
    except ValueError:
        hint = "Write 2016-06-01T12:00:00Z."
        raise Rejected("BAD_DATE", f"{field.stored_as}: {given!r} is no point in time.", hint) from None


def _bool(field: Field, given: Any) -> bool:
    read = _BOOLEANS.get(given) if isinstance(given, str) else given
    if not isinstance(read, bool):
        raise Rejected(
            "BAD_BOOLEAN", f"{field.stored_as}: {given!r} is neither true nor false.", "Write true or false."
        )
    return read


def _int(field: Field, given: Any) -> int:
    if _INT.fullmatch(str(given)) and not isinstance(given, bool):
        number = int(given)
        if -(2**63) <= number < 2**63:
            return number
    hint = "Digits only, no separators."
    raise Rejected("BAD_NUMBER", f"{field.stored_as}: {given!r} is no whole number.", hint)


def _float(field: Field, given: Any) -> float:
    if type(given) is float and math.isfinite(given):
        return given
    if _FLOAT.fullmatch(str(given)) and not isinstance(given, bool):
        number = float(given)
        if math.isfinite(number):
            return number
    hint = "Digits with a point, no separators: 1200.5"
    raise Rejected("BAD_NUMBER", f"{field.stored_as}: {given!r} is no number.", hint)


def _point(field: Field, given: Any) -> dict[str, float]:
    latitude, longitude = (_float(field, each) for each in _pair(field, given))
    if abs(latitude) > 90 or abs(longitude) > 180:
        hint = "Latitude is within 90 degrees, longitude within 180."
        raise Rejected("BAD_POINT", f"{field.stored_as}: {given!r} is no place on earth.", hint)
    return {"latitude": latitude, "longitude": longitude}


def _pair(field: Field, given: Any) -> list[Any]:
    parts = re.split(r"[,\s]+", given) if isinstance(given, str) else list(given)
    if len(parts) != 2:
        hint = "Latitude and longitude in degrees, such as 45.46 9.19."
        raise Rejected("BAD_POINT", f"{field.stored_as}: {given!r} is no point.", hint)
    return parts


def _choice(field: Field, given: Any) -> str:
    name = given.name if isinstance(given, Enum) else given
    if name not in choices(field.type):
        raise bad_choice(field.stored_as, name, field.type)
    return str(name)


@cache
def choices(of: type[Enum]) -> frozenset[str]:
    """Give the names among which a value of this type is one."""
    return frozenset(of.__members__)


def bad_choice(name: str, given: Any, allowed: type[Enum]) -> Rejected:
    """Give the reject of a value that is none of those."""
    return Rejected("BAD_CHOICE", f"{name}: {given!r} is not allowed.", f"One of {', '.join(allowed.__members__)}.")


_OF_TYPES: dict[Any, _Of] = {
    str: _text, bool: _bool, int: _int, float: _float, date: _date, datetime: _datetime, Point: _point,
}  # fmt: skip
