"""Arguments that several queries have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from kb.signature import Doc, Id

Technologies = Annotated[
    list[Id] | None, Doc("Only these technologies, by id (PHO, AMT ...); all if empty.", of="Technology")
]
Inherited = Annotated[bool, Doc("Whether the priorities of the regions around count as its own.")]
Hops = Annotated[int, Doc("How many cluster hops away at most: 1 to 6. Memberships that ended count, too.", 1, 6)]
Years = Annotated[str, "period"]
"""A programming period, such as 2021-2027."""
Period = Annotated[Years | None, Doc("Only this programming period, such as 2021-2027; all if empty.")]


def steps(given: Mapping[str, Any]) -> dict[str, int | str]:
    """Give how many relationships lead as far as `withinHops`: a cluster hop is two."""
    return {"steps": 2 * given["withinHops"]}
