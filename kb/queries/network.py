"""The network of regions as a whole: who connects it, how it falls into communities, what it loses without some."""

# The bodies of the queries are Cypher.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from kb.analysis.absence import MOST_PAIRS, absence
from kb.analysis.brokers import brokers as brokers_of
from kb.analysis.communities import communities as communities_of
from kb.analysis.network import Over, network
from kb.projection import Computed, Projection, projection_text
from kb.queries.explained import FACTS, Explained
from kb.schema import Entity
from kb.schema.facilities import Facility
from kb.schema.model import field
from kb.schema.partnerships import Partnership
from kb.schema.places import Region
from kb.signature import Doc, Id, Relationship, made, query, then

NETWORK = Projection("network", network, projection_text("network"))

Links = Annotated[Over, Doc("What links two regions; one that lies in the other is not linked with it.")]
Platform = Annotated[
    Id | None, Doc("Only partnerships on this platform, or pilots of it; all if empty.", of="Platform")
]
Resolution = Annotated[float, Doc("Higher gives more and smaller communities: 0 to 10.", 0, 10)]
Without = Annotated[
    list[Id], Doc("The regions that leave, by id, with all that lie in them: 1 to 100.", 1, 100, of="Region")
]
Hops = Annotated[int, Doc("How many partnerships apart two regions are at most: 1 to 6.", 1, 6)]


@dataclass(frozen=True)
class CountryShare:
    """A country's part in a community."""

    country: Annotated[str, "Its code."]
    regions: Annotated[int, "How many regions of it are in the community."]
    share: Annotated[float, "The same as part of the community, 0 to 1."]


@dataclass(frozen=True)
class RegionPair:
    """Two regions."""

    one: Annotated[str, "The id of the one."]
    one_name: Annotated[str, "Its name."]
    other: Annotated[str, "The id of the other."]
    other_name: Annotated[str, "Its name."]


def shares(counts: list[list[Any]], _: Mapping[str, Any]) -> list[CountryShare]:
    """Give the countries of a community, the most regions first."""
    total = sum(count for _, count in counts)
    ordered = sorted(counts, key=lambda each: (-each[1], each[0]))
    return [CountryShare(country, count, round(count / total, 4)) for country, count in ordered]


def pairs(found: list[list[str]], _: Mapping[str, Any]) -> list[RegionPair]:
    """Give pairs of regions."""
    return [RegionPair(*each) for each in found]


class Broker(Explained):
    """A region of the network, and how much others depend on it to reach each other."""

    region: Region = field("The region; of several codes of one territory the first.")
    betweenness: float = field("The part of the shortest chains between other regions that go through it, 0 to 1.")
    closeness: float = field("How near it is to all it can reach, 0 to 1.")
    neighbours: int = field("How many regions it is linked to.")
    pairs_cut: int = field(
        "Pairs of other regions, not one in the other, that could no longer reach each other at all without it."
    )
    groups: list[Entity] = field("The partnerships and cluster partnerships that link it.")
    facts: list[Relationship] = then(FACTS, "network_facts", ordered=True)


class Community(Explained):
    """Regions that are linked to each other more than to others."""

    number: int = field("1 for the largest.")
    size: int = field("How many regions it has.")
    regions: list[Region] = field("Its regions.")
    countries: list[CountryShare] = made("The countries they are of.", "countries", shares)
    inside: float | None = field("The part of their links that stays among them, 0 to 1.")
    modularity: float = field("How well all communities part the network, up to 1; the same for each.")
    facts: list[Relationship] = then(FACTS, "network_facts", ordered=True)


class Absence(Explained):
    """What the network would lose without some regions. The graph itself stays as it is."""

    regions: list[Region] = field("The regions that leave, with all that lie in them.")
    leaderless: list[Partnership] = field("Partnerships that these alone lead: they would be without a lead.")
    pairs_before: int = field("Pairs of the other regions, not one in the other, within so many hops, as it is.")
    pairs_after: int = field("The same without the regions that leave.")
    pairs: list[RegionPair] = made(f"The pairs that are lost, the first {MOST_PAIRS}.", "lost", pairs)
    isolated: list[Region] = field("Regions that would have nobody within so many hops.")
    facilities: list[Facility] = field("Facilities in the regions that leave: no longer reached through the network.")
    facts: list[Relationship] = then(
        f"{FACTS} These are what links all regions of the network as it is, and where the facilities stand.",
        "network_facts",
        ordered=True,
    )


@query(of=None, order=("-betweenness", "-neighbours", "region.id"), computed=Computed(NETWORK, brokers_of))
def brokers(over: Links = Over.BOTH, platform: Platform = None) -> list[Broker]:
    """Give the regions of the network with how central each is, those first that most chains between others go through.

    Links are current ones: of regions of which no source says that they left. Regions take part as they are named:
    a region and one that lies in it are two, but they are not linked with each other.
    """
    ...


@query(of=None, order=("number",), computed=Computed(NETWORK, communities_of))
def communities(over: Links = Over.BOTH, platform: Platform = None, resolution: Resolution = 1.0) -> list[Community]:
    """Give the communities of the network by the Louvain method, links weighted by the partnerships shared."""
    ...


@query(of=None, computed=Computed(NETWORK, absence))
def what_if(
    regions: Without, over: Links = Over.BOTH, platform: Platform = None, within_hops: Hops = 2
) -> Absence | None:
    """Tell what the network would lose if some regions left it: leads, pairs within so many hops, facilities.

    With them leave the clusters that lie in them. A region around them stays, with what else it takes part by.
    """
    ...
