"""Value chains: their stages, and who supplies and who needs what each is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.schema.base import Entity
from kb.schema.model import FullText, by, field, node
from kb.schema.strategies import Tag

if TYPE_CHECKING:
    from kb.schema.clusters import Cluster
    from kb.schema.places import Region


@node("valueChainStages")
class ValueChainStage(Entity):
    """A stage of a value chain, such as electrolysers in that of hydrogen."""

    chain: FullText = field("The value chain it is a stage of.")
    position: int | None = field("Its place in the chain, 1 for the first; empty where the order is not told.")
    suppliers: list[Region | Cluster] = by("SUPPLIES", "Who can supply it.", Tag, inverse="supplies")
    seekers: list[Region | Cluster] = by("NEEDS", "Who needs it from others.", Tag, inverse="needs")
