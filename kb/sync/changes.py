"""What a load changes: the facts it wants, less the facts the graph has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeAlias

import orjson

from kb.graph import Graph
from kb.loaders import added
from kb.loaders.base import Loader
from kb.schema import KINDS
from kb.schema.cypher import foreign_links
from kb.sync.change import Change
from kb.sync.present import Present, batches
from kb.sync.shape import ORIGIN, Cells, Shape, Text
from kb.sync.stage import Stage, name, names, only_adds, same_key

Set: TypeAlias = tuple[Cells, dict[str, Any]]
"""The keys of a fact, and the properties of it that change; None takes one away."""
_Said: TypeAlias = Mapping[str, Text]
"""What a fact says, as cells by their columns."""

CHANGED = ("created", "updated", "withdrawn")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many facts of a shape have the same fate."""

    shape: Shape
    status: str
    wanted: bool
    held: bool
    gone: bool
    many: int


class Changes:
    """Facts to set and facts to delete, on the stage."""

    def __init__(
        self, stage: Stage, loader: Loader, keep_missing: bool = False, version: int = 1, files: Sequence[str] = ()
    ) -> None:
        """Compare what the rows say with what the graph has; `keep_missing` withdraws only what a fact replaces.

        What is written is of the load with that version, from those files.
        """
        self.stage, self._loader, self._keep_missing = stage, loader, keep_missing
        self._origin = _origin(version, files)
        self.shapes = sorted(stage.shapes | stage.kept, key=lambda each: each.name)
        for shape in self.shapes:
            self._compare(shape)
        for shape in self.shapes:
            self._withdraw(shape)
        self._tallied: list[Tally] | None = None

    def __bool__(self) -> bool:
        return any(each.status != "unchanged" for each in self._tallies())

    def count(self, status: str) -> int:
        """Give how many facts are created, updated, withdrawn or unchanged."""
        return sum(each.many for each in self._tallies() if each.status == status)

    def wanted(self, nodes: bool) -> int:
        """Give how many nodes, or links, the rows make."""
        return sum(each.many for each in self._tallies() if each.wanted and each.shape.is_node == nodes)

    def held(self) -> int:
        """Give how many facts the dataset has in the graph before."""
        return sum(each.many for each in self._tallies() if each.held)

    def expected(self) -> int:
        """Give how many facts the dataset has in the graph after."""
        there = (each for each in self._tallies() if (each.wanted or each.held) and each.status != "withdrawn")
        return sum(each.many for each in there)

    def counts(self) -> dict[str, int]:
        """Give how many facts the rows make of each kind, and of each relation between two kinds."""
        counts: Counter[str] = Counter()
        for each in self._tallies():
            counts[each.shape.name] += each.many if each.wanted else 0
        return {name: count for name, count in counts.items() if count}

    def _tallies(self) -> list[Tally]:
        """Give how many facts there are of each sort; counted once, until some of them are left."""
        if self._tallied is None:
            self._tallied = [
                Tally(shape, *row)
                for shape in self.shapes
                for row in self.stage.ask(
                    f"SELECT _status, _wanted, _held, _gone, count(*) FROM {name(shape.name, 'to')} GROUP BY ALL"
                )
            ]
        return self._tallied

    def _some(self, **sort: Any) -> list[Shape]:
        """Give the shapes that have facts of a sort."""
        found = {
            each.shape for each in self._tallies() if all(getattr(each, at) == value for at, value in sort.items())
        }
        return [each for each in self.shapes if each in found]

    def each(self, status: str, most: int | None = None) -> Iterator[Change]:
        """Give what is created, updated or withdrawn in a fixed order: all of it, or some of the first."""
        limit = "" if most is None else f" LIMIT {most}"
        return islice((one for shape in self._some(status=status) for one in self._changes(shape, status, limit)), most)

    def keep_linked(self, graph: Graph, present: Present) -> list[str]:
        """Leave the nodes that other datasets link to, and their sources; say which and why."""
        kept: list[str] = []
        for shape in (each for each in self._some(gone=True) if each.is_node):
            gone = (str(key[0]) for key in self.deletes(shape))
            for ids in batches(gone):
                rows = graph.read(foreign_links(KINDS[shape.kind]), {"ids": ids, "sources": sorted(present.own)})
                kept += [f"{shape.kind} {id}, still linked by {', '.join(sorted(datasets))}" for id, datasets in rows]
                self._leave(shape, [id for id, _ in rows])
        return kept

    def _leave(self, shape: Shape, ids: list[str]) -> None:
        self._tallied = None
        table, was = name(shape.name, "to"), name(self.stage.was(shape))
        stays = "SET _status = 'unchanged', _gone = false"
        self.stage.run(f"UPDATE {table} {stays} WHERE id IN (SELECT unnest(?))", [ids])
        self.stage.run(
            f"UPDATE {name('Source', 'to')} {stays} WHERE _gone AND id IN ("
            f"SELECT unnest(string_split(sources, ';')) FROM {was} WHERE id IN (SELECT unnest(?)))",
            [ids],
        )

    # What is to be written

    def created(self, shape: Shape) -> Iterator[list[Any]]:
        """Give the facts of a shape that nobody has said before, each as the values of `shape.kept`."""
        if not any(each.shape == shape and each.status == "created" for each in self._tallies()):
            return
        new = self.stage.stream(
            f"SELECT {names(shape.kept)} FROM {name(shape.name, 'to')} AS to_"
            f" ANTI JOIN {name(self.stage.was(shape))} AS was ON {same_key(shape, 'to_', 'was')}"
            " WHERE _status = 'created'"
        )
        yield from map(shape.made, new)

    def changed(self, shape: Shape) -> Iterator[Set]:
        """Give the facts of a shape that say something else than before, or that others say already."""
        if not any(each.shape == shape and each.status != "unchanged" for each in self._tallies()):
            return
        which = f"to_._status <> 'unchanged' AND NOT to_._gone AND was.{name(shape.keys[0])} IS NOT NULL"
        for key, before, after, _, origin in self._differing(shape, which):
            said = _properties(shape, before, after)
            yield key, said | {ORIGIN: orjson.loads(origin)} if origin else said

    def _changes(self, shape: Shape, status: str, limit: str) -> Iterator[Change]:
        which = f"to_._status = '{status}' ORDER BY {names(shape.keys, 'to_')}{limit}"
        for key, before, was_and_is, gone, _ in self._differing(shape, which):
            after = dict.fromkeys(was_and_is) if gone else was_and_is
            lost, gained = _properties(shape, after, before), _properties(shape, before, after)
            yield Change(status, shape.identity(key), _known(lost), _known(gained))

    def _differing(self, shape: Shape, which: str) -> Iterator[tuple[Cells, _Said, _Said, bool, Text]]:
        """Give keys of facts, what they say before and after, whether they go, and where from they are written."""
        columns = (*shape.values, "sources")
        found = self.stage.stream(
            f"SELECT {names(shape.keys, 'to_')}, {names(columns, 'to_')},"
            f" {names(shape.values, 'was')}, concat_ws(';', was.sources, was._others), to_._gone, to_.{ORIGIN}"
            f" FROM {name(shape.name, 'to')} AS to_ LEFT JOIN {name(self.stage.was(shape))} AS was"
            f" ON {same_key(shape, 'to_', 'was')} WHERE {which}"
        )
        keys, size = len(shape.keys), len(columns)
        for *cells, gone, origin in found:
            after = dict(zip(columns, cells[keys : keys + size], strict=True))
            before = dict(zip(columns, cells[keys + size :], strict=True))
            yield tuple(cells[:keys]), before, after, gone, origin

    def deletes(self, shape: Shape) -> Iterator[Cells]:
        """Give the keys of the facts of a shape that go."""
        if not any(each.shape == shape and each.gone for each in self._tallies()):
            return
        yield from self.stage.stream(
            f"SELECT {names(shape.keys)} FROM {name(shape.name, 'to')} WHERE _gone ORDER BY {names(shape.keys)}"
        )

    # Comparing

    def _compare(self, shape: Shape) -> None:
        """Make a table of what becomes of each fact: what is wanted of it, its status, and whether it is gone.

        It takes the place of the table of the rows' facts: with millions, there is no memory for both.
        """
        was = name(self.stage.was(shape))
        values = ", ".join(f"{self._wanted(shape, each)} AS {name(each)}" for each in shape.values)
        said = ", ".join(f"{self._wanted(shape, each)}" for each in shape.values)
        every = _one_of_each("concat_ws(';', mine.sources, was._others)")
        compared = (
            f"SELECT {names(shape.keys, 'mine')}, {values}, {every} AS sources, {self._origin} AS {ORIGIN},"
            " true AS _wanted, was.sources IS NOT NULL AS _held, false AS _gone,"
            f" CASE WHEN was.sources IS NULL THEN 'created' WHEN mine.sources <> was.sources"
            f" OR ROW({said}) IS DISTINCT FROM ROW({names(shape.values, 'was')}) THEN 'updated' ELSE 'unchanged' END"
            f" AS _status, was.{ORIGIN} AS _was FROM ({self._mine(shape)}) AS mine"
            f" LEFT JOIN {was} AS was ON {same_key(shape, 'mine', 'was')} LEFT JOIN rows AS read USING (_row)"
        )
        written = f"CASE _status WHEN 'unchanged' THEN _was ELSE {ORIGIN} END AS {ORIGIN}"
        self.stage.run(
            f"CREATE TABLE {name(shape.name, 'to')} AS SELECT * EXCLUDE (_was) REPLACE ({written}) FROM ({compared})"
        )
        self.stage.drop(shape)

    def _wanted(self, shape: Shape, field: str) -> str:
        """Give the SQL for the value a property is to have; what others say of the fact is theirs to say."""
        mine, was = f"mine.{name(field)}", f"was.{name(field)}"
        if not shape.is_node:
            return mine
        adders = added(shape.kind, self._loader.name).get(field)
        whole = f"CASE WHEN {_said_by(adders)} THEN coalesce({was}, {mine}) ELSE {mine} END" if adders else mine
        if shape.kind not in self._loader.adds:
            return whole
        alone = mine if field in self._loader.adds[shape.kind] else was
        return f"CASE WHEN {only_adds(shape, self._loader, 'mine')} THEN {alone} ELSE {whole} END"

    def _mine(self, shape: Shape) -> str:
        """Give the SQL for the facts of the rows, each once, with all its sources."""
        if shape not in self.stage.shapes:
            return f"SELECT *, NULL::BIGINT AS _row FROM {name(self.stage.was(shape))} WHERE false"
        if self.stage.one(f"SELECT count(*) = count(DISTINCT hash({names(shape.keys)})) FROM {name(shape.name)}"):
            return f"SELECT {names(shape.columns)}, _row FROM {name(shape.name)}"
        values = ", ".join(f"any_value({name(each)}) AS {name(each)}" for each in shape.values)
        sources = _one_of_each("string_agg(sources, ';')")
        return (
            f"SELECT {names(shape.keys)}, {values}, {sources} AS sources, min(_row) AS _row"
            f" FROM {name(shape.name)} GROUP BY ALL"
        )

    def _withdraw(self, shape: Shape) -> None:
        """Add what the rows no longer say: others may still say it, else it goes."""
        was = name(self.stage.was(shape))
        kept = self._loader.adds.get(shape.kind, ()) if shape.is_node else ()
        values = ", ".join(
            f"{'NULL' if each in kept else f'was.{name(each)}'} AS {name(each)}" for each in shape.values
        )
        replaced = self._replaced(shape) if self._keep_missing else "true"
        self.stage.run(
            f"INSERT INTO {name(shape.name, 'to')}"
            f" SELECT {names(shape.keys, 'was')}, {values}, was._others, was.{ORIGIN}, false, true,"
            f" {replaced} AND was._others IS NULL, CASE WHEN {replaced} THEN 'withdrawn' ELSE 'unchanged' END"
            f" FROM {was} AS was ANTI JOIN {name(shape.name, 'to')} AS to_ ON {same_key(shape, 'was', 'to_')}"
            " WHERE was.sources IS NOT NULL"
        )

    def _replaced(self, shape: Shape) -> str:
        """Give the condition that a relation which can lead to one only now leads elsewhere."""
        if not shape.is_one:
            return "false"
        now = " UNION ALL ".join(
            f"SELECT this FROM {name(each.name, 'to')} WHERE _wanted"
            for each in self.shapes
            if (each.kind, each.relation) == (shape.kind, shape.relation)
        )
        return f"was.this IN ({now})" if now else "false"


def _origin(version: int, files: Sequence[str]) -> str:
    """Give the SQL for where a fact is written from: the load, the file and the line of its first row."""
    listed = ", ".join("'" + each.replace("'", "''") + "'" for each in files)
    file = f"list_position([{listed}]::VARCHAR[], read.file) - 1"
    return f"coalesce('[{version},' || {file} || ',' || read.line || ']', '[{version}]')"


def _said_by(datasets: Iterable[str]) -> str:
    """Give the condition that some of the datasets hold a fact of the graph too."""
    named = ", ".join(f"'{each}'" for each in datasets)
    of_them = f"SELECT list(source) FROM owners WHERE dataset IN ({named})"
    return f"coalesce(list_has_any(string_split(was._others, ';'), ({of_them})), false)"


def _one_of_each(sources: str) -> str:
    """Give the SQL for sources in their order, each once; most facts have one, which then is as it is."""
    listed = f"array_to_string(list_sort(list_distinct(string_split({sources}, ';'))), ';')"
    return f"CASE WHEN contains({sources}, ';') THEN {listed} ELSE {sources} END"


def _known(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in properties.items() if value is not None and value != []}


def _properties(shape: Shape, before: _Said, after: _Said) -> dict[str, Any]:
    """Give the properties that change, as the graph has them."""
    now = shape.read({each: after[each] for each in after if after[each] != before[each]})
    changed: dict[str, Any] = {each: now.get(each) for each in shape.fields if after[each] != before[each]}
    if after["confidence"] != before["confidence"]:
        changed["confidence"] = after["confidence"]
    if (wanted := _sources(after)) != _sources(before):
        changed["sources"] = wanted
    return changed


def _sources(said: _Said) -> list[str]:
    return sorted(set(filter(None, (said["sources"] or "").split(";"))))
