"""What would be lost if regions left the network; the graph stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import rustworkx as rx

from kb.analysis.network import Linked, Network, Pair

MOST_PAIRS = 100
"""Lost pairs that are named; all are counted."""


def absence(network: Network, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give what is lost without some regions and all inside them."""
    gone = network.inside(asked["regions"])
    linked, left = (each.linked(asked["over"], asked["platform"]) for each in (network, network.without(gone)))
    before, after = (_near(each, asked["withinHops"], gone) for each in (linked, left))
    lost = sorted(before - after)
    return [
        {
            "regions": sorted(gone),
            "leaderless": [each.id for each in linked.groups if each.leads and each.leads <= gone],
            "pairsBefore": len(before),
            "pairsAfter": len(after),
            "pairs": [list(each) for each in lost[:MOST_PAIRS]],
            "isolated": sorted({each for pair in lost for each in pair} - {each for pair in after for each in pair}),
            "places": sorted({place for places in linked.places.values() for place in places}),
        }
    ]


def _near(linked: Linked, hops: int, gone: set[str]) -> set[Pair]:
    """Give the pairs of regions within so many hops, neither of which leaves or lies in the other."""
    regions = linked.graph.nodes()
    apart = np.triu(rx.distance_matrix(linked.graph))
    pairs = ((regions[one], regions[other]) for one, other in np.argwhere((apart > 0) & (apart <= hops)))
    return {(one, other) for one, other in pairs if one not in gone and other not in gone} - linked.nested
