"""The last load before this one, which may have been killed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from kb.graph import Graph
from kb.sync.changes import CHANGED


@dataclass(frozen=True, slots=True)
class Before:
    """The load before this one, which this one takes up where it was killed: it is `begun` then, and has its record."""

    version: int
    begun: dict[str, Any] | None
    written: int = 0
    """How many changes it has written so far, if it is so large that it does so in pieces."""

    @classmethod
    def read(cls, graph: Graph, dataset: str) -> Self:
        """Give the last load of all."""
        found = graph.read("MATCH (l:Load) RETURN l {.*} ORDER BY l.version DESC LIMIT 1")
        last = found[0][0] if found else {"version": 0}
        killed = last.get("dataset") == dataset and last.get("finished") is None
        return cls(last["version"], last if killed else None, last.get("written") or 0)

    @property
    def next(self) -> int:
        """Give the version of this load."""
        return self.version if self.begun else self.version + 1

    def counted(self, checksum: str) -> dict[str, Any]:
        """Give what was counted when the same files were loaded first, before a part of it was written."""
        if not self.begun or self.begun["checksum"] != checksum:
            return {}
        return {name: self.begun[name] for name in ("started", *CHANGED)}
