"""Writes changes to the graph, in an order in which no link is ever without its ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kb.errors import LoadRefused
from kb.graph import Graph, Transaction
from kb.loaders.changes import Changes
from kb.loaders.facts import Identity, LinkId, NodeId, relation_of
from kb.loaders.present import Present
from kb.schema import KINDS
from kb.schema.cypher import (
    delete_links,
    delete_nodes,
    foreign_links,
    keys,
    merge_links,
    merge_nodes,
    point_names,
    set_points,
)

BATCH = 1000
"""Rows of one statement: large enough for speed, small enough for the database's memory."""

Statement = tuple[str, list[Any]]
"""Cypher over `$rows` or `$ids`, and those rows."""


def write(transaction: Transaction, changes: Changes, load: Mapping[str, Any], last: int) -> None:
    """Write the changes and the record of the load; raise LoadRefused if another load came in between."""
    _lock(transaction, last)
    for statement, rows in statements(changes):
        for start in range(0, len(rows), BATCH):
            batch = rows[start : start + BATCH]
            transaction.run(statement, rows=batch, ids=batch)
    transaction.run(merge_nodes(KINDS["Load"]), rows=[{"id": load["id"], "properties": load}])


def _lock(transaction: Transaction, last: int) -> None:
    # a second load waits at the node of the last one, and then sees that it is no longer the last
    transaction.run("MATCH (l:Load {version: $last}) SET l.version = $last", last=last)
    if transaction.run("MATCH (l:Load) RETURN coalesce(max(l.version), 0)")[0][0] != last:
        raise LoadRefused("Another load finished meanwhile; nothing was changed.", "Run this one again.")


def statements(changes: Changes) -> Iterator[Statement]:
    """Give the statements that make the changes: nodes, links, withdrawn links, withdrawn nodes."""
    yield from _set_nodes(changes)
    yield from _set_links(changes)
    yield from _delete_links(changes)
    nodes: dict[str, list[str]] = defaultdict(list)
    for identity in changes.deletes:
        if len(identity) == 2:
            nodes[identity[0]].append(identity[1])
    for kind, ids in nodes.items():
        yield delete_nodes(KINDS[kind]), ids


def _set_nodes(changes: Changes) -> Iterator[Statement]:
    rows: dict[str, list[Any]] = defaultdict(list)
    for identity, properties in changes.sets.items():
        if len(identity) == 2:
            kind, id = identity
            given = dict(properties)
            for point in point_names(KINDS[kind]):
                if point in given:
                    rows[set_points(KINDS[kind], point)].append({"id": id, "point": given.pop(point)})
            rows[merge_nodes(KINDS[kind])].append({"id": id, "properties": given})
    # a point is set on a node that is there: MERGE comes first
    yield from sorted(rows.items(), key=lambda each: "MERGE" not in each[0])


def _set_links(changes: Changes) -> Iterator[Statement]:
    rows: dict[str, list[Any]] = defaultdict(list)
    for identity, properties in changes.sets.items():
        if len(identity) == 6:
            statement, row = _link(identity, merge_links)
            rows[statement].append({**row, "properties": properties})
    yield from rows.items()


def _delete_links(changes: Changes) -> Iterator[Statement]:
    rows: dict[str, list[Any]] = defaultdict(list)
    for identity in changes.deletes:
        if len(identity) == 6:
            statement, row = _link(identity, delete_links)
            rows[statement].append(row)
    yield from rows.items()


def _link(identity: LinkId, statement: Any) -> tuple[str, dict[str, str]]:
    kind, this, name, that_kind, that, key = identity
    relation = relation_of(kind, name)
    row = {"this": this, "that": that} | ({"key": key} if keys(relation) else {})
    return statement(KINDS[kind], relation, that_kind), row


def keep_linked(graph: Graph, changes: Changes, present: Present) -> dict[NodeId, list[str]]:
    """Leave the nodes that other datasets link to, and their sources; give them with those datasets."""
    ids: dict[str, list[str]] = defaultdict(list)
    for identity in changes.deletes:
        if len(identity) == 2:
            ids[identity[0]].append(identity[1])
    kept: dict[NodeId, list[str]] = {}
    for kind, each in ids.items():
        rows = graph.read(foreign_links(KINDS[kind]), {"ids": each, "sources": sorted(present.own)})
        kept |= {(kind, id): sorted(datasets) for id, datasets in rows}
    for node, datasets in list(kept.items()):
        for source in present.facts[node].sources & present.own:
            if ("Source", source) in changes.deletes:
                kept.setdefault(("Source", source), datasets)
    _leave(changes, kept)
    return kept


def _leave(changes: Changes, kept: Iterable[Identity]) -> None:
    gone = set(kept)
    changes.deletes = [each for each in changes.deletes if each not in gone]
    changes.withdrawn = [each for each in changes.withdrawn if each not in gone]
