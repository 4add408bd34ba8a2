"""How strategies change from one programming period to the next."""

# The bodies of the queries are Cypher.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Annotated, Any

from kb.errors import BadInput
from kb.queries.arguments import Years
from kb.queries.explained import FACTS, Explained
from kb.schema.model import field
from kb.schema.strategies import Priority, Technology
from kb.signature import Doc, Relationship, query, then

Earlier = Annotated[Years, Doc("The earlier programming period.")]
Later = Annotated[Years, Doc("The later programming period.")]


class Fate(Enum):
    """What became of a priority."""

    KEPT = "One priority of the later period goes on with it."
    SPLIT = "Several of the later period go on with it."
    DROPPED = "None of the later period has its name or names one of its technologies."
    NEW = "None of the earlier period has its name or names one of its technologies."
    UNKNOWN = "None of the other period has its name, and it names no technology to be followed by."


class Drift(Explained):
    """A priority of one period, and what the other has of the same line."""

    priority: Priority = field("The priority: the earlier one or, where none goes before it, the later.")
    before: Priority | None = field("The priority of the earlier period; null where the row is of a later one.")
    after: list[Priority] = field("Those of the later period that go on with it; of a new one it alone.")
    change: Fate = field("What became of it.")
    by_name: bool = field("Whether one that goes on with it has its name.")
    technologies: list[Technology] = field("The technologies that it and those that go on with it have in common.")
    facts: list[Relationship] = then(FACTS, "drift_facts", ordered=True)


def _in_order(given: Mapping[str, Any]) -> dict[str, int | str]:
    """Give nothing; raise BadInput where the earlier period is not the earlier one."""
    if given["earlier"] >= given["later"]:
        raise BadInput(
            f"`earlier` is {given['earlier']}, not before `later`, {given['later']}.", "Give the earlier first."
        )
    return {}


@query(of="Region", order=("before IS NULL", "priority.id"), literals=_in_order)
def priority_drift(earlier: Earlier = "2014-2020", later: Later = "2021-2027") -> list[Drift]:
    """Compare its own priorities of two periods: what was kept, split and dropped, and what is new.

    A priority goes on with another if it has the same name, capitals and spaces aside, or names a technology that
    the other names; words that mean the same are not known to. There is no answer unless priorities of both periods
    are loaded.
    """
    ...
