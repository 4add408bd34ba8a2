"""What statistics say of regions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.schema.base import Entity, Placement
from kb.schema.model import FullText, field, node, to

if TYPE_CHECKING:
    from kb.schema.places import Region
    from kb.schema.strategies import Sector


@node("statistics")
class Statistic(Entity):
    """A statistical value of a region in a year."""

    indicator: str = field("What is measured, such as GERD.")
    unit: str = field("Its unit, such as PC_GDP for per cent of gross domestic product.")
    year: int = field("The year it is for.")
    value: float = field("The value.")
    flag: str | None = field("What Eurostat says beside it: b break in series, e estimated, p provisional ...")
    place: FullText | None = field("Where it was measured, in the source's words, such as a code of an earlier NUTS.")
    region: Region | None = to("MEASURED_IN", "The region it is of.", Placement, inverse="statistics")
    sector: Sector | None = to("MEASURES", "The economic activity it is of.", inverse="statistics")
