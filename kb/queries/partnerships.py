"""Who works with whom, over time: members that change, partnerships alike, who leads and who follows."""

# The bodies of the queries are Cypher.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from enum import Enum
from typing import Annotated, Any

from kb.errors import BadInput
from kb.queries.explained import FACTS, Explained
from kb.schema.model import When, field
from kb.schema.partnerships import Partnership
from kb.schema.places import Region
from kb.schema.strategies import Technology, Topic
from kb.signature import Doc, Id, Relationship, in_order, query, then

Since = Annotated[When | None, Doc("The first day, month or year of the time, such as 2016-06; no bound if empty.")]
Until = Annotated[When | None, Doc("The last day, month or year of the time; no bound if empty.")]
At = Annotated[When, Doc("A day, or a month or year such as 2016-06: at some time in it.")]
AtLeast = Annotated[int, Doc("Only regions in so many partnerships: 1 to 100.", 1, 100)]
Leading = Annotated[
    bool | None,
    Doc("Whether only those that lead at least one partnership, or only those that lead none; both if empty."),
]
PilotsOf = Annotated[Id | None, Doc("Only pilots of this platform, by id (VANGUARD); of all if empty.", of="Platform")]


class Turn(Enum):
    """What became of a region's part in a partnership."""

    JOINED = "It took up a role other than the lead, and is not known to have had another until then."
    LEFT = "It gave up a role other than the lead, and is not known to have gone on in another."
    TOOK_ROLE = "It took up a role other than the lead, and had another until then: it changed its role."
    GAVE_ROLE = "It gave up a role other than the lead, and went on in another: it changed its role."
    TOOK_LEAD = "It began to lead or co-lead."
    GAVE_LEAD = "It ceased to lead or co-lead; whether it stayed is not said."


class MembershipChange(Explained):
    """A region that took up, or gave up, a role in a partnership."""

    region: Region = field("The region.")
    change: Turn = field("What it took up or gave up.")
    date: When = field("When, as exactly as is known.")
    role: str | None = field("The role: lead, co-lead, participant ...")
    counterparts: list[Region] = field(
        "Where a lead may have changed hands: who gave it up, or took it up, at what may be the same time."
    )
    facts: list[Relationship] = in_order(FACTS)


class Member(Explained):
    """A region that takes part in a partnership at a time, or may do so, in a role."""

    region: Region = field("The region.")
    role: str | None = field("The role: lead, co-lead, participant ...")
    since: When | None = field("The earliest date that a source gives for its taking up the role.")
    until: When | None = field("The latest date that a source gives for its giving up the role.")
    seen: list[When] = field("When sources said so, earliest first.")
    certain: bool = field(
        "Whether sources tell that it was so then: it had begun, or was said to be so by then, and ended later, or was "
        "said to be so later. What has a known beginning and no end is taken to last."
    )
    facts: list[Relationship] = in_order(FACTS)


class Overlap(Explained):
    """Another partnership in which some of the same regions take part."""

    partnership: Partnership = field("The other partnership.")
    regions: list[Region] = field("The regions that take part in both.")
    score: float = field(
        "How alike the two are, 0 to 1 (Jaccard): these regions, divided by those that take part in either."
    )
    only_leads_differ: bool = field("Whether the same regions take part in both, and others lead.")
    facts: list[Relationship] = then(FACTS, "overlap_facts", ordered=True)


class PartnershipRole(Explained):
    """A region, and what part it has in partnerships."""

    region: Region = field("The region.")
    count: int = field("In how many partnerships it takes part, or took part.")
    leads: list[Partnership] = field("Those of them that it leads, co-leads, or led.")
    leads_since: When | None = field(
        "The earliest date that a source gives for its leading one: since when or, where no source says that, when "
        "the source said so; null where it never led or no date is known."
    )
    years_leading: int | None = field("Calendar years from that date to today.")
    partnerships: list[Partnership] = field("All of them.")
    facts: list[Relationship] = in_order(FACTS)


class PilotOutcome(Explained):
    """A pilot of one platform, and a partnership on another that works on the same, or is the pilot itself."""

    pilot: Partnership = field("The pilot.")
    partnership: Partnership = field("The partnership on another platform.")
    same: bool = field("Whether the pilot itself became the partnership: then nobody is in the one only.")
    technologies: list[Technology] = field("The technologies both work on.")
    topics: list[Topic] = field("The topics both treat.")
    both: list[Region] = field("The regions that take part in both now.")
    only_pilot: list[Region] = field("Those that take part in the pilot only.")
    only_partnership: list[Region] = field("Those that take part in the partnership only.")
    facts: list[Relationship] = then(FACTS, "succession_facts", ordered=True)


def _window(given: dict[str, Any]) -> dict[str, int | str]:
    since, until = given["since"], given["until"]
    if since and until and since[: len(until)] > until:
        raise BadInput(f"`since` is {since}, after `until`, {until}.", "Give the earlier one first.")
    return {}


@query(of="Partnership", order=("date", "region.id", "change", "role"), literals=_window)
def membership_changes(since: Since = None, until: Until = None) -> list[MembershipChange]:
    """Give who joined, left, took or gave up the lead or another role, as far as sources give dates, earliest first.

    A date that is known by its year or month is within the time if it may be. Of most members no source says when
    they joined. A role of which no source says that it ended is taken to last.
    """
    ...


@query(of="Partnership", order=("region.id", "role"))
def members_at(date: At) -> list[Member]:
    """Give who takes part at a time, or may do so, by region: each role once.

    Those of whom sources say that they joined later or left before are left out, and all before the partnership was
    established; all others may have taken part, and `certain` tells those of whom sources say so.
    """
    ...


@query(of="Partnership", order=("-score", "partnership.id"))
def overlaps() -> list[Overlap]:
    """Give the other partnerships in which some of the same regions take part now, the most alike first.

    Those take part of whom no source says that they begin later, or that they left. Of most partnerships only some
    members are loaded.
    """
    ...


@query(of=None, order=("-size(leads)", "-count", "region.id"))
def partnership_roles(at_least: AtLeast = 3, leading: Leading = None) -> list[PartnershipRole]:
    """Give the regions that take part in several partnerships, those that lead most of them first."""
    ...


@query(of=None, order=("pilot.id", "-same", "partnership.id"))
def pilot_successions(platform: PilotsOf = None) -> list[PilotOutcome]:
    """Give each pilot of a platform with each partnership on another that works on the same technology or topic.

    Other pilots of the same platform are left out. Who takes part is compared as of now: no source says who was a
    member of a pilot before it moved to another platform. Of some pilots no technology and no topic is known: these
    are found only where they moved themselves.
    """
    ...
