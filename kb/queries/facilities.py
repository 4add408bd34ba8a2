"""Where there is what a region lacks."""

# The bodies of the queries are Cypher.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Annotated

from kb.queries.arguments import Technologies, steps
from kb.queries.explained import FACTS, Explained
from kb.schema.clusters import Cluster, ClusterPartnership
from kb.schema.facilities import Facility
from kb.schema.model import field
from kb.schema.places import Region
from kb.schema.strategies import Technology
from kb.signature import Doc, Relationship, query, then

Trl = Annotated[int | None, Doc("Only facilities that serve this technology readiness level: 1 to 9.", 1, 9)]
WithinKm = Annotated[
    int | None, Doc("Only facilities so near, in kilometres as the crow flies: 1 to 20,040.", 1, 20_040)
]
WithinHops = Annotated[int, Doc("How many cluster hops to look for at most: 1 to 6.", 1, 6)]


class FacilityElsewhere(Explained):
    """A facility in another region, for a technology that the strategy here needs and no facility here serves."""

    facility: Facility = field("The facility.")
    region: Region = field("The region it stands in; of several the nearest.")
    technologies: list[Technology] = field("The technologies it serves that are lacking here.")
    hops: int | None = field(
        "Cluster hops from here to that region: the least between a cluster here and a cluster there; null where none "
        "is found within `withinHops`."
    )
    distance_km: float | None = field(
        "Kilometres as the crow flies from the main city here to the facility, or to the main city of its region; "
        "null where one of them is not on the map."
    )
    trl_from: int | None = field("Lowest technology readiness level it serves; null where no source says so.")
    trl_to: int | None = field("Highest technology readiness level it serves; null where no source says so.")
    path: list[Cluster] = then(
        "The clusters along one shortest chain, from here to there, the first by ids; empty where none is found.",
        "facility_chain",
        ordered=True,
    )
    via: list[ClusterPartnership] = then("The cluster partnerships along that chain.", "facility_chain", ordered=True)
    facts: list[Relationship] = then(FACTS, "facility_elsewhere_facts", ordered=True)


@query(
    of="Region",
    order=("hops", "distanceKm", "-trlTo", "facility.id"),
    literals=steps,
)
def facilities_elsewhere(
    technologies: Technologies = None, trl: Trl = None, within_km: WithinKm = None, within_hops: WithinHops = 3
) -> list[FacilityElsewhere]:
    """Give facilities of other regions for technologies that its priorities need and no facility here serves, by hops,
    then by distance, then by readiness level, the highest first.

    Facilities in a region around this one are left out, since they may be here, whatever other places they have. A
    facility whose readiness levels or place are not known is left out where these are asked for.
    """  # fmt: skip
    ...
