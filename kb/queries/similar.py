"""Regions that are alike, whatever the distance on the map."""

# The bodies of the queries are Cypher.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from kb.analysis.profile import Dimension, profiles
from kb.analysis.similar import LEAST_KNOWN, partners, similar
from kb.projection import Computed, Projection, projection_text
from kb.queries.arguments import Technologies
from kb.queries.explained import FACTS, Explained
from kb.schema.model import field
from kb.schema.places import Region
from kb.schema.strategies import Priority, Technology
from kb.signature import Doc, Id, Relationship, made, query, then

PROFILES = Projection("profiles", profiles, projection_text("profiles"))


@dataclass(frozen=True)
class ProfileWeights:
    """How much each dimension counts; 0 leaves it out."""

    technologies: Annotated[float, Doc("Technologies of the priorities.", 0, 100)] = 3
    priorities: Annotated[float, Doc("Activities, fields of science and objectives of the priorities.", 0, 100)] = 2
    sectors: Annotated[float, Doc("Persons employed by division of NACE.", 0, 100)] = 2
    research: Annotated[float, Doc("Spending on research and development.", 0, 100)] = 1
    economy: Annotated[float, Doc("Size of the economy.", 0, 100)] = 1


@dataclass(frozen=True)
class ProfilePart:
    """What two regions are like on one dimension."""

    dimension: Annotated[Dimension, "The dimension."]
    distance: Annotated[float | None, "How far apart they are, 0 to 1; null where one of them is not known."]
    weight: Annotated[float, "How much it counts."]
    shared: Annotated[list[str], "What both have, by id; of sectors those with most people in both."]
    mine: Annotated[list[str], "What only the one has, or its number."]
    theirs: Annotated[list[str], "What only the other has, or its number."]


def parts(found: list[list[Any]], _: Mapping[str, Any]) -> list[ProfilePart]:
    """Give the parts of a distance."""
    return [ProfilePart(*each) for each in found]


To = Annotated[Id, Doc("The region to be compared with.", of="Region")]
Weights = Annotated[ProfileWeights, Doc("How much each dimension counts.")]
SameCountry = Annotated[bool | None, Doc("Only regions of the same country, or only of others; all if empty.")]
LeastKnown = Annotated[float, Doc("What part of the weights must be known of the other region: 0 to 1.", 0, 1)]
WithinDistance = Annotated[float, Doc("How far apart the two profiles are at most: 0 to 1.", 0, 1)]


class Compared(Explained):
    """A region beside another: how far apart their profiles are, and in what."""

    region: Region = field("The other region; of several codes of one territory the first.")
    distance: float = field("How far apart the two are, 0 to 1: the weighted mean of the dimensions known of both.")
    known: float = field("What part of the weights these dimensions have, of all that are known of the one.")
    parts: list[ProfilePart] = made("The distance, dimension by dimension.", "parts", parts)
    facts: list[Relationship] = then(FACTS, "similar_facts", ordered=True)


class SimilarRegion(Compared):
    """A region that is like another, and in what."""

    technologies: list[Technology] = field("The technologies that priorities of both draw on.")


class SimilarPartner(Compared):
    """A region that is like another and has a technology in common, on which the two do not work together yet."""

    technologies: list[Technology] = field("The technologies in common on which no partnership has both now.")
    my_priorities: list[Priority] = then("The priorities of the one that draw on them.", "similar_partner_priorities")
    their_priorities: list[Priority] = then(
        "The priorities of the other that draw on them.", "similar_partner_priorities"
    )


@query(of=None, order=("distance", "-known", "region.id"), computed=Computed(PROFILES, similar))
def similar_regions(
    to: To, weights: Weights = ProfileWeights(), same_country: SameCountry = None, least_known: LeastKnown = LEAST_KNOWN
) -> list[SimilarRegion]:  # fmt: skip
    """Give the regions most like one, by the dimensions and weights you choose, the nearest first.

    Dimensions that are not known of the region itself do not count. `Region.similarTo` has the ten nearest by the
    weights that are given here where you give none.
    """
    ...


@query(of=None, order=("distance", "-known", "region.id"), computed=Computed(PROFILES, partners))
def similar_partners(
    to: To,
    technologies: Technologies = None,
    within_distance: WithinDistance = 0.5,
    weights: Weights = ProfileWeights(),
    same_country: SameCountry = None,
    least_known: LeastKnown = LEAST_KNOWN,
) -> list[SimilarPartner]:
    """Give all regions like one that share a technology which no partnership has both of them on now, nearest first."""
    ...
