"""What the graph holds already of the facts a load may touch, copied onto the stage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kb.graph import Graph, Row
from kb.schema import KINDS
from kb.schema.cypher import ALL, OF_IDS, OF_SOURCES, read_links, read_links_of, read_nodes, stored
from kb.sync.shape import Cells, Shape, shape_of
from kb.sync.stage import Stage, name

MANY_IDS = 10_000
"""How many nodes are looked up at a time."""


class Present:
    """The facts of one dataset in the graph, and those of others that were looked up."""

    def __init__(self, graph: Graph, stage: Stage, dataset: str) -> None:
        """Copy the facts of `dataset`."""
        self._graph, self._stage = graph, stage
        self.datasets: dict[str, str] = {
            row[0]: row[1] for row in graph.read("MATCH (s:Source) RETURN s.id, s.dataset")
        }
        """The dataset that each source belongs to."""
        stage.run(
            "CREATE TABLE owners AS SELECT unnest(?) AS source, unnest(?) AS dataset",
            [list(self.datasets), list(self.datasets.values())],
        )
        self.own = {source for source, owner in self.datasets.items() if owner == dataset}
        """The sources of this dataset."""
        if self.own:
            self._copy_own(dataset)
        self._stage.seal()

    def _copy_own(self, dataset: str) -> None:
        ours = {"sources": sorted(self.own)}
        held = self._ever_held(dataset)
        for kind in KINDS.values():
            if kind.name == "Load":  # the record of loads is no fact of a dataset
                continue
            if held is None or kind.name in held:
                self._keep_nodes(kind.name, read_nodes(kind, OF_SOURCES), ours)
            for relation, declared in stored(kind).items():
                if held is None or f"{kind.name}.{relation}" in held:
                    self._keep_links(kind.name, relation, read_links(kind, declared), ours)

    def _ever_held(self, dataset: str) -> set[str] | None:
        """Give the kinds and relations that loads of the dataset ever had facts of; None where that is not on record.

        There are a hundred, each of which takes a look through all of its kind. A load that was killed may have
        written more than its record tells, which is that of the load that took it up.
        """
        loads = self._graph.read(
            "MATCH (l:Load {dataset: $dataset}) RETURN l.counts, l.attempts = 1 AND l.finished IS NOT NULL",
            {"dataset": dataset},
        )
        if not loads or not all(counts is not None and in_one_go for counts, in_one_go in loads):
            return None
        return {".".join(each.split()[0].split(".")[:2]) for counts, _ in loads for each in counts}

    @staticmethod
    def sources_of(graph: Graph, dataset: str) -> list[str]:
        """Give the ids of the sources that a dataset brought."""
        rows = graph.read("MATCH (s:Source {dataset: $dataset}) RETURN s.id", {"dataset": dataset})
        return [row[0] for row in rows]

    def look_up(self) -> None:
        """Copy what the rows of the stage speak of too, whoever holds it."""
        for kind in sorted(self._kinds_named()):
            self._look_up(kind)
        self._stage.seal()
        for shape in self._stage.links():
            for ids in batches(self._starts(shape)):
                statement = read_links_of(KINDS[shape.kind], shape.declared)
                self._keep_links(shape.kind, shape.relation, statement, {"ids": ids}, unless_kept=True)
        self._stage.seal()
        for shape in self._stage.kept:
            table = name(self._stage.was(shape))  # a node may have been looked at twice
            self._stage.run(f"CREATE OR REPLACE TABLE {table} AS SELECT DISTINCT * FROM {table}")

    def _kinds_named(self) -> set[str]:
        shapes = self._stage.shapes
        return {each.kind for each in shapes} | {each.that_kind for each in shapes if each.that_kind}

    def _look_up(self, kind: str) -> None:
        """Copy the nodes of a kind that rows speak of, or all where that is fewer: of a first load there are few."""
        unseen = self._unseen(kind)
        wanted = self._stage.one(f"SELECT count(*) FROM ({unseen})")
        if wanted > MANY_IDS and self._graph.read(f"MATCH (n:{KINDS[kind].name}) RETURN count(n)")[0][0] < wanted:
            self._keep_nodes(kind, read_nodes(KINDS[kind], ALL), {})
            return
        for ids in batches(id for (id,) in self._stage.stream(unseen)):
            self._keep_nodes(kind, read_nodes(KINDS[kind], OF_IDS), {"ids": ids})

    def _unseen(self, kind: str) -> str:
        """Give the SQL for the ids of nodes of a kind that rows speak of and that are not copied yet."""
        was = self._stage.was(shape_of(kind))
        named = [f"SELECT id FROM {name(each.name)}" for each in self._stage.nodes() if each.kind == kind]
        for each in self._stage.links():
            named += [f"SELECT this FROM {name(each.name)}"] if each.kind == kind else []
            named += [f"SELECT that FROM {name(each.name)}"] if each.that_kind == kind else []
        return f"SELECT DISTINCT id FROM ({' UNION '.join(named)}) AS named(id) ANTI JOIN {name(was)} USING (id)"

    def _starts(self, shape: Shape) -> Iterator[str]:
        """Give the nodes that rows link by a shape and that are in the graph."""
        was = self._stage.was(shape_of(shape.kind))
        found = self._stage.stream(
            f"SELECT DISTINCT this FROM {name(shape.name)} SEMI JOIN {name(was)} AS was ON was.id = this"
        )
        return (row[0] for row in found)

    def _keep_nodes(self, kind: str, statement: str, parameters: Mapping[str, Any]) -> None:
        shape = shape_of(kind)

        def cells(rows: Iterable[Row]) -> Iterator[Cells]:
            for id, properties in rows:
                yield self._cells(shape, (id,), properties)

        self._graph.scan(statement, parameters, lambda rows: self._stage.keep(shape, cells(rows)))

    def _keep_links(
        self, kind: str, relation: str, statement: str, parameters: Mapping[str, Any], unless_kept: bool = False
    ) -> None:
        def keep(rows: Iterable[Row]) -> None:
            for this, that_kind, that, properties in rows:
                shape = shape_of(kind, relation, that_kind)
                cells = self._cells(shape, (this, that, properties.get("key") or None), properties)
                # of the links at a node, our own were copied before
                if not unless_kept or not cells[-3]:
                    self._stage.keep(shape, [cells])

        self._graph.scan(statement, parameters, keep)

    def _cells(self, shape: Shape, key: Cells, properties: Mapping[str, Any]) -> Cells:
        """Give a fact of the graph as cells: with our sources of it, and then those of others."""
        sources = properties.get("sources") or ()
        mine = ";".join(each for each in sources if each in self.own)
        others = ";".join(each for each in sources if each not in self.own)
        return (*shape.cells(key, properties, mine), others)

    def others(self, sources: str | None) -> set[str]:
        """Give the datasets of the sources of others in a cell."""
        return {self.datasets.get(each, "") for each in sources.split(";")} if sources else set()

    def ids(self, kind: str) -> list[str]:
        """Give every id of a kind."""
        return [row[0] for row in self._graph.read(f"MATCH (n:{KINDS[kind].name}) RETURN n.id ORDER BY n.id")]


def batches(ids: Iterable[str]) -> Iterator[list[str]]:
    """Give ids some thousand at a time."""
    batch: list[str] = []
    for each in ids:
        batch.append(each)
        if len(batch) == MANY_IDS:
            yield batch
            batch = []
    if batch:
        yield batch
