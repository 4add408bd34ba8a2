"""Regions that work together: platforms, thematic partnerships, their projects."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from kb.schema.base import Entity, Membership, Placement
from kb.schema.model import FullText, When, by, edge, field, node, to
from kb.schema.strategies import Tag

if TYPE_CHECKING:
    from kb.schema.events import Call
    from kb.schema.facilities import Organisation
    from kb.schema.money import Fund, InterventionField, Programme
    from kb.schema.people import DirectorateGeneral
    from kb.schema.places import Region
    from kb.schema.strategies import ScientificField, Technology, Topic


class Stage(Enum):
    """How far a project is on the way to investment, as the thematic platforms count."""

    LEARN = "Regions learn what each can do."
    CONNECT = "They find partners and map who does what."
    DEMONSTRATE = "They try it out in demonstration cases."
    COMMERCIALISE = "They take it to the market."
    SCALE_UP = "They make it large."


@node("platforms")
class Platform(Entity):
    """A platform on which regions meet: the S3 Platform, its thematic platforms, the Vanguard Initiative."""

    description: FullText | None = field("What it is for.")
    launched: When | None = field("When it was launched.")
    parent: Platform | None = to("PART_OF_PLATFORM", "The platform it belongs to.", inverse="children")
    hosts: list[DirectorateGeneral | Organisation] = to("HOSTED_BY", "Who hosts or runs it.", inverse="platforms")
    partners: list[DirectorateGeneral] = to(
        "SUPPORTED_BY", "The services of the Commission behind it.", inverse="supported_platforms"
    )
    members: list[Region] = by(
        "MEMBER_OF_PLATFORM", "The regions that are its members.", Membership, inverse="platforms"
    )
    topics: list[Topic] = to("ABOUT_TOPIC", "What it is about.", inverse="platforms")


@node("partnerships")
class Partnership(Entity):
    """A thematic partnership of regions: on an S3 platform, or a pilot of the Vanguard Initiative."""

    description: FullText | None = field("What it works on.")
    established: When | None = field("When it was established.")
    platform: Platform | None = to("ON_PLATFORM", "The platform it belongs to.", inverse="partnerships")
    pilot_of: Platform | None = to("PILOT_OF", "The platform it was a pilot of.", inverse="pilots")
    technologies: list[Technology] = to("WORKS_ON", "The technologies it works on.", Tag, inverse="partnerships")
    topics: list[Topic] = to("TREATS", "The topics it treats.", inverse="partnerships")
    regions: list[Region] = by(
        "TAKES_PART_IN", "The regions that take part; one edge for each role a region had.", Membership
    )


@edge
class Participation(Membership):
    """Carrying out a project, in a role, with money."""

    contribution_eur: float | None = field("What the EU pays to it, in euro.")


@node("projects")
class Project(Entity):
    """A project: a demonstration case of a partnership, a pilot, or an operation of a programme."""

    description: FullText | None = field("What it does.")
    pipeline: bool = field("Whether it is in the investment pipeline of a thematic partnership.")
    stages: list[Stage] = field("How far it is on the way to investment; empty where not known.")
    acronym: FullText | None = field("Its short name.")
    code: FullText | None = field("Its number in the source's own list.")
    status: str | None = field("How far it is, in the source's words.")
    url: str | None = field("Where to read of it.")
    place: FullText | None = field("Where it is, in the source's words.")
    cost_eur: float | None = field("What it costs, in euro.")
    eu_eur: float | None = field("What the EU pays of it, in euro.")
    currency: str | None = field("The money of the next two, where the source counts in other than euro.")
    cost_national: float | None = field("What it costs, in that money.")
    eu_national: float | None = field("What the EU pays of it, in that money.")
    eu_rate: float | None = field("The part of its cost that the EU pays, from 0 to 1, as the source says.")
    start: When | None = field("When it began.")
    end: When | None = field("When it ended or is to end.")
    partnership: Partnership | None = to("PROJECT_OF", "The partnership it comes from.", inverse="projects")
    regions: list[Region] = to("INVOLVES", "The regions it involves.", Placement)
    technologies: list[Technology] = to("APPLIES", "The technologies it applies.", Tag, inverse="projects")
    programme: Programme | None = to("FINANCED_UNDER", "The programme that finances it.", inverse="projects")
    funds: list[Fund] = to("FINANCED_BY", "The funds behind it.", inverse="projects")
    intervention_field: InterventionField | None = to(
        "COUNTED_UNDER", "The category of intervention it is counted under.", inverse="projects"
    )
    organisations: list[Organisation] = to("CARRIED_OUT_BY", "Who carries it out.", Participation, inverse="projects")
    call: Call | None = to("ANSWERS", "The call it answers.", inverse="projects")
    scientific_fields: list[ScientificField] = to(
        "IN_FIELD", "The fields of science it is in.", Tag, inverse="projects"
    )
