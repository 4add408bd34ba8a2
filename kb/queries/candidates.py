"""Regions that a partnership could win as members, and why."""

# The bodies of the queries are Cypher.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from kb.queries.arguments import Hops, Technologies, steps
from kb.queries.explained import FACTS, Explained
from kb.queries.score import SCORE, Scored
from kb.schema.clusters import Cluster, ClusterPartnership
from kb.schema.model import field
from kb.schema.money import Fund
from kb.schema.partnerships import Partnership
from kb.schema.places import Region
from kb.schema.strategies import Priority, Technology
from kb.signature import Doc, Relationship, query, then


@dataclass(frozen=True)
class CandidateWeights:
    """How much each part of the score of a candidate counts."""

    technologies: Annotated[
        float, Doc("How many of the partnership's technologies its priorities draw on: 0 to 100.", 0, 100)
    ] = 2
    closeness: Annotated[float, Doc("How few cluster hops it is from a member: 0 to 100.", 0, 100)] = 1
    nearness: Annotated[float, Doc("How few kilometres it is from a member: 0 to 100.", 0, 100)] = 1
    partnerships: Annotated[
        float, Doc("How many of the members it works with in other partnerships: 0 to 100.", 0, 100)
    ] = 1


Weights = Annotated[CandidateWeights, Doc("How much each part of the score counts.")]


class Candidate(Explained, Scored):
    """A region outside a partnership that has a priority in one of its technologies."""

    region: Region = field("The region: the one whose own strategy has the priority.")
    technologies: list[Technology] = field("The technologies that the partnership works on and its priorities draw on.")
    priorities: list[Priority] = then("Its priorities that draw on them.", "candidate_priorities")
    hops: int | None = field(
        "Cluster hops to the nearest member: the least between a cluster there and one of a member; "
        "null where none is within the hops asked for."
    )
    path: list[Cluster] = then(
        "The clusters along one shortest chain, from there to the member, the first by ids.",
        "first_chain",
        ordered=True,
    )
    via: list[ClusterPartnership] = then("The cluster partnerships along that chain.", "first_chain", ordered=True)
    nearest: Region | None = field("The member whose main city is nearest; null where that is not known.")
    distance_km: float | None = field(
        "Kilometres as the crow flies from its main city to that one; null where that is not known."
    )
    centroid_km: float | None = field(
        "Kilometres to the middle of the members: the mean latitude and longitude of their main cities."
    )
    shared_partnerships: list[Partnership] = field("The other partnerships it is in now with one of the members.")
    funds: list[Fund] = then(
        "The funds of programmes that cover it and of programmes that cover a member, in any period; "
        "none where no source says what programmes cover.",
        "match_funds",
    )
    score: float = field(SCORE)
    facts: list[Relationship] = then(FACTS, "candidate_facts", ordered=True)


@query(
    of="Partnership",
    order=("-score", "region.id"),
    literals=steps,
)
def candidates(
    technologies: Technologies = None,
    within_hops: Hops = 2,
    weights: Weights = CandidateWeights(),
) -> list[Candidate]:
    """Give regions outside it that fit: their own priorities draw on a technology it works on, the best first.

    A region that takes part now, those around it and those inside it are left out. A partnership that names no
    technology has no candidates: of it nothing can be said. In the score, closeness is 1 divided by the hops, 0 where
    there are none; nearness is 1 at no distance and a half at 500 km; partnerships is the part of the members.
    """
    ...
