"""What came of an event."""

# The bodies of the queries are Cypher.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Annotated

from kb.queries.explained import FACTS, Explained
from kb.schema import Entity
from kb.schema.model import field
from kb.schema.partnerships import Partnership
from kb.schema.places import Region
from kb.signature import Doc, Relationship, query, then

Months = Annotated[int, Doc("How many months after the event a partnership counts as established near it: 0 to 120.",
                            0, 120)]  # fmt: skip


class EventImpact(Explained):
    """What was launched at an event or soon after, and what the regions that were there have shared since.

    What comes after an event need not come of it. A date that is known by its year or month counts if it may be meant.
    """

    regions: list[Region] = field("Regions that exhibited, took part, or had someone in office speak there.")
    launched: list[Entity] = field("Partnerships, platforms and whatever else was launched there.")
    established: list[Partnership] = field("Partnerships that were or may have been established within these months.")
    shared_after: list[Partnership] = field("Partnerships that at least two of these regions joined after the event.")
    shared_undated: list[Partnership] = field(
        "Further ones that at least two of them took part in, and may have joined after it: no source says when."
    )
    facts: list[Relationship] = then(FACTS, "event_facts", ordered=True)


@query(of="Event")
def impact(months: Months = 12) -> EventImpact | None:
    """Tell what was launched at the event, or in the months after, and what the regions there have shared since."""
    ...
