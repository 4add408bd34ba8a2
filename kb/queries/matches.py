"""Regions that could work together, and why."""

# The bodies of the queries are Cypher.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from kb.queries.arguments import Hops, Inherited, Technologies, steps
from kb.queries.explained import FACTS, FUNDS, TOGETHER, Explained
from kb.queries.score import SCORE, Scored
from kb.schema.clusters import Cluster, ClusterPartnership
from kb.schema.model import field
from kb.schema.money import Fund
from kb.schema.partnerships import Partnership
from kb.schema.places import Region
from kb.schema.strategies import Priority, Technology
from kb.signature import Doc, Relationship, query, then

RelevantOnly = Annotated[
    bool,
    Doc("Whether only chains count that are about one of the shared technologies from end to end: `relevance` 1."),
]


@dataclass(frozen=True)
class MatchWeights:
    """How much each part of the score of a match counts."""

    technologies: Annotated[float, Doc("How alike the two are in the technologies they draw on: 0 to 100.", 0, 100)] = 2
    relevance: Annotated[float, Doc("How much of the chain is about a shared technology: 0 to 100.", 0, 100)] = 2
    closeness: Annotated[float, Doc("How few hops it takes: 0 to 100.", 0, 100)] = 1
    partnerships: Annotated[
        float, Doc("How many of their thematic partnerships they are in together, now or earlier: 0 to 100.", 0, 100)
    ] = 0


Weights = Annotated[MatchWeights, Doc("How much each part of the score counts.")]


class Match(Explained, Scored):
    """A region that shares a technology with this one, and through whom the two are connected."""

    region: Region = field("The other region: the one whose own strategy has the priority.")
    hops: int = field("Cluster hops between the two: the least between a cluster here and a cluster there.")
    technologies: list[Technology] = field("The technologies that priorities of both draw on.")
    relevance: float = field(
        "How much of the chain is about one of these technologies, 0 to 1. Each membership along it counts 1 if its "
        "cluster partnership works on the technology (through a thematic partnership it is linked to) or, where that "
        "names none, its cluster is active in it; 0 if they name others only; a half where they name none, since then "
        "nobody knows. It is the mean of these, for the technology that it is highest for."
    )
    score: float = field(SCORE)
    my_priorities: list[Priority] = then("The priorities here that draw on them.", "match_priorities")
    their_priorities: list[Priority] = then("The priorities there that draw on them.", "match_priorities")
    path: list[Cluster] = then(
        "The clusters along one chain, from here to there: of the shortest, the most relevant, then the first by ids.",
        "first_chain",
        ordered=True,
    )
    via: list[ClusterPartnership] = then("The cluster partnerships along that chain.", "first_chain", ordered=True)
    already_together_in: list[Partnership] = then(TOGETHER, "match_together")
    funds: list[Fund] = then(FUNDS, "match_funds")
    facts: list[Relationship] = then(FACTS, "match_facts", ordered=True)


@query(of="Region", order=("that.id",))
def priorities(inherited: Inherited = False) -> list[Priority]:
    """Give the priorities of its own strategies, in all periods loaded."""
    ...


@query(
    of="Region",
    order=("hops", "-score", "region.id"),
    literals=steps,
)
def sharing_priorities(
    technologies: Technologies = None,
    within_hops: Hops = 2,
    inherited: Inherited = False,
    relevant_only: RelevantOnly = False,
    weights: Weights = MatchWeights(),
) -> list[Match]:
    """Give the regions that share a technology with this one within so many cluster hops, nearest first."""
    ...
