"""How much money: sums for a region, never of what counts the same money twice, and what may count it again."""

# The bodies of the queries are Cypher.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any

from kb.queries.arguments import Inherited, Period, Technologies
from kb.queries.explained import FACTS, Explained
from kb.queries.money import SMART, Objectives
from kb.schema.model import Confidence, field
from kb.schema.money import Amount, Fund, InterventionField, Programme, ThematicObjective
from kb.schema.provenance import Source
from kb.schema.strategies import Priority
from kb.signature import Doc, Relationship, made, query, then


class Money(Enum):
    """Which money a sum is of: a step on its way, or what lists of operations say. Steps count the same money."""

    ALLOCATED = "Set aside for a fund, a country or a purpose."
    PLANNED = "Planned for operations that were selected."
    COMMITTED = "Promised in law."
    PAID = "Paid by the Commission, or to a beneficiary."
    OPERATIONS = "What the EU pays for the projects that are listed, each with its whole sum."


class MoneyScope(Enum):
    """Where money is for, seen from a region."""

    INSIDE = "For the region or regions inside it alone."
    BEYOND = "For regions beyond it, too: the whole sum, of which nobody says how much comes here."


class MoneyPart(Enum):
    """What sums can be told apart by."""

    PERIOD = "The programming period."
    YEAR = "The year; of a project the year in which it began."
    OBJECTIVE = "The objective of cohesion policy."
    INTERVENTION_FIELD = "The category of intervention."


@dataclass(frozen=True)
class CountedAgain:
    """Other rows of the answer that may hold the same money: adding them up would count it twice."""

    kind: Annotated[str, "Which money they are of."]
    datasets: Annotated[list[str], "The datasets they are from."]
    scope: Annotated[str, "Whether it is for the region alone."]
    why: Annotated[str, "Why the money may be the same."]


Count = tuple[str, list[str], str, int | None, str | None, list[str], str | None]
"""What tells sums apart: kind, datasets, scope, level, period, the fund with all it is part of, and objective."""
COUNT = "[kind, datasets, scope, level, period, wholes, objective.id]"


def counted_again(told: tuple[Count, list[Count], bool], _: Mapping[str, Any]) -> list[CountedAgain]:
    """Give what may count the money of a sum again, of all sums of an answer."""
    own, others, by_fund = told
    found = ((other[:3], _why(own, other, by_fund)) for other in others)
    again = [CountedAgain(*named, why) for named, why in found if why]
    return list({str(each): each for each in sorted(again, key=str)}.values())


def _why(own: Count, other: Count, by_fund: bool) -> str | None:
    """Say why two sums may hold the same money, if they may."""
    if _apart(own[4], other[4]) or not _of_one_fund(own[5], other[5]):
        return None
    if _apart(own[6], other[6]):
        alike = by_fund and own[:6] == other[:6]
        return "The fund may pay for several objectives, and the same sum stands at each." if alike else None
    if own[0] != other[0]:
        return "It may be the same money at another step."
    if own[1] != other[1]:
        return "It may be the same money as another source counts it."
    # regions of one level lie in one another only where two editions of NUTS have the same territory
    return "It may be the same money, counted for regions of another level." if own[3] != other[3] else None


def _apart(one: str | None, other: str | None) -> bool:
    """Tell whether two are known to differ."""
    return None not in (one, other) and one != other


def _of_one_fund(one: list[str], other: list[str]) -> bool:
    """Tell whether a fund may be the other or part of it, each given with all it is part of; none is not known."""
    ones, others = set(one), set(other)
    return ones <= others or others <= ones


AGAIN = "Other rows that may hold the same money; such rows cannot be added to this one."
By = Annotated[
    list[MoneyPart] | None, Doc("What sums are told apart by beside what cannot be added up; by all if empty.")
]


class MoneySum:
    """A sum of money for a region. Rows that have kind, datasets, scope and level in common can be added up."""

    kind: Money = field("Which money it is.")
    datasets: list[str] = field("The datasets that the sum is from.")
    scope: MoneyScope = field("Whether it is for the region alone.")
    level: int | None = field("The level of the regions that the source counts for; null for what programmes have.")
    period: str | None = field("The programming period; null where not known.")
    year: int | None = field("The year: of a project that in which it began; null where not known.")
    objective: ThematicObjective | None = field("The objective; null where no source says it.")
    intervention_field: InterventionField | None = field("The category of intervention; null where no source says it.")
    eur: float = field("The sum in euro.")
    count: int = field("How many amounts or projects it is of.")
    counted_again: list[CountedAgain] = made(
        AGAIN, "[[kind, datasets, scope, level, period, [], objective.id], counts, false]", counted_again
    )
    confidence: Confidence | None = field(
        "How far it can be trusted: as far as the weakest of the amounts or projects, and of what says where they are."
    )
    sources: list[Source] = then("Who says so: the sources of all amounts or projects.", "said_sources")


class PriorityMoney(Explained):
    """Money for an objective that priorities of a region serve, from one fund, at one step."""

    objective: ThematicObjective = field("The objective.")
    fund: Fund | None = field("The fund; null where no source says it.")
    kind: Money = field("Which step the money is at.")
    period: str = field(
        "The programming period: the source's or, where it gives a year and no period, the one the year lies in; what "
        "is paid in the first years of a period may be money of the one before."
    )
    datasets: list[str] = field("The datasets that the sum is from.")
    scope: MoneyScope = field("Whether it is for the region alone.")
    stated: bool = field(
        "Whether a source says that the money is for the objective. Where not, the fund may pay for it then, among "
        "others: the whole sum stands at each."
    )
    eur: float = field("The sum in euro.")
    counted_again: list[CountedAgain] = made(AGAIN, f"[{COUNT}, counts, NOT stated]", counted_again)
    amounts: list[Amount] = field("What it is the sum of.")
    programmes: list[Programme] = field("The programmes these are of, as far as sources say.")
    priorities: list[Priority] = field("The priorities of the region in that period.")
    facts: list[Relationship] = then(FACTS, "money_behind_facts", ordered=True)


@query(of="Region", order=("key",))
def money_summary(by: By = None) -> list[MoneySum]:
    """Give the money for the region, in sums that count no money twice.

    Sums at different steps, from different datasets, or for regions of different levels count the same money again:
    they are never added up, and each says what others may hold of it. What the EU pays for projects is a kind of its
    own, and never added to what programmes have. A project in several regions counts with its whole sum.
    """
    ...


@query(of="Region", order=("key",))
def money_behind_priorities(
    technologies: Technologies = None,
    period: Period = None,
    objectives: Objectives = SMART,
    inherited: Inherited = False,
) -> list[PriorityMoney]:
    """Give the money for the objectives that priorities of the region serve, by fund and step.

    A priority is taken to serve the objectives that are asked for: no source says which it serves. The money is that
    spent in the region, and that of programmes that cover it. Where a source gives a year and no period, the year
    must lie in the period. Sums at different steps count the same money again, and each says which others may.
    """
    ...
