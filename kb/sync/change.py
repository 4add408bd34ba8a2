"""What becomes of one fact, with what it was and what it is to be: for people and scripts to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kb.loaders.facts import Identity, shown_as

LONGEST = 80
"""Of a value so much is shown to people; a boundary fills pages."""


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that is created, updated or withdrawn: its properties that differ, before and after.

    What a fact that is withdrawn still has, another dataset says too.
    """

    status: str
    identity: Identity
    before: Mapping[str, Any]
    after: Mapping[str, Any]

    def as_dict(self) -> dict[str, Any]:
        """Give it as plain values for JSON."""
        names = ("kind", "id") if len(self.identity) == 2 else ("kind", "id", "relation", "toKind", "to", "key")
        named = dict(zip(names, self.identity, strict=True))
        return {"change": self.status, **named, "before": dict(self.before), "after": dict(self.after)}

    def __str__(self) -> str:
        if self.status != "updated":
            return shown_as(self.identity)
        said = (
            f"{name} = {_short(self.after.get(name))}, was {_short(self.before.get(name))}"
            for name in dict.fromkeys((*self.before, *self.after))
        )
        return f"{shown_as(self.identity)}: {'; '.join(said)}"


def _short(value: Any) -> str:
    if value is None:
        return "nothing"
    text = value if isinstance(value, str) else ", ".join(value) if isinstance(value, list) else str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."
