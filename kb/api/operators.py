"""What a value can be compared with in a filter: one table, from which types and Cypher follow."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Operator:
    """A comparison: `takes` is the GraphQL type of what is given, with `*` for that of the field itself.

    `cypher` is over `this`, the value of the field, and `given`. `folded` is the same without regard to case.
    """

    name: str
    doc: str
    cypher: str
    takes: str = "*"
    folded: str | None = None


NEAR = "Near"
IGNORE_CASE = "ignoreCase"

_SAME = (
    Operator("eq", "Equal to this.", "this = given", folded="toLower(this) = toLower(given)"),
    Operator(
        "in",
        "One of these.",
        "this IN given",
        "list[*]",
        folded="toLower(this) IN [each IN given | toLower(each)]",
    ),
)
_NULL = (Operator("isNull", "Whether it is unknown.", "(this IS NULL) = given", "bool"),)
_ORDER = tuple(
    Operator(name, doc, f"this {sign} given", folded=f"toLower(this) {sign} toLower(given)")
    for name, sign, doc in [
        ("gt", ">", "After this."),
        ("gte", ">=", "This or after."),
        ("lt", "<", "Before this."),
        ("lte", "<=", "This or before."),
    ]
)
_TEXT = tuple(
    Operator(name, doc, f"this {verb} given", "str", folded=f"toLower(this) {verb} toLower(given)")
    for name, verb, doc in [
        ("contains", "CONTAINS", "Holds this text."),
        ("startsWith", "STARTS WITH", "Begins with this text."),
        ("endsWith", "ENDS WITH", "Ends with this text."),
    ]
)
_LIST = (
    Operator("has", "Holds this.", "given IN this"),
    Operator("hasAny", "Holds one of these.", "any(each IN given WHERE each IN this)", "list[*]"),
    Operator("hasAll", "Holds all of these.", "all(each IN given WHERE each IN this)", "list[*]"),
    Operator("isEmpty", "Whether it holds nothing.", "(size(this) = 0) = given", "bool"),
)
_POINT = (
    Operator(
        "near",
        "Within some kilometres of a place.",
        "point.distance(this, point({latitude: given.latitude, longitude: given.longitude})) <= 1000 * given.km",
        NEAR,
    ),
    *_NULL,
)

TEXTS = ("ID", "str", "PartialDate")
"""Scalars that are text."""


def operators(scalar: str, many: bool) -> tuple[Operator, ...]:
    """Give what a field of this scalar, or of a list of it, can be compared with."""
    if many:
        return _LIST
    if scalar == "Point":
        return _POINT
    if scalar == "bool":
        return (_SAME[0], *_NULL)
    if scalar in TEXTS:
        return (*_SAME, *_TEXT, *_ORDER, *_NULL)
    ordered = scalar in ("int", "float", "date", "datetime")
    return (*_SAME, *(_ORDER if ordered else ()), *_NULL)


OPERATORS = {each.name: each for each in (*_SAME, *_TEXT, *_ORDER, *_LIST, *_POINT)}
"""Every operator by its name."""
