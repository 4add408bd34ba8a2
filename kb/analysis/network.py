"""The network of regions: two are linked if they take part in the same partnership, and neither lies in the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache, cached_property
from itertools import combinations
from typing import Any, TypeAlias

import rustworkx as rx

from kb.errors import BadInput

MOST_LINKS = 2_000_000
"""Of more links than these no answer comes in time."""

Pair: TypeAlias = tuple[str, str]


class Over(Enum):
    """What links two regions."""

    PARTNERSHIPS = "Taking part in the same thematic partnership."
    CLUSTER_PARTNERSHIPS = (
        "Clusters of both that are members of the same cluster partnership. A cluster counts for one region: the "
        "smallest around it that itself takes part in a thematic partnership, countries aside; where none does, its "
        "NUTS 2 region, or the larger one it is placed in."
    )
    BOTH = "Either of these."


@dataclass(frozen=True)
class Group:
    """A partnership, of regions or of clusters in them: each region with the place it takes part by, and who leads."""

    over: str
    id: str
    platforms: frozenset[str]
    parts: frozenset[Pair]
    leads: frozenset[str]

    @cached_property
    def members(self) -> frozenset[str]:
        """Give the regions that take part."""
        return frozenset(region for region, _ in self.parts)


@dataclass(frozen=True, eq=False)
class Linked:
    """Regions and the links between them; a link says how many groups both are in.

    `nested` are the pairs of which one lies in the other: they are never linked.
    """

    groups: tuple[Group, ...]
    graph: rx.PyGraph[str, int]
    index: dict[str, int]
    nested: frozenset[Pair]

    @cached_property
    def places(self) -> dict[str, list[str]]:
        """Give, for each region, the places it takes part by: itself, and where clusters are that count for it."""
        found: dict[str, list[str]] = {region: [] for region in self.index}
        for region, place in sorted(frozenset[Pair]().union(*(each.parts for each in self.groups))):
            found[region].append(place)
        return found


@dataclass(eq=False)
class Network:
    """All groups of regions; a territory with several codes is the region of the first of them.

    `first` gives that for each code, and `around` what each region lies in, itself included.
    """

    groups: list[Group]
    first: dict[str, str]
    around: dict[str, set[str]]

    def __post_init__(self) -> None:
        self.linked = cache(self._linked)

    def inside(self, codes: Iterable[str]) -> set[str]:
        """Give the regions of some codes, and all that lie in them."""
        asked = {self.first.get(each) for each in codes}
        return {region for region, around in self.around.items() if around & asked}

    def without(self, places: Collection[str]) -> Network:
        """Give what is left without some places."""
        kept = [
            replace(each, parts=frozenset(part for part in each.parts if part[1] not in places)) for each in self.groups
        ]
        return Network(kept, self.first, self.around)

    def chosen(self, over: str, platform: str | None) -> tuple[Group, ...]:
        """Give the groups of one sort, or of one platform; raise BadInput for a platform that has none."""
        groups = tuple(each for each in self.groups if over in (each.over, Over.BOTH.name))
        if platform is None:
            return groups
        found = tuple(each for each in groups if platform in each.platforms)
        if not found:
            known = sorted({id for each in groups for id in each.platforms})
            raise BadInput(f"No partnership is on a platform {platform}.", f"There are: {', '.join(known) or 'none'}.")
        return found

    def _linked(self, over: str, platform: str | None) -> Linked:
        """Give the regions of some groups with their links; raise BadInput if there are too many."""
        groups = self.chosen(over, platform)
        if sum(len(each.members) ** 2 // 2 for each in groups) > MOST_LINKS:
            raise BadInput(f"The network has more than {MOST_LINKS:,} links.", "Ask for one platform.")
        regions = sorted(frozenset[str]().union(*(each.members for each in groups)))
        nested = self._nested(regions)
        shared: defaultdict[Pair, int] = defaultdict(int)
        for each in groups:
            for pair in combinations(sorted(each.members), 2):
                if pair not in nested:
                    shared[pair] += 1
        graph: rx.PyGraph[str, int] = rx.PyGraph(multigraph=False)
        index = dict(zip(regions, graph.add_nodes_from(regions), strict=True))
        graph.add_edges_from([(index[one], index[other], count) for (one, other), count in shared.items()])
        return Linked(groups, graph, index, nested)

    def _nested(self, regions: Collection[str]) -> frozenset[Pair]:
        pairs = ((min(one, other), max(one, other)) for one in regions for other in self.around[one] & {*regions})
        return frozenset(pair for pair in pairs if pair[0] != pair[1])


def network(rows: Iterable[list[Any]]) -> Network:
    """Make the network of rows: over, region, the place it takes part by, group, whether it leads that, its platforms.

    A row without `over` says of a code which region it is, and what that lies in.
    """
    parts: defaultdict[Pair, set[Pair]] = defaultdict(set)
    leads: defaultdict[Pair, set[str]] = defaultdict(set)
    platforms: dict[Pair, frozenset[str]] = {}
    around: defaultdict[str, set[str]] = defaultdict(set)
    listed = list(rows)
    first = {code: region for over, region, code, *_ in listed if over is None}
    for over, code, place, group, leading, of in listed:
        region = first[code]
        if over is None:
            around[region].update(first[each] for each in of)
            continue
        parts[over, group].add((region, first[place]))
        platforms[over, group] = frozenset(of)
        if leading:
            leads[over, group].add(region)
    groups = [Group(*key, platforms[key], frozenset(parts[key]), frozenset(leads[key])) for key in sorted(parts)]
    return Network(groups, first, dict(around))
