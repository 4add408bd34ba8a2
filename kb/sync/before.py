"""The last load before this one, which may have been killed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from kb.graph import Graph
from kb.sync.changes import CHANGED

SAME = ("checksum", "whole", "accepted", "rejected", "facts", "counts")
"""What two loads have in common that read the same files in the same way."""
STATE = "[l.version, l.attempts, l.written, toString(l.finished)]"
"""What of the last load changes whenever it writes, ends or is taken up."""
LAST = f"""
RETURN COLLECT {{ MATCH (l:Load) RETURN [l {{.*}}, {STATE}] ORDER BY l.version DESC LIMIT 1 }},
  COLLECT {{ MATCH (l:Load {{dataset: $dataset}}) RETURN l.finished ORDER BY l.version DESC LIMIT 1 }}
"""


@dataclass(frozen=True, slots=True)
class Before:
    """The load before this one, which this one takes up where it was killed: it is `begun` then, and has its record."""

    version: int
    begun: dict[str, Any] | None
    state: list[Any] | None
    """How the last load stood when the graph was looked at."""
    unended: bool
    """Whether the dataset's own last load has not ended, be it this one's `begun` or one that others came after."""

    @classmethod
    def read(cls, graph: Graph, dataset: str) -> Self:
        """Give the last load of all."""
        [[found, own]] = graph.read(LAST, {"dataset": dataset})
        last, state = found[0] if found else ({"version": 0}, None)
        killed = last.get("dataset") == dataset and last.get("finished") is None
        return cls(last["version"], last if killed else None, state, own == [None])

    @property
    def next(self) -> int:
        """Give the version of this load."""
        return self.version if self.begun else self.version + 1

    @property
    def attempts(self) -> int:
        """Give how often this load has been begun, this time among them."""
        return (self.begun.get("attempts") or 1) + 1 if self.begun else 1

    def counted(self, record: dict[str, Any]) -> dict[str, Any]:
        """Give what was counted when the same was loaded first, before a part of it was written.

        `record` is that of this load: what it makes of the same files tells whether it reads them in the same way.
        """
        if not self.begun or any(self.begun.get(each) != record[each] for each in SAME):
            return {}
        if record["withdrawn"] > self.begun["withdrawn"]:
            return {}
        return {name: self.begun[name] for name in ("started", *CHANGED)}
