"""Why rows fell: for each code the commonest reasons, each with one of its rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kb.loaders.rejects import Reject
from kb.sync.stage import Stage

MOST = 5
"""Reasons that are shown of a code."""
LONGEST = 1000
"""Of a row so much is shown; the file of rejects has it whole."""

COMMONEST = """
SELECT code, arg_min(file, _row), arg_min(line, _row), count(*) FROM rejects GROUP BY code, reason
QUALIFY row_number() OVER (PARTITION BY code ORDER BY count(*) DESC, min(_row)) <= ?
"""


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason, as the first row it fell for has it, and how many rows fell for the same."""

    example: Reject
    times: int


def noted(stage: Stage, rejects: Iterable[Reject], reasons: list[Reason]) -> Iterator[Reject]:
    """Give the rejects as they are; note of each of the commonest reasons the first, text and all, as it passes."""
    times = {(code, file, line): count for code, file, line, count in stage.ask(COMMONEST, [MOST])}
    for reject in rejects:
        if count := times.pop((reject.code, reject.file, reject.line), 0):
            raw = reject.raw if len(reject.raw) <= LONGEST else f"{reject.raw[:LONGEST]}..."
            reasons.append(Reason(replace(reject, raw=raw), count))
        yield reject
