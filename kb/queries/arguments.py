"""Arguments that several queries have."""

from __future__ import annotations

from typing import Annotated

from kb.signature import Doc, Id

Technologies = Annotated[
    list[Id] | None, Doc("Only these technologies, by id (PHO, AMT ...); all if empty.", of="Technology")
]
Inherited = Annotated[bool, Doc("Whether the priorities of the regions around count as its own.")]
Hops = Annotated[int, Doc("How many cluster hops away at most: 1 to 6. Memberships that ended count, too.", 1, 6)]
Period = Annotated[str | None, Doc("Only this programming period, such as 2021-2027; all if empty.")]
