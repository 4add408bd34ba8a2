"""What is missing: priorities without support, clusters and regions without company, technologies without places."""

# The bodies of the queries are Cypher.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Annotated

from kb.queries.arguments import Inherited, Technologies
from kb.queries.explained import FACTS, Explained
from kb.schema.clusters import Cluster
from kb.schema.model import field
from kb.schema.places import Region
from kb.schema.strategies import Priority, Sector, Technology
from kb.signature import Doc, Relationship, query, then

OnlyGaps = Annotated[bool, Doc("Whether to leave out priorities that lack nothing that can be told.")]


class PriorityGap(Explained):
    """A priority, and how much there is in its region to carry it."""

    priority: Priority = field("The priority.")
    technologies: list[Technology] = field("The technologies it draws on.")
    sectors: list[Sector] = field("The economic activities it concerns.")
    clusters: int = field("Clusters in the region that are active in one of these technologies or activities.")
    facilities: int | None = field(
        "Facilities in the region that serve one of these technologies; null where it names none."
    )
    projects: int | None = field(
        "Projects that involve the region and apply one of these technologies; null where it names none."
    )
    silent: int = field(
        "Clusters, facilities and projects in the region that name neither: what they carry nobody can tell."
    )
    facts: list[Relationship] = then(FACTS, "priority_gap_facts", ordered=True)


class TechnologyGap(Explained):
    """A technology, and how many regions want it against how many can test it."""

    technology: Technology = field("The technology.")
    priorities: int = field("Priorities that draw on it, of all periods loaded.")
    regions: int = field("Regions whose strategies have these priorities.")
    facilities: int = field("Facilities that serve it.")
    facility_regions: int = field("Regions in which these facilities stand.")
    ratio: float | None = field("Regions that want it for each region that has a facility; null where none has.")
    facts: list[Relationship] = then(FACTS, "technology_gap_facts", ordered=True)


class LoneRegion(Explained):
    """A region with priorities that takes part in no thematic partnership."""

    region: Region = field("The region whose own strategy has the priorities.")
    priorities: int = field("How many priorities its strategies have, of all periods loaded.")
    technologies: list[Technology] = field("The technologies they draw on.")
    facts: list[Relationship] = then(FACTS, "lone_region_facts", ordered=True)


@query(of="Region", order=("clusters", "facilities", "projects", "priority.id"))
def priority_gaps(only_gaps: OnlyGaps = True) -> list[PriorityGap]:
    """Give its own priorities with the clusters, facilities and projects here that could carry them, fewest first.

    Priorities that name neither a technology nor an economic activity are left out: of them nothing can be said.
    A cluster counts for an activity if it works in it or in a part of it, as NACE divides activities.
    """
    ...


@query(of="Region", order=("that.id",))
def clusters_without_priority(inherited: Inherited = False) -> list[Cluster]:
    """Give the clusters here whose technologies and activities no priority of the region names.

    Clusters that name neither are left out, and a region whose priorities name neither has no answer: of them
    nothing can be said. Other priorities may speak of a cluster in words.
    """
    ...


@query(of=None, order=("facilityRegions > 0", "-ratio", "-regions", "technology.id"))
def technology_gaps(technologies: Technologies = None) -> list[TechnologyGap]:
    """Give the technologies that priorities draw on, those with the fewest facilities for the regions first.

    Only priorities and facilities that name technologies are counted.
    """
    ...


@query(of=None, order=("-size(technologies)", "-priorities", "region.id"))
def regions_without_partnership(technologies: Technologies = None) -> list[LoneRegion]:
    """Give the regions with priorities that take part in no partnership now, those that name most technologies first.

    A region is looked for under all codes of its territory; regions around it or inside it may take part. If
    technologies are asked for, only priorities that draw on them count.
    """  # fmt: skip
    ...
