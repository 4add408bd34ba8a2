"""Who pays: funds and programmes for what regions plan together, and the services behind them."""

# The bodies of the queries are Cypher.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from enum import Enum
from typing import Annotated, Any

from kb.queries.arguments import Inherited, Period
from kb.queries.explained import FACTS, Explained
from kb.schema.model import field
from kb.schema.money import Fund, Programme, ThematicObjective
from kb.schema.people import DirectorateGeneral
from kb.schema.places import Region
from kb.schema.strategies import Priority
from kb.signature import Doc, Id, Relationship, in_order, query, then

SMART: list[Any] = [
    "TO1",
    "TO3",
    "PO1",
    "industrial-leadership",
    "pilot-lines",
    "s3-interregional-investments",
    "sme-competitiveness",
]
"""The objectives of research, innovation and competitiveness of firms: those of 2014-2020, of 2021-2027, and the aims
of the EU's own programmes.
"""  # fmt: skip

Regions = Annotated[list[Id], Doc("The regions, by id: 1 to 20.", 1, 20, of="Region")]
Technology = Annotated[Id, Doc("The technology, by id (PHO, AMT ...).", of="Technology")]
Objectives = Annotated[
    list[Id],
    Doc("Only money for one of these objectives, by id; for any if empty. Unless it is given, those of research, "
        "innovation and the competitiveness of firms.", of="ThematicObjective"),
]  # fmt: skip
AllPrioritised = Annotated[bool, Doc("Whether each of the regions must have a priority that draws on the technology.")]
Unbound = Annotated[bool, Doc("Whether programmes that name no region count, too.")]


class Reach(Enum):
    """How the programmes of a fund reach several regions."""

    JOINT = "Each of these programmes covers all the regions."
    SEPARATE = "Each region is covered by some of these programmes, none of which covers them all."
    UNBOUND = "These programmes name no region: they are of the EU or the country, or where they are is not loaded."
    UNKNOWN = "No programme of the fund is loaded for the period."


class JointFunding(Explained):
    """A fund that may pay for what regions plan together, in a period, and the programmes to ask."""

    fund: Fund = field("The fund.")
    period: str = field("The programming period in which it may.")
    reach: Reach = field("How its programmes reach the regions.")
    programmes: list[Programme] = field("The programmes that spend it; one whose period is not known is among them.")
    objectives: list[ThematicObjective] = field("The objectives it may pay for, of those asked for.")
    directorates: list[DirectorateGeneral] = field("The services of the Commission that manage or run it then.")
    managed_by: list[Relationship] = in_order("Who manages or runs it then, each in which role.")
    regions_with_priority: list[Region] = field(
        "Those of the regions that have a priority which draws on the technology."
    )
    priorities: list[Priority] = then("These priorities.", "technology_priorities")
    facts: list[Relationship] = then(FACTS, "joint_funding_facts", ordered=True)


class Directorate(Explained):
    """A service of the Commission, and the money it manages that reaches a region."""

    directorate: DirectorateGeneral = field("The service.")
    funds: list[Fund] = field("The funds it manages or runs.")
    programmes: list[Programme] = field("The programmes that spend them and cover the region.")
    unbound_programmes: list[Programme] = field(
        "The programmes that spend them and name no region: they are of the EU or the country, or where they are is "
        "not loaded."
    )
    priorities: list[Priority] = then(
        "The priorities of the region that draw on the technology.", "technology_priorities"
    )
    facts: list[Relationship] = then(FACTS, "directorate_facts", ordered=True)


@query(of=None, order=("reach = 'UNKNOWN'", "reach", "-period", "fund.id"))
def funds_for_joint_facility(
    regions: Regions,
    technology: Technology,
    period: Period = None,
    objectives: Objectives = SMART,
    all_prioritised: AllPrioritised = True,
    inherited: Inherited = False,
) -> list[JointFunding]:
    """Give the funds and programmes that may pay for a joint facility of regions in a technology.

    Whether it may is known of the fund, by period: of the fund itself or, where nothing is said of it for that period,
    of the fund it is part of. What a single programme pays for is not loaded: its own calls say so.
    """
    ...


@query(of="Region", order=("-size(programmes)", "-size(funds)", "directorate.id"))
def directorates_for(
    technology: Technology, period: Period = None, unbound: Unbound = True, inherited: Inherited = False
) -> list[Directorate]:
    """Give the services of the Commission whose funds reach the region, if a priority draws on the technology.

    The way is from the service by the fund it manages and the programme that spends it to the region it covers. Where
    no priority of the region draws on the technology, there is no answer.
    """
    ...
