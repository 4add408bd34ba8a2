"""Regions through which others reach each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import rustworkx as rx

from kb.analysis.network import Linked, Network

Row = dict[str, Any]


def brokers(network: Network, asked: Mapping[str, Any]) -> list[Row]:
    """Give every region that is linked to another, with how central it is, each measure from 0 to 1."""
    linked = network.linked(asked["over"], asked["platform"])
    between = rx.betweenness_centrality(linked.graph)
    close = rx.closeness_centrality(linked.graph)
    cut = _cut(linked)
    return [
        {
            "region": region,
            "betweenness": round(between[at], 6),
            "closeness": round(close[at], 6),
            "neighbours": linked.graph.degree(at),
            "pairsCut": cut.get(at, 0),
            "groups": [each.id for each in linked.groups if region in each.members],
            "places": linked.places[region],
        }
        for region, at in linked.index.items()
    ]


def _cut(linked: Linked) -> dict[int, int]:
    """Give, for each region, how many pairs of others, not nested, can reach each other only through it."""
    graph = linked.graph
    cut = {}
    for at in rx.articulation_points(graph):
        [around] = [each for each in rx.connected_components(graph) if at in each]
        rest = graph.subgraph([each for each in around if each != at])
        parts = rx.connected_components(rest)
        part = {rest[each]: number for number, found in enumerate(parts) for each in found}
        nested = sum(part.keys() >= {*pair} and part[pair[0]] != part[pair[1]] for pair in linked.nested)
        cut[at] = (len(part) ** 2 - sum(len(each) ** 2 for each in parts)) // 2 - nested
    return cut
