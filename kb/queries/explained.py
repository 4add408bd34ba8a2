"""What rows of traversals say of themselves: the facts they rest on, and how far these can be trusted."""

from __future__ import annotations

from kb.schema.model import Confidence
from kb.schema.provenance import Source
from kb.signature import then

FACTS = "The relationships it rests on, each with its sources and its confidence."
TOGETHER = "The thematic partnerships both take part in, now or earlier."
FUNDS = (
    "The funds of programmes that cover the one and of programmes that cover the other, in any period; "
    "none where no source says what programmes cover."
)


class Explained:
    """A row with `facts`: relationships. It is as good as the weakest of them and of what they start at."""

    confidence: Confidence | None = then(
        "How far it can be trusted: as far as the weakest of the facts, and of the nodes that state them, which are "
        "those they start at, regions aside.",
        "fact_confidence",
    )
    sources: list[Source] = then("Who says so: the sources of all these facts and nodes.", "fact_sources")
