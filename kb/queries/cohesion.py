"""Whether partnerships bring together regions of all categories of cohesion policy."""

# The bodies of the queries are Cypher.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Annotated

from kb.queries.arguments import Years
from kb.queries.explained import FACTS, Explained
from kb.schema.model import field
from kb.schema.partnerships import Partnership
from kb.schema.places import Region, RegionCategory
from kb.signature import Doc, Relationship, query, then

Period = Annotated[Years, Doc("The programming period whose categories are meant.")]


class CategoryBalance(Explained):
    """How many regions of a category take part in a partnership, against the whole EU."""

    partnership: Partnership = field("The partnership.")
    category: RegionCategory | None = field("The category; null for the regions whose category is not known.")
    regions: list[Region] = field("The regions of the category that take part now.")
    count: int = field("How many they are.")
    share: float | None = field("Their part of the participants whose category is known, 0 to 1; null where it is not.")
    eu_share: float | None = field("The part of the category among all regions that have one, 0 to 1.")
    facts: list[Relationship] = then(FACTS, "category_facts", ordered=True)


@query(of=None, order=("partnership.id", "category IS NULL", "coalesce(category.id, '')"))
def category_balance(period: Period = "2021-2027") -> list[CategoryBalance]:
    """Count, for each partnership, the participants of each category: less developed, in transition, more developed.

    The categories are those of the Commission's decisions, which are to be loaded (region-categories); none comes with
    kb, and none is worked out of other statistics. A region has the category of the one it lies in, or the one that
    all categorised regions inside it have; otherwise it is not known.
    """
    ...
