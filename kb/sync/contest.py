"""Rejects rows that say again, or otherwise, what a row before them says.

DuckDB finds what is said more than once; who says it first is then told row by row.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge
from itertools import groupby
from operator import itemgetter

from kb.loaders.facts import Fact, Identity, LinkFact, differ, relation_of, shown, shown_as
from kb.loaders.rejects import Rejected
from kb.sync.gather import OWN, second_value
from kb.sync.shape import Shape
from kb.sync.stage import Fallen, Stage, name, names

Where = tuple[int, str, int]
"""A row by its number, file and line."""
Said = tuple[Where, int, Fact]
"""A row, the number of one of its facts, and this fact."""


def doubled(stage: Stage) -> None:
    """Have the rows fall that are about the same as a row before them in the file, whatever they say of it."""
    stage.fall((row for shape in (*stage.nodes(), *stage.links()) for row in _doubled(stage, shape)), told=False)


def _doubled(stage: Stage, shape: Shape) -> Iterator[Fallen]:
    keys = names(shape.keys)
    found = stage.stream(
        f"SELECT _row, file, line, first_value(line) OVER same, {keys} FROM {name(shape.name)} JOIN rows USING (_row)"
        f" WHERE _nth = 0 WINDOW same AS (PARTITION BY file, {keys} ORDER BY _row)"
        " QUALIFY row_number() OVER same > 1 ORDER BY _row"
    )
    for row, file, line, first, *key in found:
        yield (row, file, line), _twice(shape.identity(key), f"line {first}")


def _twice(identity: Identity, where: str) -> Rejected:
    return Rejected(
        _code(identity), f"Duplicate {shown_as(identity)}, first seen in {where}.", "Keep one of the two rows."
    )


def _code(identity: Identity) -> str:
    return "DUPLICATE_KEY" if len(identity) == 2 else "DUPLICATE_LINK"


def contest(stage: Stage) -> None:
    """Have the rows fall that a row before them speaks against."""
    stage.fall(_fallen(stage), told=False)


def _fallen(stage: Stage) -> Iterator[Fallen]:
    first = _First()
    contested = (_contested(stage, shape) for shape in (*stage.nodes(), *stage.links()))
    for row, facts in groupby(merge(*contested, key=itemgetter(0, 1)), key=itemgetter(0)):
        if rejected := first.add(row, [(nth, fact) for _, nth, fact in facts]):
            yield row, rejected


def _contested(stage: Stage, shape: Shape) -> Iterator[Said]:
    """Give the facts of a shape that more than one row speaks of, where that may be wrong, by row."""
    table, keys = name(shape.name), names(shape.keys)
    among = [
        f"({keys}) IN (SELECT ({keys}) FROM {table} GROUP BY {keys} HAVING count(*) > 1 AND ("
        f"count(DISTINCT hash({names(shape.values)})) > 1 OR bool_or(_nth = 0) OR min(_row) = {OWN}))"
    ]
    if shape.is_one:
        ends = " UNION ALL ".join(
            f"SELECT this, '{each.that_kind} ' || that AS that FROM {name(each.name)}"
            for each in stage.links()
            if (each.kind, each.relation) == (shape.kind, shape.relation)
        )
        among.append(f"this IN (SELECT this FROM ({ends}) GROUP BY this HAVING count(DISTINCT that) > 1)")
    columns = names(shape.columns)
    found = stage.stream(
        f"SELECT _row, file, line, _nth, {columns} FROM {table} LEFT JOIN rows USING (_row)"
        f" WHERE {' OR '.join(among)} ORDER BY _row, _nth"
    )
    for row, file, line, nth, *cells in found:
        yield (row, file, line), nth, shape.fact(cells)


class _First:
    """What the rows so far said, and which said it first."""

    def __init__(self) -> None:
        self._facts: dict[Identity, tuple[Fact, Where]] = {}
        self._ones: dict[tuple[str, str, str], LinkFact] = {}

    def add(self, row: Where, facts: list[tuple[int, Fact]]) -> Rejected | None:
        """Add the facts of a row, or say what speaks against it."""
        try:
            for nth, fact in facts:
                self._check(row, nth, fact)
        except Rejected as rejected:
            return rejected
        for _, fact in facts:
            self._facts.setdefault(fact.identity, (fact, row))
            if isinstance(fact, LinkFact):
                self._ones[fact.relation_id] = fact
        return None

    def _check(self, row: Where, nth: int, fact: Fact) -> None:
        if fact.identity in self._facts:
            self._check_same(row, nth, fact, *self._facts[fact.identity])
        if isinstance(fact, LinkFact) and not relation_of(fact.kind, fact.relation).many:
            before = self._ones.get(fact.relation_id)
            if before and before.end != fact.end:
                raise second_value(fact.kind, fact.this, fact.relation, before.that)

    def _check_same(self, row: Where, nth: int, fact: Fact, before: Fact, first: Where) -> None:
        number, file, line = first
        if number == OWN:
            raise Rejected(_code(fact.identity), f"{shown(fact)} is given by the loader itself.", "Take another key.")
        where = f"line {line}" if file == row[1] else f"{file}, line {line}"
        if nth == 0 and file == row[1]:
            raise _twice(fact.identity, where)
        if differ(before, fact):
            hint = "Say the same in both, or say it once."
            raise Rejected("DIFFERS", f"{shown(fact)} is given otherwise in {where}.", hint)
