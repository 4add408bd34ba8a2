"""`py2neo` as a client of its own: it reads what was loaded as the driver of the service does.

Its `Graph`, `NodeMatcher`, `RelationshipMatcher` and `to_table` work with the Neo4j we run; `graph.schema` does not.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import py2neo
import pytest
from py2neo import NodeMatcher, RelationshipMatcher

from kb.engine import Server
from kb.graph import Graph
from kb.schema import KINDS
from kb.status import read

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.usefixtures("starter"),
]

SAMPLE = 50
RELATIONS = {
    f"{kind.plural}.{relation.name}": (kind.name, relation)
    for kind in KINDS.values()
    for relation in kind.relations.values()
    if relation.type and not relation.inverse_of
}


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[py2neo.Graph]:
    graph = py2neo.Graph(server.uri, auth=(server.user, server.password), name=server.database)
    yield graph
    graph.service.connector.close()


def rows(name: str) -> list[dict[str, str]]:
    path = Path(__file__).parent.parent / "kb" / "loaders" / "starter" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sample(name: str) -> list[dict[str, str]]:
    """Give some rows of a file, the same ones every time."""
    return random.Random(2016).sample(rows(name), SAMPLE)


def told(entity: py2neo.Entity) -> dict[str, Any]:
    """Give the properties of a fact but its origin, which is of the load."""
    properties = dict(entity)
    assert len(properties.pop("origin")) == 3
    return properties


def said(row: dict[str, str], *apart: str) -> dict[str, Any]:
    """Give what a row says: its cells that are not empty, its sources as a list."""
    properties: dict[str, Any] = {name: cell for name, cell in row.items() if cell and name not in apart}
    return properties | {"sources": sorted(row["sources"].split(";"))}


def test_nodes_are_as_many_as_status_says(starter: Graph, client: py2neo.Graph) -> None:
    nodes = NodeMatcher(client)
    counts = {kind.plural: nodes.match(kind.name).count() for kind in KINDS.values()}
    assert counts == read(starter)["nodes"]
    assert sum(counts.values()) == len(nodes.match()) - len(nodes.match("Migration"))


def test_links_are_as_many_as_status_says(starter: Graph, client: py2neo.Graph) -> None:
    links = RelationshipMatcher(client)
    types = {relation.type for _, relation in RELATIONS.values()}
    matched = {type_: links.match(r_type=type_).count() for type_ in types}
    counted = dict.fromkeys(types, 0)
    for name, count in read(starter)["links"].items():
        counted[RELATIONS[name][1].type] += count
    assert matched == counted
    assert sum(matched.values()) == links.match().count()


def test_clusters_as_their_rows_have_them(client: py2neo.Graph) -> None:
    nodes = NodeMatcher(client)
    for row in sample("clusters"):
        cluster = nodes.match("Cluster", id=row["id"]).first()
        assert set(cluster.labels) == {"Cluster"}
        assert told(cluster) == said(row)


def test_priorities_as_their_rows_have_them(client: py2neo.Graph) -> None:
    nodes, links = NodeMatcher(client), RelationshipMatcher(client)
    for row in sample("priorities"):
        priority = nodes.match("Priority", id=row["id"]).first()
        assert told(priority) == said(row, "strategy")
        (set_by,) = links.match((priority, None), "SET_BY")
        assert set_by.end_node["id"] == row["strategy"]
        assert told(set_by) == {"sources": sorted(row["sources"].split(";")), "confidence": row["confidence"]}


def test_memberships_as_their_rows_have_them(client: py2neo.Graph) -> None:
    nodes, links = NodeMatcher(client), RelationshipMatcher(client)
    for row in sample("clusters.clusterPartnerships"):
        cluster = nodes.match("Cluster", id=row["this"]).first()
        partnership = nodes.match("ClusterPartnership", id=row["that"]).first()
        (membership,) = links.match((cluster, partnership), "MEMBER_OF")
        assert membership.start_node == cluster
        key = f"{row['role']}|{row['asOf']}"
        assert told(membership) == said(row, "this", "that") | {"key": key}


def test_a_table_for_notebooks(client: py2neo.Graph) -> None:
    table = client.run(
        "MATCH (c:Cluster)-[:LOCATED_IN]->(:Region)-[:WITHIN]->(:Region {id: 'ITC4'})"
        " RETURN c.id AS cluster, c.name AS name ORDER BY cluster"
    ).to_table()
    assert table.keys() == ["cluster", "name"]
    there = {row["this"] for row in rows("clusters.region") if row["that"].startswith("ITC4")}
    assert len(there) > 1
    assert [tuple(row) for row in table] == sorted(
        (row["id"], row["name"]) for row in rows("clusters") if row["id"] in there
    )
