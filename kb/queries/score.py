"""How good a match is: a score whose parts are shown, and whose weights are arguments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from kb.signature import made

SCORE = "How good it is, 0 to 1: the mean of the parts that are known, by their weights; 0 where none has a weight."


@dataclass(frozen=True)
class ScorePart:
    """A part of a score."""

    name: Annotated[str, "What is looked at: the name of its weight."]
    value: Annotated[float | None, "How good that is, 0 to 1; null where it is not known, or has no weight."]
    weight: Annotated[float, "How much it counts."]


def _parts(rows: list[tuple[str, float | None, float]], _: Mapping[str, Any]) -> list[ScorePart]:
    return [ScorePart(name, value, float(weight)) for name, value, weight in rows]


class Scored:
    """A row with `parts`: the name, the value and the weight of each."""

    parts: list[ScorePart] = made("What the score is made of.", "parts", _parts)
