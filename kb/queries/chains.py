"""Through which clusters and cluster partnerships two regions are connected."""

# The bodies of the queries are Cypher.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Annotated

from kb.queries.arguments import Hops, steps
from kb.queries.explained import FACTS, Explained
from kb.schema.clusters import Cluster, ClusterPartnership
from kb.schema.model import field
from kb.signature import Doc, Id, Relationship, query, then

Other = Annotated[Id, Doc("The other region.", of="Region")]


class ClusterChain(Explained):
    """A chain of clusters, each a fellow member of the next in a cluster partnership."""

    hops: int = field("How many cluster hops it has, as many as it has cluster partnerships.")
    path: list[Cluster] = then("The clusters along it, from here to there.", "first_chain", ordered=True)
    via: list[ClusterPartnership] = then("The cluster partnerships between them, in turn.", "first_chain", ordered=True)
    facts: list[Relationship] = then(FACTS, "chain_facts", ordered=True)


@query(of="Region", order=("way",), literals=steps)
def cluster_chains(to: Other, within_hops: Hops = 3) -> list[ClusterChain]:
    """Give the shortest chains of clusters to another region, all of them, by the ids along them.

    A region's clusters are those in it or in a region inside it. There is no chain to the region itself, to one around
    it or one inside it; an empty list otherwise means that none is known within these hops.
    """
    ...
