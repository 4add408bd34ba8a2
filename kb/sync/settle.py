"""Rejects rows that name what is not there, until every row left names only what is.

What a row may name depends on which other rows stand, so the rows are judged again until no more fall.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import get_close_matches
from functools import partial
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeAlias

from kb.loaders import added
from kb.loaders import only_adds as others_only_add
from kb.loaders.base import Loader
from kb.loaders.facts import shown_as
from kb.loaders.rejects import Rejected
from kb.schema import KINDS
from kb.schema.cypher import stored
from kb.sync.gather import OWN, second_value
from kb.sync.present import Present
from kb.sync.shape import Shape, shape_of
from kb.sync.stage import Fallen, Stage, name, names, only_adds, same_key

MOST_GUESSES = 200
"""For so many unknown names a likely one is looked for; it takes time."""
MOST_IDS = 50_000
"""Among so many at most."""

Why: TypeAlias = Callable[..., Rejected | None]
"""Gives the reason for which a row falls, of what was found about it, or None if it does not."""
Rule: TypeAlias = tuple[str, Why]
"""SQL that finds row, nth and more of facts that may be wrong, and what is wrong with each."""


def settle(stage: Stage, loader: Loader, present: Present, keep_missing: bool) -> None:
    """Have the rows fall that cannot stand. What is in the graph and not in the rows may be named if it stays there."""
    present.look_up()
    rules = _Rules(stage, loader, present, keep_missing)
    while stage.fall(_fallen(stage, rules.all())):
        pass


def _fallen(stage: Stage, rules: Iterator[Rule]) -> Iterator[Fallen]:
    found = merge(*(_broken(stage, rank, *rule) for rank, rule in enumerate(rules)), key=itemgetter(0))
    for row, whys in groupby(found, key=lambda each: each[0][0]):
        rejected = next((reason for reason in (why() for _, why in whys) if reason), None)
        if rejected and row[0] != OWN:
            yield row, rejected


def _broken(stage: Stage, rank: int, sql: str, why: Why) -> Iterator[tuple[Any, Callable[[], Rejected | None]]]:
    for row, file, line, nth, *found in stage.stream(
        f"SELECT _row, file, line, found.* EXCLUDE (_row) FROM ({sql}) AS found LEFT JOIN rows USING (_row)"
        " ORDER BY _row, _nth"
    ):
        yield ((row, file, line), nth, rank), partial(why, *found)


class _Rules:
    """What every fact must hold to; the rules stand in the order in which one of several reasons is told."""

    def __init__(self, stage: Stage, loader: Loader, present: Present, keep_missing: bool) -> None:
        self._stage, self._loader, self._present, self._keep_missing = stage, loader, present, keep_missing
        self._ids: dict[str, list[str]] = {}
        self._guesses = 0

    def all(self) -> Iterator[Rule]:
        """Give the rules for what is on the stage now."""
        shapes = (*self._stage.nodes(), *self._stage.links())
        yield from map(self._has_sources, shapes)
        for shape in self._stage.links():
            yield self._is_known(shape, "this", shape.kind)
            yield self._is_known(shape, "that", shape.that_kind)
            if shape.is_one:
                yield self._is_the_one(shape)
        for shape in self._stage.nodes():
            if shape.kind in self._loader.adds:
                yield self._is_known(shape, "id", shape.kind, only_adds(shape, self._loader))
            for relation, declared in stored(KINDS[shape.kind]).items():
                if declared.required:
                    yield self._has_link(shape, relation)
        for shape in shapes:
            yield self._agrees_with_others(shape)

    # Sources

    def _has_sources(self, shape: Shape) -> Rule:
        kept = (
            f"SELECT id FROM {self._was('Source')} WHERE sources IS NOT NULL" if self._keep_missing else "SELECT NULL"
        )
        return (
            f"SELECT _row, _nth, source FROM (SELECT _row, _nth, unnest(string_split(sources, ';')) AS source"
            f" FROM {name(shape.name)}) WHERE source NOT IN (SELECT id FROM {name('Source')})"
            f" AND source NOT IN (SELECT id FROM ({kept}) AS kept(id) WHERE id IS NOT NULL)",
            self._no_source,
        )

    def _no_source(self, source: str) -> Rejected:
        owner = self._present.datasets.get(source, self._loader.name)
        if owner != self._loader.name:
            hint = "A fact names sources of its own dataset."
            return Rejected("UNKNOWN_SOURCE", f"Unknown source {source}: it belongs to the dataset {owner}.", hint)
        return Rejected("UNKNOWN_SOURCE", f"Unknown source {source}.", self._guess("Source", source))

    # Ends of links, and nodes that are only added to

    def _is_known(self, shape: Shape, column: str, kind: str, which: str = "true") -> Rule:
        table, id = name(shape.name), name(column)
        held = "" if self._keep_missing else " WHERE _others IS NOT NULL"
        return (
            f"SELECT _row, _nth, {id} AS id, '{kind}' AS kind FROM {table}"
            f" WHERE {which} AND {id} NOT IN ({self._brought(kind)})"
            f" AND {id} NOT IN (SELECT id FROM {self._was(kind)}{held})",
            self._unknown,
        )

    def _brought(self, kind: str) -> str:
        """Give the SQL for the nodes of a kind that rows bring."""
        if shape_of(kind) not in self._stage.shapes:
            return "SELECT NULL WHERE false"
        return f"SELECT id FROM {name(kind)} WHERE NOT ({only_adds(shape_of(kind), self._loader)})"

    def _unknown(self, id: str, kind: str) -> Rejected:
        [(file, line)] = self._stage.ask(
            "SELECT file, line FROM fallen JOIN rows USING (_row) WHERE kind = ? AND id = ?"
            " ORDER BY _row LIMIT 1", [kind, id],
        ) or [("", 0)]  # fmt: skip
        if file:
            reason = f"The row of {kind} {id} was rejected ({file}, line {line})."
            return Rejected("REJECTED_TARGET", reason, "Put that row right.")
        return Rejected("UNKNOWN_TARGET", f"Unknown {kind} {id}.", self._guess(kind, id))

    def _guess(self, kind: str, id: str) -> str:
        self._guesses += 1
        if self._guesses > MOST_GUESSES:
            return ""
        if kind not in self._ids:
            named = {row[0] for row in self._stage.ask(f"{self._brought(kind)} LIMIT {MOST_IDS}") if row[0]}
            self._ids[kind] = sorted(named.union(self._present.ids(kind)[:MOST_IDS]) - {id})
        close = get_close_matches(id, self._ids[kind], 1, 0.7)
        return f"Did you mean {close[0]}?" if close else f"Neither the dataset nor the graph has this {kind}."

    # Links that must be there, and links of which there can be one

    def _has_link(self, shape: Shape, relation: str) -> Rule:
        links = [each for each in self._stage.links() if (each.kind, each.relation) == (shape.kind, relation)]
        linked = " UNION ALL ".join(f"SELECT this FROM {name(each.name)}" for each in links)
        return (
            f"SELECT _row, _nth, id FROM {name(shape.name)} WHERE NOT ({only_adds(shape, self._loader)})"
            f" AND id NOT IN ({linked or 'SELECT NULL WHERE false'})",
            partial(self._no_link, shape.kind, relation),
        )

    @staticmethod
    def _no_link(kind: str, relation: str, id: str) -> Rejected:
        hint = f"{KINDS[kind].relations[relation].doc} Its row may have been rejected."
        return Rejected("MISSING_LINK", f"{kind} {id} has no {relation}.", hint)

    def _is_the_one(self, shape: Shape) -> Rule:
        held = " UNION ALL ".join(
            f"SELECT this, '{each.that_kind}' AS kind, that FROM {name(self._stage.was(each))}"
            " WHERE _others IS NOT NULL"
            for each in sorted(self._stage.kept, key=lambda each: each.name)
            if (each.kind, each.relation) == (shape.kind, shape.relation)
        )
        return (
            f"SELECT _row, _nth, mine.this, held.that FROM {name(shape.name)} AS mine"
            f" JOIN ({held or 'SELECT NULL AS this, NULL AS kind, NULL AS that WHERE false'}) AS held"
            f" ON held.this = mine.this AND (held.that <> mine.that OR held.kind <> '{shape.that_kind}')",
            lambda this, that: second_value(shape.kind, this, shape.relation, that),
        )

    # Facts that other datasets hold too

    def _agrees_with_others(self, shape: Shape) -> Rule:
        """Another dataset may hold the same fact if it says the same; what it only adds to does not count."""
        apart: set[str] = set()
        if shape.is_node:
            apart = {*added(shape.kind, self._loader.name), *self._loader.agreed.get(shape.kind, ())}
        said = [each for each in shape.values if each not in apart]
        was = name(self._stage.was(shape))
        return (
            f"SELECT _row, _nth, was._others, {names(shape.keys, 'mine')} FROM {name(shape.name)} AS mine"
            f" JOIN {was} AS was ON was._others IS NOT NULL AND {same_key(shape, 'mine', 'was')}"
            f" WHERE NOT ({only_adds(shape, self._loader, 'mine')})"
            f" AND ROW({names(said, 'mine')}) IS DISTINCT FROM ROW({names(said, 'was')})",
            partial(self._conflict, shape),
        )

    def _conflict(self, shape: Shape, others: str, *key: str | None) -> Rejected | None:
        owners = self._present.others(others)
        if shape.is_node:
            owners = {each for each in owners if not others_only_add(each, shape.kind)}
        if not owners:
            return None
        return Rejected(
            "CONFLICT",
            f"{shown_as(shape.identity(key))} is given otherwise by {', '.join(sorted(owners))}.",
            "Where sources disagree, each value is a Claim.",
        )

    def _was(self, kind: str) -> str:
        return name(self._stage.was(shape_of(kind)))
