"""The network of regions: two are linked if they take part in the same partnership."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cache
from itertools import combinations
from typing import Any

import rustworkx as rx

from kb.errors import BadInput

MOST_LINKS = 2_000_000
"""Of more links than these no answer comes in time."""


class Over(Enum):
    """What links two regions."""

    PARTNERSHIPS = "Taking part in the same thematic partnership."
    CLUSTER_PARTNERSHIPS = "Clusters in both that are members of the same cluster partnership."
    BOTH = "Either of these."


@dataclass(frozen=True, slots=True)
class Group:
    """A partnership, of regions or of clusters in them, and who leads it."""

    over: str
    id: str
    platforms: frozenset[str]
    members: frozenset[str]
    leads: frozenset[str]


@dataclass(frozen=True, eq=False)
class Linked:
    """Regions and the links between them; a link says how many groups both are in."""

    groups: tuple[Group, ...]
    graph: rx.PyGraph[str, int]
    index: dict[str, int]

    def without(self, regions: Collection[str]) -> Linked:
        """Give what is left without some regions."""
        graph = self.graph.copy()
        graph.remove_nodes_from([self.index[each] for each in regions if each in self.index])
        return Linked(self.groups, graph, {id: at for id, at in self.index.items() if id not in regions})


@dataclass(eq=False)
class Network:
    """All groups of regions; a territory with several codes is the region of the first of them."""

    groups: list[Group]
    first: dict[str, str]

    def __post_init__(self) -> None:
        self.linked = cache(self._linked)

    def chosen(self, over: str, platform: str | None) -> tuple[Group, ...]:
        """Give the groups of one sort, or of one platform; raise BadInput for a platform that has none."""
        found = tuple(
            each
            for each in self.groups
            if over in (each.over, Over.BOTH.name) and (platform is None or platform in each.platforms)
        )
        if platform is not None and not found:
            known = sorted({id for each in self.groups for id in each.platforms})
            raise BadInput(f"No partnership is on a platform {platform}.", f"There are: {', '.join(known) or 'none'}.")
        return found

    def _linked(self, over: str, platform: str | None) -> Linked:
        """Give the regions of some groups with their links; raise BadInput if there are too many."""
        groups = self.chosen(over, platform)
        if sum(len(each.members) ** 2 // 2 for each in groups) > MOST_LINKS:
            raise BadInput(f"The network has more than {MOST_LINKS:,} links.", "Ask for one platform.")
        shared: defaultdict[tuple[str, str], int] = defaultdict(int)
        for each in groups:
            for pair in combinations(sorted(each.members), 2):
                shared[pair] += 1
        graph: rx.PyGraph[str, int] = rx.PyGraph(multigraph=False)
        regions = sorted(frozenset[str]().union(*(each.members for each in groups)))
        index = dict(zip(regions, graph.add_nodes_from(regions), strict=True))
        graph.add_edges_from([(index[one], index[other], count) for (one, other), count in shared.items()])
        return Linked(groups, graph, index)


def network(rows: Iterable[list[Any]]) -> Network:
    """Make the network of rows: over, region, group, whether it leads that, the group's platforms.

    A row without `over` says of a code which region it is.
    """
    members: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    leads: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    platforms: dict[tuple[str, str], frozenset[str]] = {}
    listed = list(rows)
    first = {code: region for over, region, code, *_ in listed if over is None}
    for over, code, group, leading, on in listed:
        if over is None:
            continue
        members[over, group].add(first[code])
        platforms[over, group] = frozenset(on)
        if leading:
            leads[over, group].add(first[code])
    groups = [Group(*key, platforms[key], frozenset(members[key]), frozenset(leads[key])) for key in sorted(members)]
    return Network(groups, first)
