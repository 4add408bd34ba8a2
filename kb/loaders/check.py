"""Checks facts against the model, and reads cells as the model says: what is wrong is named, with a hint."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any

from kb.errors import KbError
from kb.loaders.base import Loader
from kb.loaders.facts import Fact, LinkFact, NodeFact
from kb.loaders.rejects import Rejected, personal_data
from kb.schema import EDGES, KINDS, Confidence, Field, Point
from kb.schema.cypher import stored

LONGEST_CELL = 100_000
LONGEST_KEY = 200
WHEN = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
APART = ("id", "confidence")
"""Fields that a fact holds beside its properties."""


@cache
def fields_of(kind: str) -> dict[str, Field]:
    """Give the properties of a kind under the names they are stored by."""
    return {each.stored_as: each for each in KINDS[kind].fields.values() if each.name not in APART}


@cache
def edge_fields(kind: str, relation: str) -> dict[str, Field]:
    """Give the properties of a relation's edge under the names they are stored by."""
    edge = KINDS[kind].relations[relation].edge
    fields = EDGES[edge].fields.values() if edge else ()
    return {each.stored_as: each for each in fields if each.name not in APART}


def checked(fact: Fact, loader: Loader) -> Fact:
    """Give the fact as it is to be stored; raise Rejected, or KbError where the loader does not know the model."""
    fact = _node(fact, loader) if isinstance(fact, NodeFact) else _link(fact)
    if fact.confidence not in Confidence.__members__:
        raise _bad_choice("confidence", fact.confidence, Confidence)
    return replace(fact, sources=tuple(sorted(set(fact.sources))) or (loader.name,))


def _node(fact: NodeFact, loader: Loader) -> NodeFact:
    key("id", fact.id)
    given = dict(fact.properties)
    if fact.kind == "Person":
        _without_personal_data(fact.id, given)
    fields = fields_of(fact.kind)
    if fact.kind in loader.adds:
        fields = {name: replace(fields[name], required=False) for name in loader.adds[fact.kind]}
    if fact.kind == "Source":
        if given.get("dataset") not in (None, "", loader.name):
            raise Rejected(
                "BAD_CHOICE", f"dataset: {given['dataset']!r} is not allowed.", f"Leave it out: {loader.name}."
            )
        given["dataset"] = loader.name
        fact = replace(fact, sources=(fact.id,))
    return replace(fact, properties=_properties(fact.kind, fields, given))


def _link(fact: LinkFact) -> LinkFact:
    key("this", fact.this)
    key(fact.relation, fact.that)
    relation = stored(KINDS[fact.kind]).get(fact.relation)
    if relation is None:
        raise KbError(f"The loader gives {fact.kind}.{fact.relation}, which the model does not store.")
    if fact.that_kind not in relation.targets:
        raise Rejected(
            "BAD_TARGET",
            f"{fact.relation} cannot lead to {fact.that_kind}.",
            f"It leads to {', '.join(relation.targets)}, written as Kind:id where there are several.",
        )
    if "Person" in (fact.kind, fact.that_kind):
        _without_personal_data(fact.this, fact.that, fact.properties)
    fields = edge_fields(fact.kind, fact.relation)
    return replace(fact, properties=_properties(f"{fact.kind}.{fact.relation}", fields, fact.properties))


def _properties(owner: str, fields: Mapping[str, Field], given: Mapping[str, Any]) -> dict[str, Any]:
    for name in given:
        if name not in fields:
            raise KbError(f"The loader gives {owner}.{name}, which the model does not know.")
    found = {}
    for name, field in fields.items():
        read = value(field, given.get(name))
        if read is None and field.required:
            raise Rejected("MISSING_VALUE", f"{name} is missing.", field.doc)
        if read is not None:
            found[name] = read
    return found


def _without_personal_data(*given: Any) -> None:
    found = personal_data(" ".join(str(each) for each in given))
    if found:
        raise Rejected("PERSONAL_DATA", f"The row of a person holds {found}.", "Remove it: only public roles are kept.")


def key(name: str, given: Any) -> str:
    """Give a key; raise Rejected where it is none."""
    if not isinstance(given, str) or not given:
        raise Rejected("MISSING_VALUE", f"{name} is missing.", "Every row needs a key.")
    if given != given.strip() or len(given) > LONGEST_KEY or re.search(r"[;:\x00-\x1f]", given):
        shown = given if len(given) <= LONGEST_KEY else given[:40] + "..."
        hint = f"At most {LONGEST_KEY} characters, no spaces at its ends, no `;` and no `:`."
        raise Rejected("BAD_KEY", f"{name}: {shown!r} is no key.", hint)
    return given


def value(field: Field, given: Any) -> Any:
    """Give a value as it is stored, None where nothing is known; raise Rejected where it is not of the field's type."""
    if field.many:
        parts = given.split(";") if isinstance(given, str) else (given or ())
        return [each for each in (_one(field, part) for part in parts) if each is not None]
    return _one(field, given)


def _one(field: Field, given: Any) -> Any:
    if isinstance(given, str):
        if len(given) > LONGEST_CELL:
            raise Rejected("TOO_LONG", f"{field.stored_as} is longer than {LONGEST_CELL:,} characters.", "Shorten it.")
        given = given.strip() or None
    if given is None:
        return None
    if field.mark == "when":
        return _when(field, given)
    if issubclass(field.type, Enum):
        return _choice(field, given)
    return _READERS[field.type](field, given)


def _text(field: Field, given: Any) -> str:
    if not isinstance(given, str) or "\0" in given:
        raise Rejected("BAD_TEXT", f"{field.stored_as}: {given!r} is no text.", "Write plain text.")
    return given


def _when(field: Field, given: Any) -> str:
    text = str(given)
    if WHEN.fullmatch(text):
        try:
            date.fromisoformat(text + "0001-01-01"[len(text) :])
        except ValueError:
            pass
        else:
            return text
    raise Rejected("BAD_DATE", f"{field.stored_as}: {text!r} is no date.", "Write 2016, 2016-06 or 2016-06-01.")


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
    read = {"true": True, "false": False}.get(given) if isinstance(given, str) else given
    if not isinstance(read, bool):
        raise Rejected(
            "BAD_BOOLEAN", f"{field.stored_as}: {given!r} is neither true nor false.", "Write true or false."
        )
    return read


def _int(field: Field, given: Any) -> int:
    if re.fullmatch(r"[+-]?[0-9]{1,19}", str(given)) and not isinstance(given, bool):
        number = int(given)
        if -(2**63) <= number < 2**63:
            return number
    hint = "Digits only, no separators."
    raise Rejected("BAD_NUMBER", f"{field.stored_as}: {given!r} is no whole number.", hint)


def _float(field: Field, given: Any) -> float:
    if re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?", str(given)) and not isinstance(given, bool):
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
    if name not in field.type.__members__:
        raise _bad_choice(field.stored_as, name, field.type)
    return str(name)


def _bad_choice(name: str, given: Any, allowed: type[Enum]) -> Rejected:
    return Rejected("BAD_CHOICE", f"{name}: {given!r} is not allowed.", f"One of {', '.join(allowed.__members__)}.")


_READERS = {str: _text, bool: _bool, int: _int, float: _float, date: _date, datetime: _datetime, Point: _point}
