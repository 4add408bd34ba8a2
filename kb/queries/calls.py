"""Who could answer a call together."""

# The bodies of the queries are Cypher.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from kb.queries.arguments import Technologies
from kb.queries.explained import FACTS, FUNDS, TOGETHER, Explained
from kb.queries.score import SCORE, Scored
from kb.schema.clusters import Cluster
from kb.schema.model import field
from kb.schema.money import Fund
from kb.schema.partnerships import Partnership
from kb.schema.places import Region
from kb.schema.strategies import Priority, Technology
from kb.signature import Doc, Id, Relationship, query, then

One = Annotated[Id | None, Doc("Only pairs with this region, which comes first in them; all if empty.", of="Region")]


@dataclass(frozen=True)
class EligiblePairWeights:
    """How much each part of the score of a pair counts."""

    technologies: Annotated[float, Doc("How alike the two are in the technologies they draw on: 0 to 100.", 0, 100)] = 2
    clusters: Annotated[
        float, Doc("How many of the technologies in common clusters of both name, too: 0 to 100.", 0, 100)
    ] = 1
    partnerships: Annotated[
        float, Doc("How many of their thematic partnerships they are in together, now or earlier: 0 to 100.", 0, 100)
    ] = 0


Weights = Annotated[EligiblePairWeights, Doc("How much each part of the score counts.")]


class EligiblePair(Explained, Scored):
    """Two regions of different countries, clusters of which could answer a call together.

    There is no chain between them: what is asked for are clusters that a call has not brought together yet.
    """

    region: Region = field("The one region.")
    other_region: Region = field("The other region.")
    technologies: list[Technology] = field("The technologies that priorities of both draw on.")
    score: float = field(SCORE)
    priorities: list[Priority] = then("The priorities of the one that draw on them.", "eligible_priorities")
    other_priorities: list[Priority] = then("The priorities of the other that draw on them.", "eligible_priorities")
    clusters: list[Cluster] = then("The clusters in the one.", "eligible_clusters")
    other_clusters: list[Cluster] = then("The clusters in the other.", "eligible_clusters")
    already_together_in: list[Partnership] = then(TOGETHER, "match_together")
    funds: list[Fund] = then(FUNDS, "match_funds")
    facts: list[Relationship] = then(FACTS, "eligible_facts", ordered=True)


@query(of="Call", order=("-score", "region.id", "otherRegion.id"))
def eligible_pairs(
    region: One = None, technologies: Technologies = None, weights: Weights = EligiblePairWeights()
) -> list[EligiblePair]:
    """Give pairs of regions whose clusters could answer a call for cluster partnerships, such as ESCP-S3, together.

    Checked: that they are in different countries, that each has a cluster and a priority of its own which draws on a
    technology of both, and that no cluster partnership the call chose, or that runs under its programme, has clusters
    of both yet. Not checked, for no source loaded says it: how many partners and regions a partnership must have, what
    bodies the clusters must be, when the call is open, and what it is about. In the score, clusters is not known where
    those of a region name no technology, partnerships where neither takes part in any.
    """
    ...
