"""The statements that follow from the model: constraints, indexes, reading and writing of facts.

Names of labels, types and properties come from the model only; every value is a parameter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kb.schema import EDGES
from kb.schema.model import Kind, Point, Relation

ANALYZER = "standard-folding"
"""How `search` reads text: words, without case and accents, so that `Creţu` is found as `cretu`."""


@dataclass(frozen=True, slots=True)
class Index:
    """An index the graph must have; `unique` makes it a constraint."""

    name: str
    type: str
    labels: tuple[str, ...]
    properties: tuple[str, ...]
    unique: bool = False

    @property
    def create(self) -> str:
        """Give the statement that makes it; where it is there already, nothing happens."""
        if self.unique:
            return (
                f"CREATE CONSTRAINT {self.name} IF NOT EXISTS\n"
                f"FOR (n:{self.labels[0]}) REQUIRE n.{self.properties[0]} IS UNIQUE"
            )
        if self.type == "POINT":
            return f"CREATE POINT INDEX {self.name} IF NOT EXISTS\nFOR (n:{self.labels[0]}) ON (n.{self.properties[0]})"
        properties = ", ".join(f"n.{each}" for each in self.properties)
        return (
            f"CREATE FULLTEXT INDEX {self.name} IF NOT EXISTS\n"
            f"FOR (n:{'|'.join(self.labels)})\nON EACH [{properties}]\n"
            f"OPTIONS {{indexConfig: {{`fulltext.analyzer`: '{ANALYZER}', `fulltext.eventually_consistent`: false}}}}"
        )

    @property
    def drop(self) -> str:
        """Give the statement that removes it."""
        return f"DROP {'CONSTRAINT' if self.unique else 'INDEX'} {self.name} IF EXISTS"


def indexes(kinds: Mapping[str, Kind]) -> list[Index]:
    """Give every constraint and index of the model: unique ids, points, and one full-text index over all kinds."""
    unique = [Index(f"{kind.name}_id", "RANGE", (kind.name,), ("id",), unique=True) for kind in kinds.values()]
    points = [Index(f"{kind.name}_{name}", "POINT", (kind.name,), (name,)) for kind, name in _points(kinds)]
    return [*unique, *points, Index("search", "FULLTEXT", tuple(kinds), searched(kinds))]


def searched(kinds: Mapping[str, Kind]) -> tuple[str, ...]:
    """Give the properties that `search` looks in: keys, and texts that are marked for it."""
    fields = [field for kind in kinds.values() for field in kind.fields.values()]
    return tuple(dict.fromkeys(each.stored_as for each in fields if each.mark in ("key", "fulltext")))


def _points(kinds: Mapping[str, Kind]) -> list[tuple[Kind, str]]:
    return [(kind, name) for kind in kinds.values() for name in point_names(kind)]


def point_names(kind: Kind) -> list[str]:
    """Give the properties of this kind that are points."""
    return [field.stored_as for field in kind.fields.values() if field.type is Point]


def stored(kind: Kind) -> dict[str, Relation]:
    """Give the relations of this kind that are stored and declared here, not their inverses."""
    return {name: each for name, each in kind.relations.items() if each.type and each.inverse_of is None}


def keys(relation: Relation) -> tuple[str, ...]:
    """Give the fields that tell two such relationships between the same two nodes apart."""
    return EDGES[relation.edge].keys if relation.edge else ()


def read_nodes(kind: Kind, where: str) -> str:
    """Read nodes that match `where` as rows of (id, properties); a point comes as a map."""
    points = "".join(
        f", {name}: CASE WHEN n.{name} IS NOT NULL"
        f" THEN {{latitude: n.{name}.latitude, longitude: n.{name}.longitude}} END"
        for name in point_names(kind)
    )
    return f"{where.format(label=kind.name)} RETURN n.id, n {{.*{points}}}"


ALL = "MATCH (n:{label})"
OF_SOURCES = "MATCH (n:{label}) WHERE any(source IN n.sources WHERE source IN $sources)"
OF_IDS = "UNWIND $ids AS id MATCH (n:{label} {{id: id}})"


def read_links(kind: Kind, relation: Relation) -> str:
    """Read the relationships of some sources as rows of (this id, that kind, that id, properties)."""
    return (
        f"MATCH {_arrow(kind, relation)} WHERE any(source IN link.sources WHERE source IN $sources)"
        " RETURN this.id, labels(that)[0], that.id, properties(link)"
    )


def read_all_links(kind: Kind, relation: Relation) -> str:
    """Read all relationships of a relation as the same rows."""
    return f"MATCH {_arrow(kind, relation)} RETURN this.id, labels(that)[0], that.id, properties(link)"


def read_links_of(kind: Kind, relation: Relation) -> str:
    """Read the relationships of some nodes as the same rows."""
    return (
        f"UNWIND $ids AS id MATCH (this:{kind.name} {{id: id}}) MATCH {_arrow(kind, relation)}"
        " RETURN this.id, labels(that)[0], that.id, properties(link)"
    )


def _arrow(kind: Kind, relation: Relation) -> str:
    this, link = f"(this:{kind.name})", f"[link:{relation.type}]"
    return f"{this}-{link}->(that)" if relation.outgoing else f"{this}<-{link}-(that)"


def create_nodes(kind: Kind, columns: Sequence[str]) -> str:
    """Make nodes of which there is none yet from `$rows` of these columns; what is null is not set."""
    return f"UNWIND $rows AS row CREATE (n:{kind.name} {_map(columns)})"


def _map(columns: Iterable[str], start: int = 0) -> str:
    return "{" + ", ".join(f"{name}: row[{at}]" for at, name in enumerate(columns, start)) + "}"


def merge_nodes(kind: Kind) -> str:
    """Make or change nodes from `$rows` of {id, properties}; a property of null goes."""
    return f"UNWIND $rows AS row MERGE (n:{kind.name} {{id: row.id}}) SET n += row.properties"


def delete_nodes(kind: Kind) -> str:
    """Delete the nodes of `$ids`; Neo4j refuses where something is still linked to one."""
    return f"UNWIND $ids AS id MATCH (n:{kind.name} {{id: id}}) DELETE n"


def foreign_links(kind: Kind) -> str:
    """Say which of the nodes of `$ids` are linked to by relationships that others than `$sources` hold."""
    return (
        f"UNWIND $ids AS id MATCH (n:{kind.name} {{id: id}})-[link]-()"
        " WITH id, [source IN link.sources WHERE NOT source IN $sources] AS others WHERE others <> []"
        " UNWIND others AS source MATCH (s:Source {id: source}) RETURN id, collect(DISTINCT s.dataset)"
    )


def create_links(kind: Kind, relation: Relation, that: str, columns: Sequence[str]) -> str:
    """Make relationships of which there is none yet from `$rows` of `this`, `that` and these columns."""
    link = f"[:{relation.type} {_map(columns, 2)}]"
    arrow = f"(this)-{link}->(that)" if relation.outgoing else f"(this)<-{link}-(that)"
    ends = f"MATCH (this:{kind.name} {{id: row[0]}}) MATCH (that:{that} {{id: row[1]}})"
    return f"UNWIND $rows AS row {ends} CREATE {arrow}"


def merge_links(kind: Kind, relation: Relation, that: str) -> str:
    """Make or change relationships from `$rows` of {this, that, key, properties}."""
    return f"{_both_ends(kind, that)} MERGE {_link(relation)} SET link += row.properties"


def delete_links(kind: Kind, relation: Relation, that: str) -> str:
    """Delete the relationships of `$rows` of {this, that, key}."""
    return f"{_both_ends(kind, that)} MATCH {_link(relation)} DELETE link"


def _both_ends(kind: Kind, that: str) -> str:
    return f"UNWIND $rows AS row MATCH (this:{kind.name} {{id: row.this}}) MATCH (that:{that} {{id: row.that}})"


def _link(relation: Relation) -> str:
    # only a keyed relationship has a key: MERGE refuses null
    link = f"[link:{relation.type} {{key: row.key}}]" if keys(relation) else f"[link:{relation.type}]"
    return f"(this)-{link}->(that)" if relation.outgoing else f"(this)<-{link}-(that)"
