"""Funds, programmes and what they may pay for."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from kb.schema.base import Entity, Link, Placement
from kb.schema.model import FullText, When, edge, field, node, to

if TYPE_CHECKING:
    from kb.schema.facilities import Organisation
    from kb.schema.people import DirectorateGeneral
    from kb.schema.places import Region


@edge
class Eligibility(Link):
    """What a fund may pay for under an objective, in a period."""

    keys = ("period",)

    period: str = field("The programming period.")
    scope: str | None = field("What may be paid for, in words.")


@edge
class Management(Link):
    """Managing a fund, in a period."""

    keys = ("period", "role")

    period: str | None = field("The programming period.")
    role: str | None = field("In what role: manages, runs, managing authority.")


@node("funds")
class Fund(Entity):
    """A fund or spending instrument of the EU, or a family of them. Its amounts are claims, each with its basis."""

    periods: list[str] = field("The programming periods a source names it for.")
    part_of: Fund | None = to("PART_OF_FUND", "The family or larger instrument it is part of.", inverse="parts")
    managers: list[DirectorateGeneral | Organisation] = to("MANAGED_BY", "Who manages it.", Management, inverse="funds")
    objectives: list[ThematicObjective] = to(
        "ELIGIBLE_FOR", "The objectives it may pay for.", Eligibility, inverse="funds"
    )


@node("programmes")
class Programme(Entity):
    """A programme: an operational programme of a fund, or an EU programme or call line that projects run under."""

    cci: str | None = field("Its code in the EU's system, where it has one.")
    period: str | None = field("The programming period.")
    country: str | None = field("Code of the country it is of, as NUTS writes it; empty where it is of several.")
    funds: list[Fund] = to("FUNDED_BY", "The funds it spends.", inverse="programmes")
    regions: list[Region] = to("COVERS", "The regions it covers.", Placement)
    start: When | None = field("When it began.")
    end: When | None = field("When it ended or is to end.")


@node("thematicObjectives")
class ThematicObjective(Entity):
    """An objective of cohesion policy: the thematic objectives of 2014-2020, the policy objectives of 2021-2027."""

    number: int | None = field("Its number, 1 to 11 in 2014-2020.")
    period: str | None = field("The programming period it belongs to.")
    erdf_key_priority: bool | None = field("Whether the ERDF concentrates on it.")


@node("interventionFields")
class InterventionField(Entity):
    """A category that money of the structural funds is counted under."""

    description: FullText | None = field("What is counted under it.")
    code: str | None = field("Its code in that list.")
    group: str | None = field("The group of categories it belongs to.")
    period: str | None = field("The programming period of the list.")
    objective: ThematicObjective | None = to(
        "COUNTS_FOR", "The objective it counts for.", inverse="intervention_fields"
    )


class AmountType(Enum):
    """How far money is on its way."""

    ALLOCATED = "Set aside for a fund, a country or a purpose."
    PLANNED = "Planned for operations that were selected."
    COMMITTED = "Promised in law."
    PAID = "Paid by the Commission, or to a beneficiary."


@node("amounts")
class Amount(Entity):
    """A sum of money as a source counts it. Sums of different sources or types count the same money again."""

    type: AmountType = field("How far the money is on its way.")
    eur: float = field("The sum in euro.")
    year: int | None = field("The year it is for.")
    period: str | None = field("The programming period it is for.")
    category: FullText | None = field("What it is for, such as the category of region, in the source's words.")
    place: FullText | None = field("Where it is for, in the source's words.")
    fund: Fund | None = to("OF_FUND", "The fund it is of.", inverse="amounts")
    programme: Programme | None = to("OF_PROGRAMME", "The programme it is of.", inverse="amounts")
    region: Region | None = to("SPENT_IN", "The region or country it is for.", Placement, inverse="amounts")
    organisation: Organisation | None = to("RECEIVED_BY", "Who receives it.", inverse="amounts")
    objective: ThematicObjective | None = to(
        "FOR_OBJECTIVE", "The objective it is for, where the source says one.", inverse="amounts"
    )
    intervention_field: InterventionField | None = to(
        "FOR_FIELD", "The category of intervention it is for, where the source says one.", inverse="amounts"
    )
