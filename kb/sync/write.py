"""Writes changes to the graph, in an order in which no link is ever without its ends.

Some thousand changes are one transaction. More are too much for one: what is made and changed is then written in
pieces, and what goes, goes in one with the end of the load, so that nobody ever sees half of what it withdraws. A load
that is killed in between stays on record as one that has not ended; the same load again writes what is left.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice, product
from typing import Any, TypeVar

from kb.errors import LoadRefused
from kb.graph import Graph, Transaction, point
from kb.schema import KINDS, Kind
from kb.schema.cypher import (
    create_links,
    create_nodes,
    delete_links,
    delete_nodes,
    merge_links,
    merge_nodes,
    point_names,
)
from kb.sync.before import STATE, Before
from kb.sync.changes import Changes
from kb.sync.shape import Cells, Shape

T = TypeVar("T")

BATCH = 1000
"""Rows of one statement: large enough for speed, small enough for the database's memory."""
AT_ONCE = 50_000
"""Changes of one transaction: Neo4j keeps all of them in memory until it ends."""
PIECE = 2 * BATCH
"""Changes of one transaction of many."""
WRITERS = 2
"""Transactions at a time, where there are many: Neo4j runs each on one core."""

Statement = tuple[str, list[Any]]
"""Cypher over `$rows` or `$ids`, and those rows: a batch at most."""


def write(graph: Graph, changes: Changes, size: int, load: Mapping[str, Any], before: Before) -> None:
    """Write the changes, `size` of them, and the record of the load.

    Raises LoadRefused if the graph is not as it was `before`, when the changes were found.
    """
    if size <= AT_ONCE:
        graph.write(lambda transaction: _all(transaction, changes, load, before))
        return
    graph.write(lambda transaction: _begin(transaction, changes, load, before))
    for sets in (_set_nodes(changes), _set_links(changes)):
        _in_pieces(graph, sets, load)
    graph.write(lambda transaction: _end(transaction, changes, load))


def _all(transaction: Transaction, changes: Changes, load: Mapping[str, Any], before: Before) -> None:
    _lock(transaction, before)
    for each in statements(changes):
        _run(transaction, each)
    _record(transaction, load)


def _begin(transaction: Transaction, changes: Changes, load: Mapping[str, Any], before: Before) -> None:
    _lock(transaction, before)
    _record(transaction, {**load, "finished": None, "seconds": None})
    # by its sources a fact is known as one of this dataset, so that none is there before them
    for each in _set_sources(changes):
        _run(transaction, each)


def _end(transaction: Transaction, changes: Changes, load: Mapping[str, Any]) -> None:
    _go_on(transaction, load, 0)
    for each in _deletes(changes):
        _run(transaction, each)
    _record(transaction, load)


def end(graph: Graph, load: Mapping[str, Any]) -> None:
    """Put on record that a load has ended."""
    graph.write(lambda transaction: _record(transaction, load))


def _lock(transaction: Transaction, before: Before) -> None:
    # another load waits here, at the first load of all too, and then sees that the last one is another or has gone on
    transaction.run("MATCH (m:Migration) SET m.id = m.id")
    transaction.run("MATCH (l:Load {version: $version}) SET l.version = l.version", version=before.version)
    last = transaction.run(f"MATCH (l:Load) RETURN {STATE} ORDER BY l.version DESC LIMIT 1")
    if last != ([[before.state]] if before.state else []):
        raise LoadRefused("Another load wrote meanwhile; nothing was changed.", "Run this one again.")


def _go_on(transaction: Transaction, load: Mapping[str, Any], written: int) -> None:
    """Count what is written; raise LoadRefused where another load has begun since, or this one again."""
    alone = transaction.run(
        "MATCH (l:Load {id: $id}) SET l.written = coalesce(l.written, 0) + $written"
        " WITH l WHERE l.attempts = $attempts"
        " AND NOT EXISTS { MATCH (later:Load) WHERE later.version > l.version } RETURN true",
        id=load["id"], attempts=load["attempts"], written=written,
    )  # fmt: skip
    if not alone:
        raise LoadRefused("Another load began meanwhile; this one is not done.", "Run it again.")


def _record(transaction: Transaction, load: Mapping[str, Any]) -> None:
    transaction.run(merge_nodes(KINDS["Load"]), rows=[{"id": load["id"], "properties": load}])


def _run(transaction: Transaction, statement: Statement) -> None:
    transaction.run(statement[0], rows=statement[1], ids=statement[1])


def _in_pieces(graph: Graph, sets: Iterator[Statement], load: Mapping[str, Any]) -> None:
    """Write batches, some at a time in a transaction and some transactions at a time."""

    def piece(batches: list[Statement]) -> None:
        def work(transaction: Transaction) -> None:
            for each in batches:
                _run(transaction, each)
            # last, since others wait for this node
            _go_on(transaction, load, sum(len(rows) for _, rows in batches))

        graph.write(work)

    under_way: deque[Future[None]] = deque()
    with ThreadPoolExecutor(WRITERS) as writers:
        while batches := list(islice(sets, PIECE // BATCH)):
            under_way.append(writers.submit(piece, batches))
            if len(under_way) > WRITERS:
                under_way.popleft().result()
        for each in under_way:
            each.result()


def statements(changes: Changes) -> Iterator[Statement]:
    """Give the statements that make the changes: nodes, links, withdrawn links, withdrawn nodes."""
    yield from _set_sources(changes)
    yield from _set_nodes(changes)
    yield from _set_links(changes)
    yield from _deletes(changes)


def _set_sources(changes: Changes) -> Iterator[Statement]:
    return _set_each(changes, [each for each in changes.shapes if each.kind == "Source" and each.is_node])


def _set_nodes(changes: Changes) -> Iterator[Statement]:
    return _set_each(changes, [each for each in changes.shapes if each.kind != "Source" and each.is_node])


def _set_each(changes: Changes, shapes: Iterable[Shape]) -> Iterator[Statement]:
    for shape in shapes:
        kind = KINDS[shape.kind]
        points = [shape.kept.index(each) for each in point_names(kind)]
        for batch in _batches(changes.created(shape)):
            for row, at in product(batch, points):
                row[at] = _point(row[at])
            yield create_nodes(kind, shape.kept), batch
        for changed in _batches(changes.changed(shape)):
            yield merge_nodes(kind), [{"id": key[0], "properties": _with_points(kind, said)} for key, said in changed]


def _with_points(kind: Kind, said: dict[str, Any]) -> dict[str, Any]:
    return said | {name: _point(said[name]) for name in point_names(kind) if name in said}


def _point(given: Any) -> Any:
    return given and point(**given)


def _set_links(changes: Changes) -> Iterator[Statement]:
    for shape in (each for each in changes.shapes if not each.is_node):
        about = KINDS[shape.kind], shape.declared, shape.that_kind
        # a relationship has a key where it is one of several that are told apart
        at = shape.kept.index("key")
        columns = shape.kept[2:] if shape.keyed else shape.kept[at + 1 :]
        for batch in _batches(changes.created(shape)):
            for row in batch:
                row[at : at + 1] = [row[at] or ""] if shape.keyed else []
            yield create_links(*about, columns), batch
        for changed in _batches(changes.changed(shape)):
            yield merge_links(*about), [_link(shape, key) | {"properties": said} for key, said in changed]


def _deletes(changes: Changes) -> Iterator[Statement]:
    for shape in (each for each in changes.shapes if not each.is_node):
        statement = delete_links(KINDS[shape.kind], shape.declared, shape.that_kind)
        for gone in _batches(changes.deletes(shape)):
            yield statement, [_link(shape, key) for key in gone]
    for shape in (each for each in changes.shapes if each.is_node):
        for gone in _batches(changes.deletes(shape)):
            yield delete_nodes(KINDS[shape.kind]), [key[0] for key in gone]


def _link(shape: Shape, key: Cells) -> dict[str, Any]:
    this, that, told_apart = key
    return {"this": this, "that": that} | ({"key": told_apart or ""} if shape.keyed else {})


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    items = iter(items)
    while batch := list(islice(items, BATCH)):
        yield batch
