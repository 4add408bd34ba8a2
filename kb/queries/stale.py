"""What nobody has said anew for long."""

# The bodies of the queries are Cypher.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Annotated

from kb.queries.explained import FACTS, Explained
from kb.schema import Entity
from kb.schema.model import When, field
from kb.schema.places import Region
from kb.signature import Doc, Id, Relationship, in_order, query

OlderThan = Annotated[When, Doc("A day, or a year or month such as 2021: facts whose newest date lies before it.")]
Regions = Annotated[list[Id] | None, Doc("Only facts of these regions, by id; of all if empty.", of="Region")]
Undated = Annotated[bool, Doc("Whether to give facts of no known date, too; they come last.")]


class StaleFact(Explained):
    """What a region has in a partnership, a cluster of it in a cluster partnership, or a strategy of it in priorities.

    The newest date is the latest that any of the relationships gives: `from`, `to`, `asOf`, or the last year of the
    strategy's period. Where none gives one, it is the last day that one of their sources was read.
    """

    region: Region | None = field("The region it is of; null where that is not known.")
    subject: Entity = field("The region that takes part, the cluster that is a member, or the strategy.")
    partnership: Entity | None = field("The partnership or cluster partnership; null for a strategy's priorities.")
    newest: When | None = field("The newest date; null where none is known.")
    read_only: bool = field("Whether that is only when a source was read: the facts themselves say no date.")
    facts: list[Relationship] = in_order(FACTS)


@query(
    of=None,
    order=("newest", "subject.id", "labels(subject)[0]", "coalesce(partnership.id, '')"),
)
def stale_facts(older_than: OlderThan, regions: Regions = None, undated: Undated = False) -> list[StaleFact]:
    """Give participations, memberships and strategies whose newest date lies before another, the oldest first.

    Years and months are older only if all their days are.
    """
    ...
