"""What the graph holds already of the facts a load may touch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kb.graph import Graph, Row
from kb.loaders.facts import Fact, Identity, LinkFact, LinkId, NodeFact, NodeId
from kb.schema import KINDS
from kb.schema.cypher import OF_IDS, OF_SOURCES, keys, read_links, read_links_of, read_nodes, stored


@dataclass(frozen=True, slots=True)
class Stored:
    """A fact as the graph has it."""

    properties: dict[str, Any]

    @property
    def sources(self) -> set[str]:
        """Give who says so."""
        return set(self.properties.get("sources") or ())

    @property
    def fields(self) -> dict[str, Any]:
        """Give what is said, apart from who says so and how sure it is."""
        apart = ("id", "key", "sources", "confidence")
        return {name: value for name, value in self.properties.items() if name not in apart}


class Present:
    """The facts of one dataset in the graph, and those of others that were looked up."""

    def __init__(self, graph: Graph, dataset: str) -> None:
        """Read the facts of `dataset`."""
        self._graph = graph
        self.datasets: dict[str, str] = {
            row[0]: row[1] for row in graph.read("MATCH (s:Source) RETURN s.id, s.dataset")
        }
        self.own = {source for source, owner in self.datasets.items() if owner == dataset}
        self.facts: dict[Identity, Stored] = {}
        self._links: dict[tuple[str, str, str], set[LinkId]] = defaultdict(set)
        for kind in KINDS.values():
            if kind.name == "Load":  # the record of loads is no fact of a dataset
                continue
            self._keep_nodes(kind.name, graph.read(read_nodes(kind, OF_SOURCES), {"sources": [*self.own]}))
            for name, relation in stored(kind).items():
                rows = graph.read(read_links(kind, relation), {"sources": [*self.own]})
                self._keep_links(kind.name, name, rows)
        self.ours = frozenset(self.facts)

    @staticmethod
    def sources_of(graph: Graph, dataset: str) -> list[str]:
        """Give the ids of the sources that a dataset brought."""
        rows = graph.read("MATCH (s:Source {dataset: $dataset}) RETURN s.id", {"dataset": dataset})
        return [row[0] for row in rows]

    def look_up(self, facts: Iterable[Fact]) -> None:
        """Read these facts too, whoever holds them."""
        facts = list(facts)
        self.look_up_nodes(each.identity for each in facts if isinstance(each, NodeFact))
        self.look_up_links(each for each in facts if isinstance(each, LinkFact))

    def look_up_nodes(self, nodes: Iterable[NodeId]) -> None:
        """Read these nodes too, whoever holds them."""
        wanted: dict[str, set[str]] = defaultdict(set)
        for kind, id in nodes:
            if (kind, id) not in self.facts:
                wanted[kind].add(id)
        for kind, ids in wanted.items():
            self._keep_nodes(kind, self._graph.read(read_nodes(KINDS[kind], OF_IDS), {"ids": sorted(ids)}))

    def look_up_links(self, links: Iterable[LinkFact]) -> None:
        """Read the links of the same relations at these nodes too, whoever holds them."""
        wanted: dict[tuple[str, str], set[str]] = defaultdict(set)
        for link in links:
            if link.identity not in self.facts and link.start in self.facts:
                wanted[link.kind, link.relation].add(link.this)
        for (kind, name), ids in wanted.items():
            statement = read_links_of(KINDS[kind], stored(KINDS[kind])[name])
            self._keep_links(kind, name, self._graph.read(statement, {"ids": sorted(ids)}))

    def others(self, identity: Identity) -> set[str]:
        """Give the other datasets that hold this fact."""
        fact = self.facts.get(identity)
        return {self.datasets.get(source, "") for source in fact.sources - self.own} if fact else set()

    def held_by_others(self, link: LinkFact) -> list[NodeId]:
        """Give where other datasets say this relation of this node leads."""
        identities = self._links.get(link.relation_id, ())
        return [(each[3], each[4]) for each in identities if self.others(each)]

    def ids(self, kind: str) -> list[str]:
        """Give every id of a kind."""
        return [row[0] for row in self._graph.read(f"MATCH (n:{KINDS[kind].name}) RETURN n.id ORDER BY n.id")]

    def _keep_nodes(self, kind: str, rows: list[Row]) -> None:
        for id, properties in rows:
            self.facts[kind, id] = Stored({name: each for name, each in properties.items() if each is not None})

    def _keep_links(self, kind: str, name: str, rows: list[Row]) -> None:
        keyed = keys(stored(KINDS[kind])[name])
        for this, that_kind, that, properties in rows:
            key = properties.get("key", "") if keyed else ""
            identity = (kind, this, name, that_kind, that, key)
            self.facts[identity] = Stored(properties)
            self._links[kind, this, name].add(identity)
