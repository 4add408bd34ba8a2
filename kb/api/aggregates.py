"""What can be told of many values: one table, from which types, filters, orders and Cypher follow."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Aggregate:
    """Something told of many values: `type` is its GraphQL type, with `*` for that of the values.

    `cypher` is over `each`, one value after the other. Without it, it is the value that all have in common.
    """

    name: str
    doc: str
    cypher: str = ""
    type: str = "* | None"

    @property
    def is_value(self) -> bool:
        """Tell whether it is of the type of the values themselves."""
        return self.name in ("min", "max")


VALUE = Aggregate("value", "The value that all here have in common, if `by` names this field.")
COUNT = Aggregate("count", "How many there are.", "count(each)", "int")
_KNOWN = Aggregate("count", "Of how many it is known.", "count(each)", "int")
_DISTINCT = Aggregate("countDistinct", "How many different ones there are.", "count(DISTINCT each)", "int")
_LIMITS = (Aggregate("min", "The least.", "min(each)"), Aggregate("max", "The greatest.", "max(each)"))
_NUMBERS = (
    # where nothing is known, the sum is not 0; avg() of Neo4j is off in the last digits, so that ties are none
    Aggregate("sum", "Their sum.", "CASE WHEN count(each) > 0 THEN toFloat(sum(each)) END", "float | None"),
    Aggregate(
        "avg", "Their mean.", "CASE WHEN count(each) > 0 THEN toFloat(sum(each)) / count(each) END", "float | None"
    ),
)

DATES = ("date", "datetime", "PartialDate")
"""Scalars whose groups are years, months or days."""
PARTS = {"YEAR": ("Its year.", 4), "MONTH": ("Its month.", 7), "DAY": ("Its day.", 10)}
"""The parts of a date, each with how many letters of it that is; what is known less exactly stays as it is."""


def aggregates(scalar: str) -> tuple[Aggregate, ...]:
    """Give what can be told of values of this scalar."""
    if scalar in ("int", "float"):
        return (VALUE, _KNOWN, _DISTINCT, *_LIMITS, *_NUMBERS)
    if scalar == "bool":
        return (VALUE, _KNOWN, _DISTINCT)
    return (VALUE, _KNOWN, _DISTINCT, *_LIMITS)
