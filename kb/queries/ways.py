"""How things are connected: the ways between two nodes, and what is around one."""

# The bodies of the queries are Cypher.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from kb.schema import RELATIONSHIPS, Entity
from kb.schema.model import field
from kb.signature import Doc, KindName, NodeKey, Relationship, RelationshipName, in_order, query, then

SHORTCUTS = [name for name, (_, each) in RELATIONSHIPS.items() if each.shortcut]
WALKED = [name for name in RELATIONSHIPS if name not in SHORTCUTS]
"""The relationships that ways go along unless others are named: those that a source speaks of."""

MOST_WAYS = 1000
"""How many ways there are at most, where several relationships between the same two nodes count as several ways."""

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
