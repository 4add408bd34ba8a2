"""Counts what no region was found for: it is in the graph, and no question by region finds it."""

from __future__ import annotations

from collections.abc import Iterator

from kb.loaders.base import Loader
from kb.sync.shape import shape_of
from kb.sync.stage import Stage, name

WHERE = ("region", "regions")
"""The relations that say where something is; others lead to regions, too, such as those that share a facility."""


def unplaced(stage: Stage, loader: Loader) -> Iterator[str]:
    """Say of each kind that the loader finds regions for how many nodes have none."""
    for kind in loader.placed:
        shape = shape_of(kind)
        if shape not in stage.shapes:
            continue
        placed = [each for each in stage.links() if each.kind == kind and each.relation in WHERE]
        ids = f"SELECT DISTINCT id FROM {name(shape.name)}"
        without = " EXCEPT ".join([ids, *(f"SELECT this FROM {name(each.name)}" for each in placed)])
        if many := stage.one(f"SELECT count(*) FROM ({without})"):
            yield f"No region is known for {many:,} of {stage.one(f'SELECT count(*) FROM ({ids})'):,}: {kind}."
