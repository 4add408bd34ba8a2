"""What regions specialise in: strategies, priorities, and the technologies and fields they speak of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.schema.base import Entity, Link
from kb.schema.model import FullText, edge, field, node, path, to

if TYPE_CHECKING:
    from kb.schema.places import Region


@edge
class Tag(Link):
    """Why something is said to draw on a technology."""

    basis: str | None = field("The words the tag rests on.")


@node("technologies")
class Technology(Entity):
    """A key enabling technology (KET), or an advanced technology of the later lists."""

    description: FullText | None = field("What it is, in our own words.")
    ket: bool = field("Whether it is one of the six key enabling technologies.")
    advanced: bool = field("Whether it is on the later list of advanced technologies for industry.")


@node("sectors")
class Sector(Entity):
    """An economic activity of the NACE classification."""

    code: FullText | None = field("Its code in that revision, such as 26.1.")
    revision: str | None = field("The revision of NACE: 2 or 2.1.")
    level: int | None = field("1 for a section, 2 a division, 3 a group, 4 a class.")
    parent: Sector | None = to("PART_OF_SECTOR", "The activity one level up.", inverse="children")


@node("scientificFields")
class ScientificField(Entity):
    """A field of science or technology, as the Frascati list, NABS or EuroSciVoc names it."""

    code: FullText | None = field("Its code in its list.")
    scheme: str | None = field("The list: FORD (Frascati), NABS or EuroSciVoc.")
    parent: ScientificField | None = to("PART_OF_FIELD", "The broader field.", inverse="children")


@node("topics")
class Topic(Entity):
    """A priority area or policy objective, such as the circular economy."""

    description: FullText | None = field("What it is about.")


@node("strategies")
class Strategy(Entity):
    """A smart specialisation strategy (S3) of a region or country, for a period."""

    period: str = field("The programming period it is for: 2014-2020 or 2021-2027.")
    region: Region | None = to("OF_REGION", "Whose strategy it is; empty for a territory without a code.")


@node("priorities")
class Priority(Entity):
    """What a strategy chooses to specialise in."""

    original_title: FullText | None = field("Its title in the language of the strategy.")
    description: FullText | None = field("What it covers, in the source's words.")
    period: str = field("The programming period of its strategy.")
    strategy: Strategy = to("SET_BY", "The strategy that sets it.", inverse="priorities")
    region: Region | None = path("(this)-[:SET_BY]->(:Strategy)-[:OF_REGION]->(that:Region)", "Whose priority it is.")
    technologies: list[Technology] = to("DRAWS_ON", "The technologies it draws on.", Tag, inverse="priorities")
    sectors: list[Sector] = to("CONCERNS", "The economic activities it concerns.", Tag, inverse="priorities")
    scientific_fields: list[ScientificField] = to(
        "RESTS_ON", "The fields of science it rests on.", Tag, inverse="priorities"
    )
    topics: list[Topic] = to("SERVES_TOPIC", "The policy objectives it serves.", Tag, inverse="priorities")
