"""What every kind of node, and every relationship, has."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from kb.schema.model import Confidence, FullText, Key, When, edge, field, path

if TYPE_CHECKING:
    from kb.schema.provenance import Source


class Entity:
    """Anything the knowledge base knows of."""

    id: Key = field("A readable key, unique within its kind.")
    name: FullText = field("What it is called.")
    note: str | None = field("What else the sources say, in words.")
    confidence: Confidence | None = field("How far its being there and its fields can be trusted.")
    sources: list[Source] = path("(that:Source) WHERE that.id IN this.sources", "Who says so.")


@edge
class Link:
    """A relationship with nothing to say but where it is from."""

    note: str | None = field("What else the sources say of it, in words.")
    confidence: Confidence | None = field("How far the relationship can be trusted.")


class Method(Enum):
    """How a place was found to be in a region."""

    CODE = "The source names the region's code."
    CROSSWALK = "The source names the code of an earlier edition of NUTS, most of which is this region now."
    NAME = "The source names the region, in some language."
    CITY = "The source names a town that is the main one of the region."
    POSTCODE = "The source names a postcode whose first digits are of the region alone."
    POINT = "The source gives a point, which lies within the region's boundary."


@edge
class Placement(Link):
    """Being in a region, and how that is known."""

    method: Method | None = field("How the place was found; empty where the source says the region itself.")
    place: str | None = field("The place in the source's words.")


@edge
class Membership(Link):
    """Being part of something, for a time, in a role. A role that changed hands is two memberships."""

    keys = ("role", "as_of")

    role: str | None = field("In what role: lead, co-lead, co-ordinator, participant, founder ...")
    from_: When | None = field("Since when, as exactly as is known.")
    to: When | None = field("Until when; empty while it lasts or where it is not known.")
    as_of: When | None = field("When the source said so.")
