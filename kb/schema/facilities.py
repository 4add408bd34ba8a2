"""Places to test and to make, and the organisations that run them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.schema.base import Entity
from kb.schema.model import FullText, Point, field, node, path, to
from kb.schema.strategies import Tag

if TYPE_CHECKING:
    from kb.schema.places import Region
    from kb.schema.strategies import Technology


@node("organisations")
class Organisation(Entity):
    """A body that is neither a cluster nor a service of the Commission: a university, an institute, a network."""

    type: str | None = field("What sort of body it is: university, research institute, network, agency ...")
    region: Region | None = to("BASED_IN", "Where it is based.", inverse="own_organisations")


@node("facilities")
class Facility(Entity):
    """A shared infrastructure: pilot plant, pilot line, testing facility, data centre, fab lab, innovation hub."""

    type: FullText | None = field("What sort of facility it is, such as pilot line or fab lab.")
    description: FullText | None = field("What it offers.")
    city: FullText | None = field("The town it stands in.")
    point: Point | None = field("Where it stands.")
    trl_from: int | None = field("Lowest technology readiness level it serves, 1 to 9.")
    trl_to: int | None = field("Highest technology readiness level it serves, 1 to 9.")
    region: Region | None = path(
        "(this)-[:STANDS_IN]->(that:Region) WHERE COUNT { (this)-[:STANDS_IN]->() } = 1",
        "The region it stands in; empty for one with sites in several.",
    )
    regions: list[Region] = to("STANDS_IN", "Every region it has a site in.", inverse="own_facilities")
    host: Organisation | None = to("RUN_BY", "Who runs it.", inverse="facilities")
    technologies: list[Technology] = to("SERVES", "The technologies it serves.", Tag, inverse="facilities")
