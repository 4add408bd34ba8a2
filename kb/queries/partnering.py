"""Clusters that could work together, as the partnering tool of the ECCP is meant to find them."""

# The bodies of the queries are Cypher.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from kb.queries.arguments import Hops, steps
from kb.queries.explained import FACTS, Explained
from kb.queries.score import SCORE, Scored
from kb.schema import Entity
from kb.schema.clusters import Cluster, ClusterPartnership
from kb.schema.model import field
from kb.schema.money import Fund
from kb.schema.places import Region
from kb.schema.strategies import Priority
from kb.signature import Doc, Relationship, query, then

National = Annotated[bool, Doc("Whether the priorities of the countries the clusters lie in count, too.")]


@dataclass(frozen=True)
class ClusterMatchWeights:
    """How much each part of the score of a match of clusters counts."""

    same: Annotated[float, Doc("How alike the two are in what they name: 0 to 100.", 0, 100)] = 2
    complement: Annotated[
        float, Doc("How much of what the region here wants and the cluster here lacks it brings: 0 to 100.", 0, 100)
    ] = 1
    priorities: Annotated[float, Doc("How alike the priorities of the two regions are: 0 to 100.", 0, 100)] = 1
    closeness: Annotated[float, Doc("How few cluster hops there are between them: 0 to 100.", 0, 100)] = 1


Weights = Annotated[ClusterMatchWeights, Doc("How much each part of the score counts.")]


class ClusterMatch(Explained, Scored):
    """A cluster elsewhere that this one could work with. What is named or wanted are technologies and sectors."""

    cluster: Cluster = field("The other cluster.")
    region: Region = field("Where its seat is.")
    same: list[Entity] = field("The technologies and sectors that both clusters name.")
    complementing: list[Entity] = field(
        "Those that the other names and this one does not, and that a priority of the region here draws on or concerns."
    )
    common: list[Entity] = field("Those that priorities of both regions draw on or concern.")
    my_priorities: list[Priority] = then(
        "The priorities here that speak of what is common or complementing.", "partner_priorities"
    )
    their_priorities: list[Priority] = then("The priorities there that speak of what is common.", "partner_priorities")
    hops: int | None = field("Cluster hops between the two, 2 or more; null where there are none as few as asked for.")
    path: list[Cluster] = then(
        "The clusters along one shortest chain, from this one, the first by ids.", "first_chain", ordered=True
    )
    via: list[ClusterPartnership] = then("The cluster partnerships along that chain.", "first_chain", ordered=True)
    funds: list[Fund] = then(
        "The funds of programmes that cover the region here and of programmes that cover the one there, in any period; "
        "none where no source says what programmes cover.",
        "match_funds",
    )
    score: float = field(SCORE)
    facts: list[Relationship] = then(FACTS, "partner_facts", ordered=True)


@query(
    of="Cluster",
    order=("-score", "cluster.id"),
    literals=steps,
)
def matches(
    within_hops: Hops = 3, national: National = False, weights: Weights = ClusterMatchWeights()
) -> list[ClusterMatch]:
    """Give clusters of other regions to work with, the best first.

    They name a technology or sector that this cluster names, or one that it does not name and a priority of its region
    speaks of. Priorities of both regions speak of one technology or sector at least, and the two clusters are not
    yet fellow members of a cluster partnership. A region's priorities here are those of the strategies of all regions
    the cluster lies in, its country aside. What a cluster or a priority does not name cannot be compared.
    """
    ...
