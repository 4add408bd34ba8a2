"""Regions that would complete others to a consortium, and why."""

# The bodies of the queries are Cypher.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from kb.errors import BadInput
from kb.queries.arguments import Technologies, steps
from kb.queries.explained import FACTS, Explained
from kb.queries.score import SCORE, Scored
from kb.schema.clusters import Cluster, ClusterPartnership
from kb.schema.model import field
from kb.schema.money import Fund
from kb.schema.places import Region
from kb.schema.strategies import Priority, Technology
from kb.signature import Doc, Id, Relationship, in_order, made, query, then

Given = Annotated[
    list[Id], Doc("The regions there are, by id: one or two fewer than are to be in it.", 1, 3, of="Region")
]
Size = Annotated[int, Doc("How many regions are to be in it: 3 or 4.", 3, 4)]
Hops = Annotated[int, Doc("How many cluster hops from each region there is at most: 1 to 3.", 1, 3)]


@dataclass(frozen=True)
class ConsortiumWeights:
    """How much each part of the score of a consortium counts."""

    technologies: Annotated[float, Doc("How alike all are in the technologies they draw on: 0 to 100.", 0, 100)] = 2
    closeness: Annotated[float, Doc("How few cluster hops there are between them: 0 to 100.", 0, 100)] = 1
    funds: Annotated[float, Doc("Whether a fund covers all of them: 0 to 100.", 0, 100)] = 1


Weights = Annotated[ConsortiumWeights, Doc("How much each part of the score counts.")]


@dataclass(frozen=True)
class RegionHops:
    """How near a region that is to be added is to another region of the consortium."""

    region: Annotated[str, "The id of the region to be added."]
    other: Annotated[str, "The id of the other."]
    hops: Annotated[int | None, "Cluster hops between them; null where there are none as few as asked for."]


def _pairs(rows: list[tuple[str, str, int | None]], _: Mapping[str, Any]) -> list[RegionHops]:
    return [RegionHops(*row) for row in sorted(rows, key=lambda row: row[:2])]


class Consortium(Explained, Scored):
    """One or two regions that would complete those there are."""

    regions: list[Region] = in_order("The regions to be added.")
    technologies: list[Technology] = field("The technologies that priorities of all of them draw on.")
    priorities: list[Priority] = then("The priorities that draw on them, of all regions.", "consortium_priorities")
    pairs: list[RegionHops] = made(
        "How near they are: each added one to those there are, and to the other.", "pairs", _pairs
    )
    clusters: list[Cluster] = then(
        "The clusters along one shortest chain for each of these pairs, the first by ids.", "consortium_chains"
    )
    via: list[ClusterPartnership] = then("The cluster partnerships along these chains.", "consortium_chains")
    funds: list[Fund] = field("The funds that spend in each of them, by programmes that cover it, in any period.")
    funded: bool | None = field(
        "Whether there is such a fund; null where of one of the regions no source says which programmes cover it."
    )
    score: float = field(SCORE)
    facts: list[Relationship] = then(FACTS, "consortium_facts", ordered=True)


def _literals(given: dict[str, Any]) -> dict[str, int | str]:
    size, many = given["size"], len(given["regions"] or ())
    if given["regions"] and size - many not in (1, 2):
        raise BadInput(f"`regions` has {many}.", f"For a consortium of {size} give {max(1, size - 2)} or {size - 1}.")
    return steps(given)


@query(of=None, order=("-score", "way"), literals=_literals)
def consortium(
    regions: Given,
    size: Size = 3,
    technologies: Technologies = None,
    within_hops: Hops = 1,
    weights: Weights = ConsortiumWeights(),
) -> list[Consortium]:
    """Give the regions that would complete those there are, the best first: one, or two at a time.

    Each shares a technology with all of them by its own priorities, is within so many cluster hops of each, and is in
    no thematic partnership with all of them now. It is none of them, nor around or inside one. Where two are to be
    added, only the best twenty are tried with each other: those whose technologies are most like those of the
    regions there are, then those with the fewest hops.
    """
    ...
