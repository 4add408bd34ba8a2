"""Reads the rows of a load onto the stage: each is checked by itself, and then against the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kb.loaders.base import Loader, RowLoader
from kb.loaders.facts import NodeFact, shown_as
from kb.loaders.rejects import Rejected
from kb.loaders.table import Row
from kb.sync.check import checked
from kb.sync.shape import Staged
from kb.sync.sheets import Sheets
from kb.sync.stage import Stage, name

if TYPE_CHECKING:
    from kb.sync.workers import Workers

OWN = 0
"""The number of the row that stands for the loader itself, which brings its sources."""


def gather(
    loader: Loader, rows: Iterable[Row], sources: Iterable[NodeFact], stage: Stage, workers: Workers | None = None
) -> None:
    """Read and check the rows, each by itself."""
    stage.sheets.add(OWN, None, [checked(each, loader) for each in sources])
    numbered = enumerate(rows, start=OWN + 1)
    if workers and isinstance(loader, RowLoader):
        workers.read(loader, numbered, stage)
    for number, row in numbered:
        read(loader, number, row, stage.sheets)
    stage.seal()


def read(loader: Loader, number: int, row: Row, sheets: Sheets) -> None:
    """Read and check a row, and write its facts, or why it falls."""
    try:
        sheets.add(number, row, _facts(loader, row))
    except Rejected as rejected:
        sheets.reject(number, row, rejected)


def _facts(loader: Loader, row: Row) -> list[Staged]:
    if row.broken:
        raise row.broken
    if not loader.reads(row):
        raise Rejected("LEFT_OUT", "The row is not of this dataset.", loader.about)
    facts = [checked(each, loader) for each in loader.facts(row)]
    if len(facts) > 1:
        _once(facts)
    return facts


def _once(facts: list[Staged]) -> None:
    """Raise Rejected where facts of one row are the same, or lead to two where there can be one."""
    keys = [(shape, cells[: len(shape.keys)]) for shape, cells in facts]
    ones = [(shape.kind, shape.relation, cells[0]) for shape, cells in facts if shape.is_one]
    if len(set(keys)) < len(keys):
        shape, key = next(each for at, each in enumerate(keys) if each in keys[:at])
        code = "DUPLICATE_KEY" if shape.is_node else "DUPLICATE_LINK"
        raise Rejected(code, f"The row gives {shown_as(shape.identity(key))} twice.", "Write it once.")
    if len(set(ones)) < len(ones):
        kind, relation, this = next(each for at, each in enumerate(ones) if each in ones[:at])
        that = next(
            cells[1] for shape, cells in facts if (shape.kind, shape.relation, cells[0]) == (kind, relation, this)
        )
        raise second_value(kind, str(this), relation, str(that))


def second_value(kind: str, this: str, relation: str, that: str) -> Rejected:
    """Give the reject of a second link where the model allows one."""
    reason = f"{kind} {this} leads to {that} by `{relation}` already."
    return Rejected("SECOND_VALUE", reason, "It can lead to one only.")


def cut(stage: Stage, limit: int) -> None:
    """Keep the first rows of each file and, since a row stands or falls with what it leads to, those they lead to."""
    stage.run(f"CREATE TABLE chosen AS SELECT {OWN} AS _row")
    stage.run(
        "INSERT INTO chosen SELECT _row FROM rows QUALIFY row_number() OVER (PARTITION BY file ORDER BY _row) <= ?",
        [limit],
    )
    while sum([int(stage.one(each)) for each in _led_to(stage)]):
        pass
    for table in ("rows", "rejects", *(each.name for each in stage.shapes)):
        stage.run(f"DELETE FROM {name(table)} WHERE _row NOT IN (SELECT _row FROM chosen)")
    stage.run("DROP TABLE chosen")


def _led_to(stage: Stage) -> Iterator[str]:
    """Give the statements that choose the rows which bring what chosen rows speak of."""
    nodes = {each.kind: each for each in stage.nodes()}
    for shape in (*stage.nodes(), *stage.links()):
        named = [("Source", "unnest(string_split(sources, ';'))")]
        if not shape.is_node:
            named += [(shape.kind, '"this"'), (shape.that_kind, '"that"')]
        for kind, expression in named:
            if kind in nodes:
                yield (
                    f"INSERT INTO chosen SELECT DISTINCT _row FROM {name(kind)}"
                    " WHERE _row NOT IN (SELECT _row FROM chosen)"
                    f" AND id IN (SELECT {expression} FROM {name(shape.name)} WHERE _row IN (SELECT _row FROM chosen))"
                )
