"""Who supplies and who needs which stage of a value chain, from a table of your own."""

from __future__ import annotations

from collections.abc import Iterator

from kb.loaders.base import TableLoader
from kb.loaders.facts import Fact, LinkFact, NodeFact
from kb.loaders.layout import Layout
from kb.loaders.rejects import Rejected
from kb.loaders.slugs import slug
from kb.loaders.table import Row

PARTS = {"supplies": "suppliers", "needs": "seekers"}
ACTORS = {"region": "Region", "cluster": "Cluster"}


class ValueChains(TableLoader):
    """Who supplies and who needs which stage of a value chain. A row says it of one region, by its code of NUTS, or
    of one cluster, by its id. Nobody publishes such a table: it is one that you make, as of a study of value chains,
    and each row may name the source it rests on and the words that say so.
    """  # fmt: skip

    name = "value-chains"
    title = "Value chains: who supplies and who needs their stages"
    publisher = "You"
    where = "A table of your own, with the columns named here."
    after = ("nuts", "starter", "eccp-clusters")
    layouts = (
        Layout(
            ("chain", "stage", "actor_kind", "actor", "part"),
            optional=("position", "basis", "source", "url"),
        ),
    )

    def facts(self, row: Row) -> Iterator[Fact]:
        """Give what the row says of an actor, the stage, and the source."""
        chain, stage = (" ".join(row[each].split()) for each in ("chain", "stage"))
        if not chain or not stage or not row["actor"]:
            raise Rejected("MISSING_VALUE", "The row names no chain, no stage or no actor.", "Fill in all three.")
        part, kind = PARTS.get(row["part"].lower()), ACTORS.get(row["actor_kind"].lower())
        if part is None:
            raise Rejected("UNKNOWN_NAME", f"{row['part']!r} is no part in a chain.", f"One of {', '.join(PARTS)}.")
        if kind is None:
            raise Rejected(
                "UNKNOWN_NAME", f"{row['actor_kind']!r} is no kind of actor.", f"One of {', '.join(ACTORS)}."
            )
        id, source = slug(chain, stage), slug(self.name, row["source"]) if row["source"].strip() else ""
        sources = (source,) if source else ()
        yield LinkFact("ValueChainStage", id, part, kind, row["actor"], {"basis": row["basis"]}, sources)
        yield NodeFact("ValueChainStage", id, {"name": stage, "chain": chain, "position": row["position"]})
        if source:
            yield NodeFact("Source", source, {"name": " ".join(row["source"].split()), "url": row["url"]})
