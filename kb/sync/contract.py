"""What files must hold to as a whole, so that a column that changed its meaning or a file cut short changes nothing."""

from __future__ import annotations

from kb.errors import FileRefused, Shrunk
from kb.graph import Graph
from kb.sync.stage import Stage

MOST_SHRUNK = 0.3
"""A file that lacks more than this part of what it had is more likely cut short than meant so."""
MOST_BAD = 0.5
"""If more than this part of a file's rows cannot be read in the same field, it is the field that changed."""
FEW_ROWS = 20
"""Of so few rows nothing is concluded."""


def check_types(stage: Stage) -> None:
    """Raise FileRefused where a field of most rows of a file is not what the model has there."""
    found = stage.ask(
        "SELECT file, count(*) AS bad, total, any_value(reason) FROM rejects JOIN"
        " (SELECT file, count(*) AS total FROM rows GROUP BY file) USING (file)"
        " WHERE code LIKE 'BAD\\_%' ESCAPE '\\' GROUP BY file, total, code, split_part(reason, ':', 1)"
        f" HAVING bad > {MOST_BAD} * total AND bad > {FEW_ROWS} ORDER BY bad DESC LIMIT 1"
    )
    for file, bad, total, reason in found:
        raise FileRefused(
            f"{file}: {bad:,} of {total:,} rows cannot be read in the same way: {reason}",
            "The file is not what it was, or not of this source.",
        )


def check_rows(graph: Graph, dataset: str, rows: int) -> None:
    """Raise Shrunk where files have far fewer rows than the last time they were loaded whole."""
    last = graph.read(
        "MATCH (l:Load {dataset: $dataset}) WHERE l.whole AND l.finished IS NOT NULL"
        " RETURN l.rows ORDER BY l.version DESC LIMIT 1",
        {"dataset": dataset},
    )
    if last and rows < (1 - MOST_SHRUNK) * last[0][0]:
        raise Shrunk(f"{rows:,} rows of {dataset}, and there were {last[0][0]:,}: nothing was changed.", MEANT)


def check_withdrawn(dataset: str, withdrawn: int, before: int, rejected: str) -> None:
    """Raise Shrunk where a load would withdraw a large part of what the dataset has in the graph."""
    if withdrawn > MOST_SHRUNK * before:
        raise Shrunk(
            f"{withdrawn:,} of {before:,} facts of {dataset} would be withdrawn{rejected}: nothing was changed.", MEANT
        )


MEANT = "If that is meant, --allow-shrink; to only add and update, --keep-missing."
