"""Named traversals: each a typed signature here and a Cypher text of the same name in `cypher/queries/`."""

# The bodies of the queries are Cypher.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from kb.schema import KINDS, RELATIONSHIPS, Entity
from kb.schema.clusters import Cluster, ClusterPartnership
from kb.schema.cypher import searched
from kb.schema.model import field
from kb.schema.partnerships import Partnership
from kb.schema.places import Region
from kb.schema.provenance import Source
from kb.schema.strategies import Priority, Technology
from kb.signature import (
    QUERIES,
    Doc,
    Id,
    KindName,
    NodeKey,
    Relationship,
    RelationshipName,
    SearchText,
    in_order,
    made,
    query,
    then,
)
from kb.words import Highlight, highlights

__all__ = ["NEEDS", "QUERIES", "SHORTCUTS", "WALKED"]

SHORTCUTS = [name for name, (_, each) in RELATIONSHIPS.items() if each.shortcut]
WALKED = [name for name in RELATIONSHIPS if name not in SHORTCUTS]
"""The relationships that ways go along unless others are named: those that a source speaks of."""

MOST_WAYS = 1000
"""How many ways there are at most, where several relationships between the same two nodes count as several ways."""

Hops = Annotated[int, Doc("How many cluster hops away at most: 1 to 6.", 1, 6)]
Technologies = Annotated[list[Id] | None, Doc("Only these technologies, by id (PHO, AMT ...); all if empty.")]
Inherited = Annotated[bool, Doc("Whether the priorities of the regions around count as its own.")]
Words = Annotated[SearchText, Doc("Words to find; accents do not matter, the last letters may be left out.")]
Kinds = Annotated[list[KindName] | None, Doc("Only these kinds; all if empty.")]
Start = Annotated[NodeKey, Doc("Where the ways begin.")]
End = Annotated[NodeKey, Doc("Where they end.")]
Middle = Annotated[NodeKey, Doc("The node in the middle.")]
KindsBetween = Annotated[list[KindName] | None, Doc("Only by nodes of these kinds, the ends aside; by any if empty.")]
KindsAround = Annotated[
    list[KindName] | None, Doc("Only nodes of these kinds, the one in the middle aside; of any if empty.")
]
Types = Annotated[
    list[RelationshipName] | None,
    Doc(f"Only along relationships of these types; if empty along all but {' and '.join(SHORTCUTS)}, "
        "which follow from others."),
]  # fmt: skip
Steps = Annotated[int, Doc("How many steps long a way is at most: 1 to 6.", 1, 6)]
Around = Annotated[int, Doc("How many steps away at most: 1 to 3.", 1, 3)]
Limit = Annotated[int, Doc("How many nodes at most, the one in the middle among them: 1 to 1000.", 1, 1000)]


class Match:
    """A region that shares a technology with this one, and through whom the two are connected."""

    region: Region = field("The other region: the one whose own strategy has the priority.")
    hops: int = field("Cluster hops between the two: the least between a cluster here and a cluster there.")
    technologies: list[Technology] = field("The technologies that priorities of both draw on.")
    score: float = field(
        "How alike the two profiles are, 0 to 1: the technologies both draw on, divided by those either draws on "
        "(of those asked for)."
    )
    my_priorities: list[Priority] = then("The priorities here that draw on them.", "match_priorities")
    their_priorities: list[Priority] = then("The priorities there that draw on them.", "match_priorities")
    path: list[Cluster] = then(
        "The clusters along one shortest chain, from here to there.", "match_chain", ordered=True
    )
    via: list[ClusterPartnership] = then("The cluster partnerships along that chain.", "match_chain", ordered=True)
    already_together_in: list[Partnership] = then(
        "The thematic partnerships both take part in, now or earlier.", "match_together"
    )
    sources: list[Source] = then("Who says so: the sources of every fact the match rests on.", "match_sources")


NEEDS = {"match_sources": ("match_priorities", "match_chain")}
"""Queries whose text uses the columns of others."""

TEXTS = f"[labels(that)[0], that {{{', '.join(f'.{each}' for each in searched(KINDS))}}}]"
"""The kind of a node, and all of it that `search` looks in."""


def highlighted(node: tuple[str, dict[str, Any]], arguments: Mapping[str, Any]) -> list[Highlight]:
    """Give the texts of a node, as `TEXTS` reads it, that have the words of a search."""
    kind, values = node
    names = {each.stored_as: each.name for each in reversed(KINDS[kind].fields.values())}
    texts = [(names[each], values[each]) for each in reversed(names) if values.get(each)]
    return highlights(arguments["query"], ((name, text) for name, value in texts for text in _listed(value)))


def _listed(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]


class Hit:
    """How well a node answers a search."""

    score: float = field("How well it fits: higher is better; comparable within one search only.")
    highlights: list[Highlight] = made("The texts that have the words, with the words told apart.", TEXTS, highlighted)


class Path:
    """A way between two nodes, in whichever directions the relationships along it point."""

    hops: int = field("How many steps long it is, each from one node to the next.")
    nodes: list[Entity] = in_order("The nodes along it, both ends among them.")
    relationships: list[Relationship] = in_order(
        "The relationships along it, step by step: one or more between each node and the next."
    )


class Neighbourhood:
    """The nodes around one, and the relationships between them."""

    nodes: list[Entity] = in_order("The one in the middle, then the nearest first, those as near by kind and id.")
    relationships: list[Relationship] = then(
        "All between these nodes, of the types asked for.", "neighbourhood_relationships", ordered=True
    )
    complete: bool = field("Whether these are all; where not, `limit` left some out.")


@query(of="Region", order=("that.id",))
def priorities(inherited: Inherited = False) -> list[Priority]:
    """Give the priorities of its own strategies, in all periods loaded."""
    ...


@query(
    of="Region",
    order=("hops", "-score", "region.id"),
    literals=lambda arguments: {"steps": 2 * arguments["withinHops"]},
)
def sharing_priorities(
    technologies: Technologies = None, within_hops: Hops = 2, inherited: Inherited = False
) -> list[Match]:
    """Give the regions that share a technology with this one within so many cluster hops, nearest first."""
    ...


@query(of=None, order=("-score", "that.id", "labels(that)[0]"), edge=Hit)
def search(query: Words, kinds: Kinds = None) -> list[Entity]:
    """Find anything by its id or the words of its names and descriptions, best first."""
    ...


def _types(given: Mapping[str, Any]) -> str:
    return "|".join(given["relationships"] or WALKED)


@query(
    of=None,
    order=("hops", "way"),
    literals=lambda given: {
        "types": _types(given),
        "start": given["from"]["kind"],
        "end": given["to"]["kind"],
        "steps": given["maxHops"],
        "enough": MOST_WAYS + 1,
    },
)
def paths(
    from_: Start,
    to: End,
    kinds: KindsBetween = None,
    relationships: Types = None,
    max_hops: Steps = 4,
) -> list[Path]:
    """Give the ways between two nodes, the shortest first, then by the ids along them.

    None comes by a node twice. Of each length there are all or none: where there are too many (over a thousand),
    the longer ones are left out.
    """
    ...


@query(
    of=None,
    literals=lambda given: {"types": _types(given), "middle": given["of"]["kind"], "steps": given["hops"]},
)
def neighbourhood(
    of: Middle, hops: Around = 1, kinds: KindsAround = None, relationships: Types = None, limit: Limit = 50
) -> Neighbourhood | None:
    """Give the nodes around one and how they are related, to be drawn; null where there is no such node."""
    ...
