"""Clusters and the partnerships between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.schema.base import Entity, Membership, Placement
from kb.schema.model import FullText, When, field, node, path, to
from kb.schema.strategies import Tag

if TYPE_CHECKING:
    from kb.schema.money import Programme
    from kb.schema.partnerships import Partnership
    from kb.schema.places import Region
    from kb.schema.strategies import Sector, Technology


@node("clusters")
class Cluster(Entity):
    """A cluster organisation: firms, research and public bodies of one field, in one place."""

    sector: FullText | None = field("What its members work on, in the source's words.")
    description: FullText | None = field("What it does, in its own words.")
    founded: When | None = field("When it was founded.")
    members: int | None = field("How many members it has.")
    smes: int | None = field("How many of them are small or medium-sized enterprises.")
    website: str | None = field("Address of its own site.")
    place: FullText | None = field("The town of its seat, or what else is known of its place.")
    region_basis: str | None = field("How its region is known.")
    region: Region | None = to("LOCATED_IN", "Where its seat is.", Placement, inverse="own_clusters")
    cluster_partnerships: list[ClusterPartnership] = to(
        "MEMBER_OF", "The cluster partnerships it is a member of.", Membership, inverse="clusters"
    )
    technologies: list[Technology] = to("ACTIVE_IN", "The technologies it names.", Tag, inverse="clusters")
    sectors: list[Sector] = to("WORKS_IN", "Its economic activities.", Tag, inverse="clusters")
    partners: list[Cluster] = path(
        "(this)-[:MEMBER_OF]->(:ClusterPartnership)<-[:MEMBER_OF]-(that:Cluster) WHERE that <> this",
        "The clusters one hop away: fellow members of a cluster partnership.",
        distinct=True,
    )


@node("clusterPartnerships")
class ClusterPartnership(Entity):
    """Clusters that work together: an ESCP-S3 or ESCP-4i, a Eurocluster, a project, a network, an agreement of two."""

    start: When | None = field("When it began.")
    end: When | None = field("When it ended or is to end.")
    duration: str | None = field("How long it lasts, in the source's words.")
    programme: Programme | None = to(
        "RUN_UNDER", "The programme or form it runs under.", inverse="cluster_partnerships"
    )
    partnerships: list[Partnership] = to(
        "LINKED_TO", "The thematic partnerships it works with.", inverse="cluster_partnerships"
    )
