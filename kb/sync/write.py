"""Writes changes to the graph, in an order in which no link is ever without its ends.

Some thousand changes are one transaction. More are too much for one: what is made and changed is then written in
pieces, and what goes, goes in one with the end of the load, so that nobody ever sees half of what it withdraws. A load
that is killed in between stays on record as one that has not ended; the same load again writes what is left.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import Any, TypeVar

from kb.errors import LoadRefused
from kb.graph import Graph, Transaction
from kb.schema import KINDS
from kb.schema.cypher import delete_links, delete_nodes, merge_links, merge_nodes, point_names, set_points
from kb.sync.changes import Changes, Set
from kb.sync.shape import Cells, Shape

T = TypeVar("T")

BATCH = 1000
"""Rows of one statement: large enough for speed, small enough for the database's memory."""
AT_ONCE = 50_000
"""Changes of one transaction: Neo4j keeps all of them in memory until it ends."""
PIECE = 5 * BATCH
"""Changes of one transaction of many."""
WRITERS = 2
"""Transactions at a time, where there are many: Neo4j runs each on one core."""

Statement = tuple[str, list[Any]]
"""Cypher over `$rows` or `$ids`, and those rows: a batch at most."""


def write(graph: Graph, changes: Changes, size: int, load: Mapping[str, Any], last: int) -> None:
    """Write the changes, `size` of them, and the record of the load.

    Raises LoadRefused if another load came in between since the `last`.
    """
    if size <= AT_ONCE:
        graph.write(lambda transaction: _all(transaction, changes, load, last))
        return
    graph.write(lambda transaction: _begin(transaction, load, last))
    for sets in (_set_nodes(changes), _set_links(changes)):
        _in_pieces(graph, sets, load["id"])
    graph.write(lambda transaction: _end(transaction, changes, load))


def _all(transaction: Transaction, changes: Changes, load: Mapping[str, Any], last: int) -> None:
    _lock(transaction, last)
    for each in statements(changes):
        _run(transaction, each)
    _record(transaction, load)


def _begin(transaction: Transaction, load: Mapping[str, Any], last: int) -> None:
    _lock(transaction, last)
    _record(transaction, {**load, "finished": None, "seconds": None})


def _end(transaction: Transaction, changes: Changes, load: Mapping[str, Any]) -> None:
    _lock(transaction, load["version"])
    for each in _deletes(changes):
        _run(transaction, each)
    _record(transaction, load)


def end(graph: Graph, load: Mapping[str, Any]) -> None:
    """Put on record that a load has ended."""
    graph.write(lambda transaction: _record(transaction, load))


def _lock(transaction: Transaction, last: int) -> None:
    # a second load waits at the node of the last one, and then sees that it is no longer the last
    transaction.run("MATCH (l:Load {version: $last}) SET l.version = $last", last=last)
    if transaction.run("MATCH (l:Load) RETURN coalesce(max(l.version), 0)")[0][0] != last:
        raise LoadRefused("Another load finished meanwhile; nothing was changed.", "Run this one again.")


def _record(transaction: Transaction, load: Mapping[str, Any]) -> None:
    transaction.run(merge_nodes(KINDS["Load"]), rows=[{"id": load["id"], "properties": load}])


def _run(transaction: Transaction, statement: Statement) -> None:
    transaction.run(statement[0], rows=statement[1], ids=statement[1])


def _in_pieces(graph: Graph, sets: Iterator[list[Statement]], load: str) -> None:
    """Write batches, some at a time in a transaction and some transactions at a time."""
    count = "MATCH (l:Load {id: $load}) SET l.written = coalesce(l.written, 0) + $written"

    def piece(batches: list[list[Statement]]) -> None:
        def work(transaction: Transaction) -> None:
            for each in (statement for batch in batches for statement in batch):
                _run(transaction, each)
            # last, since others wait for this node
            transaction.run(count, load=load, written=sum(len(batch[0][1]) for batch in batches))

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
    for sets in (_set_nodes(changes), _set_links(changes)):
        for batch in sets:
            yield from batch
    yield from _deletes(changes)


def _set_nodes(changes: Changes) -> Iterator[list[Statement]]:
    for shape in (each for each in changes.shapes if each.is_node):
        for batch in _batches(changes.sets(shape)):
            yield _merges(shape, batch)


def _merges(shape: Shape, batch: list[Set]) -> list[Statement]:
    kind = KINDS[shape.kind]
    points = [
        (point, {"id": key[0], "point": properties.pop(point)})
        for key, properties in batch
        for point in point_names(kind)
        if point in properties
    ]
    merge = merge_nodes(kind), [{"id": key[0], "properties": properties} for key, properties in batch]
    # a point is set on a node that is there: MERGE comes first
    rows = {name: [row for point, row in points if point == name] for name in point_names(kind)}
    return [merge, *((set_points(kind, name), each) for name, each in rows.items() if each)]


def _set_links(changes: Changes) -> Iterator[list[Statement]]:
    for shape in (each for each in changes.shapes if not each.is_node):
        statement = merge_links(KINDS[shape.kind], shape.declared, shape.that_kind)
        for batch in _batches(changes.sets(shape)):
            yield [(statement, [_link(shape, key) | {"properties": properties} for key, properties in batch])]


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
