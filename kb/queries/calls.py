"""Who could answer a call together."""

# The bodies of the queries are Cypher.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Annotated

from kb.queries.arguments import Technologies
from kb.queries.explained import FACTS, Explained
from kb.schema.clusters import Cluster
from kb.schema.model import field
from kb.schema.places import Region
from kb.schema.strategies import Technology
from kb.signature import Doc, Id, Relationship, query, then

One = Annotated[Id | None, Doc("Only pairs with this region, which comes first in them; all if empty.", of="Region")]


class EligiblePair(Explained):
    """Two regions of different countries, clusters of which could answer a call together."""

    region: Region = field("The one region.")
    other_region: Region = field("The other region.")
    technologies: list[Technology] = field("The technologies that priorities of both draw on.")
    clusters: list[Cluster] = then("The clusters in the one.", "eligible_clusters")
    other_clusters: list[Cluster] = then("The clusters in the other.", "eligible_clusters")
    facts: list[Relationship] = then(FACTS, "eligible_facts", ordered=True)


@query(of="Call", order=("-size(technologies)", "region.id", "otherRegion.id"))
def eligible_pairs(region: One = None, technologies: Technologies = None) -> list[EligiblePair]:
    """Give pairs of regions whose clusters could answer a call for cluster partnerships, such as ESCP-S3, together.

    Checked: that they are in different countries, that each has a cluster and a priority of its own which draws on a
    technology of both, and that no cluster partnership the call chose, or that runs under its programme, has clusters
    of both yet. Not checked, for no source loaded says it: how many partners and regions a partnership must have, what
    bodies the clusters must be, when the call is open, and what it is about.
    """
    ...
