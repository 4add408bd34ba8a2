"""Places to test and to make, and the organisations that run them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.schema.base import Entity, Link, Placement
from kb.schema.model import FullText, Point, When, edge, field, node, path, to
from kb.schema.strategies import Tag

if TYPE_CHECKING:
    from kb.schema.places import Region
    from kb.schema.strategies import ScientificField, Technology


@node("organisations")
class Organisation(Entity):
    """A body that is neither a cluster nor a service of the Commission: a university, an institute, a network."""

    type: str | None = field("What sort of body it is: university, research institute, network, agency ...")
    short_name: FullText | None = field("Its short name.")
    latin_name: FullText | None = field("Its name in Latin letters, where the source writes others.")
    website: str | None = field("Address of its own site.")
    city: FullText | None = field("The town of its seat.")
    country: str | None = field("Code of its country, as NUTS writes it: EL for Greece, UK for the United Kingdom.")
    sme: bool | None = field("Whether it is a small or medium-sized enterprise.")
    point: Point | None = field("Where it stands.")
    region: Region | None = to("BASED_IN", "Where it is based.", Placement, inverse="own_organisations")


@edge
class Share(Link):
    """A country's share in a facility."""

    keys = ("role", "url")

    role: str | None = field("In what role: coordinator, member, partner, participant.")
    url: str | None = field("Address of who takes part there.")


@node("facilities")
class Facility(Entity):
    """A shared infrastructure: pilot plant, pilot line, testing facility, data centre, fab lab, innovation hub."""

    type: FullText | None = field("What sort of facility it is, such as pilot line or fab lab.")
    description: FullText | None = field("What it offers.")
    status: str | None = field("Whether it is planned, being built or at work, in the source's words.")
    start: When | None = field("When it began to work, or is to.")
    siting: str | None = field("Whether it stands at one site, at several, or is virtual, in the source's words.")
    website: str | None = field("Address of its own site.")
    services: list[str] = field("The services it offers, in the source's words.")
    expertise: list[str] = field("The technologies and fields it names, in the source's words.")
    sectors: list[str] = field("The sectors it serves, in the source's words.")
    city: FullText | None = field("The town it stands in.")
    country: str | None = field("Code of its country, as NUTS writes it: EL for Greece, UK for the United Kingdom.")
    point: Point | None = field("Where it stands.")
    trl_from: int | None = field("Lowest technology readiness level it serves, 1 to 9.")
    trl_to: int | None = field("Highest technology readiness level it serves, 1 to 9.")
    region: Region | None = path(
        "(this)-[:STANDS_IN]->(that:Region) WHERE COUNT { (this)-[:STANDS_IN]->() } = 1",
        "The region it stands in; empty for one with sites in several.",
    )
    regions: list[Region] = to("STANDS_IN", "Every region it has a site in.", Placement, inverse="own_facilities")
    host: Organisation | None = to("RUN_BY", "Who runs it.", inverse="facilities")
    technologies: list[Technology] = to("SERVES", "The technologies it serves.", Tag, inverse="facilities")
    scientific_fields: list[ScientificField] = to(
        "SERVES_FIELD", "The fields of science it serves.", Tag, inverse="facilities"
    )
    countries: list[Region] = to(
        "SHARED_BY", "The countries that have a share in it.", Share, inverse="shared_facilities"
    )
