"""Groups of regions that work with each other more than with others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import networkx as nx

from kb.analysis.network import Linked, Network

SEED = 1
"""So that the same network has the same communities."""

Row = dict[str, Any]


def communities(network: Network, asked: Mapping[str, Any]) -> list[Row]:
    """Give the communities by the Louvain method, links weighted by the groups shared; the largest first."""
    linked = network.linked(asked["over"], asked["platform"])
    graph = _graph(linked)
    if not graph.number_of_edges():
        return []
    found = nx.community.louvain_communities(graph, weight="shared", resolution=asked["resolution"], seed=SEED)
    modularity = round(nx.community.modularity(graph, found, "shared", asked["resolution"]), 6)
    ordered = sorted((sorted(each) for each in found), key=lambda each: (-len(each), each))
    return [
        {
            "number": at,
            "regions": each,
            "inside": _inside(graph, set(each)),
            "modularity": modularity,
            "places": sorted({place for region in each for place in linked.places[region]}),
        }
        for at, each in enumerate(ordered, 1)
    ]


def _graph(linked: Linked) -> nx.Graph[str]:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(linked.index)
    names = linked.graph.nodes()
    graph.add_edges_from(
        (names[one], names[other], {"shared": n}) for one, other, n in linked.graph.weighted_edge_list()
    )
    return graph


def _inside(graph: nx.Graph[str], regions: set[str]) -> float | None:
    """Give the part of their links, weighted, that stays among them; null where they have none."""
    links: list[tuple[str, str, int]] = list(graph.edges(regions, data="shared"))
    total = sum(n for *_, n in links)
    return round(sum(n for one, other, n in links if one in regions and other in regions) / total, 6) if total else None
