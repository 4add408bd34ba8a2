"""What would be lost if regions left the network; the graph stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import rustworkx as rx

from kb.analysis.network import Linked, Network

MOST_PAIRS = 100
"""Lost pairs that are named; all are counted."""


def absence(network: Network, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give what is lost without some regions and all inside them."""
    linked = network.linked(asked["over"], asked["platform"])
    territories = {network.first.get(each) for each in asked["regions"]}
    codes = tuple(code for code, first in network.first.items() if first in territories)
    gone = {first for code, first in network.first.items() if code.startswith(codes)}  # as codes of NUTS say
    before, after = (_near(each, asked["withinHops"], gone) for each in (linked, linked.without(gone)))
    lost = sorted(before - after)
    touched = [each for each in linked.groups if each.members & gone]
    return [
        {
            "regions": sorted(gone),
            "leaderless": [each.id for each in touched if each.leads and not each.leads - gone],
            "pairsBefore": len(before),
            "pairsAfter": len(after),
            "pairs": [list(each) for each in lost[:MOST_PAIRS]],
            "isolated": sorted({each for pair in lost for each in pair} - {each for pair in after for each in pair}),
        }
    ]


def _near(linked: Linked, hops: int, gone: set[str]) -> set[tuple[str, str]]:
    """Give the pairs of regions, those that leave aside, which are within so many hops."""
    regions = linked.graph.nodes()
    apart = np.triu(rx.distance_matrix(linked.graph))
    pairs = ((regions[one], regions[other]) for one, other in np.argwhere((apart > 0) & (apart <= hops)))
    return {(one, other) for one, other in pairs if one not in gone and other not in gone}
