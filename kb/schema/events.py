"""What happened and what was published: events, publications, tools, calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.schema.base import Entity, Membership
from kb.schema.model import FullText, When, field, node, to

if TYPE_CHECKING:
    from kb.schema.clusters import ClusterPartnership
    from kb.schema.facilities import Organisation
    from kb.schema.money import Programme
    from kb.schema.partnerships import Partnership, Platform
    from kb.schema.people import DirectorateGeneral, Person
    from kb.schema.places import Region
    from kb.schema.strategies import Topic


@node("events")
class Event(Entity):
    """A conference, a launch, a meeting."""

    description: FullText | None = field("What it was.")
    start: When | None = field("First day.")
    end: When | None = field("Last day.")
    city: FullText | None = field("Where it was held.")
    region: Region | None = to("HELD_IN", "The region it was held in.", inverse="events")
    organisers: list[DirectorateGeneral | Organisation] = to(
        "ORGANISED_BY", "Who organised or hosted it.", Membership, inverse="events"
    )
    speakers: list[Person] = to("HAD_SPEAKER", "Who spoke or was quoted.", Membership, inverse="events")
    exhibitors: list[Region | Organisation] = to("HAD_EXHIBITOR", "Who had a stand.", Membership, inverse="exhibitions")
    participants: list[Region | Organisation | DirectorateGeneral] = to(
        "HAD_PARTICIPANT", "Who took part.", Membership, inverse="participations"
    )
    launched: list[Platform | Partnership | Publication | Tool | Call] = to(
        "LAUNCHED", "What was launched or presented there.", inverse="launched_at"
    )
    topics: list[Topic] = to("DISCUSSED", "What it was about.", inverse="events")


@node("publications")
class Publication(Entity):
    """A guide, report, article or communication."""

    description: FullText | None = field("What it contains.")
    published: When | None = field("When it was published.")
    series: str | None = field("The series it is part of.")
    number: int | None = field("Its number in that series.")
    url: str | None = field("Where it can be read.")
    makers: list[DirectorateGeneral | Organisation | Person] = to(
        "MADE_BY",
        "Who made it, in which role: publisher, author, producer.",
        Membership,
        inverse="publications",
    )
    topics: list[Topic] = to("SPEAKS_OF", "What it speaks of.", inverse="publications")


@node("tools")
class Tool(Entity):
    """A tool that people of the field use, such as the partnering tool of the ECCP."""

    description: FullText | None = field("What it does.")
    url: str | None = field("Where it is.")
    operators: list[DirectorateGeneral | Organisation | Platform] = to(
        "OPERATED_BY", "Who runs it.", Membership, inverse="tools"
    )


@node("calls")
class Call(Entity):
    """A call for proposals or an expression of interest."""

    description: FullText | None = field("What it asks for.")
    opened: When | None = field("When it opened.")
    closed: When | None = field("When it closed.")
    issuers: list[DirectorateGeneral | Organisation] = to("ISSUED_BY", "Who issued it.", Membership, inverse="calls")
    programmes: list[Programme] = to("CALL_OF", "The programmes it belongs to.", inverse="calls")
    selected: list[ClusterPartnership | Partnership] = to("SELECTED", "What was chosen.", inverse="chosen_in")
