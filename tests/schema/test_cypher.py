"""The statements that follow from the model: their text, and that Neo4j finds nodes by their id."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from kb.graph import Graph
from kb.loaders.facts import LinkFact
from kb.migrate import constraints_text
from kb.schema import EDGES, KINDS
from kb.schema.cypher import (
    OF_IDS,
    create_links,
    create_nodes,
    delete_links,
    delete_nodes,
    foreign_links,
    indexes,
    keys,
    merge_links,
    merge_nodes,
    read_links_of,
    read_nodes,
    stored,
)


def test_each_relationship_type_belongs_to_one_relation_of_one_kind() -> None:
    types = Counter(relation.type for kind in KINDS.values() for relation in stored(kind).values())
    assert [name for name, count in types.items() if count > 1] == []


def test_statements_are_as_they_should_be() -> None:
    cluster, partnership = KINDS["Cluster"], KINDS["Partnership"]
    assert merge_nodes(cluster) == "UNWIND $rows AS row MERGE (n:Cluster {id: row.id}) SET n += row.properties"
    assert create_nodes(cluster, ("id", "name")) == "UNWIND $rows AS row CREATE (n:Cluster {id: row[0], name: row[1]})"
    assert create_links(partnership, partnership.relations["regions"], "Region", ("key", "role")) == (
        "UNWIND $rows AS row MATCH (this:Partnership {id: row[0]}) MATCH (that:Region {id: row[1]})"
        " CREATE (this)<-[:TAKES_PART_IN {key: row[2], role: row[3]}]-(that)"
    )
    assert merge_links(cluster, cluster.relations["region"], "Region") == (
        "UNWIND $rows AS row MATCH (this:Cluster {id: row.this}) MATCH (that:Region {id: row.that})"
        " MERGE (this)-[link:LOCATED_IN]->(that) SET link += row.properties"
    )
    assert merge_links(partnership, partnership.relations["regions"], "Region") == (
        "UNWIND $rows AS row MATCH (this:Partnership {id: row.this}) MATCH (that:Region {id: row.that})"
        " MERGE (this)<-[link:TAKES_PART_IN {key: row.key}]-(that) SET link += row.properties"
    )


def test_constraints_and_indexes_follow_from_the_model() -> None:
    text = constraints_text()
    assert text.count("CREATE CONSTRAINT") == len(KINDS)
    assert text.count("CREATE POINT INDEX") == 4
    [search] = [each for each in indexes(KINDS) if each.type == "FULLTEXT"]
    assert search.labels == tuple(KINDS)
    assert {"id", "name", "description", "mainCity"} <= set(search.properties)


def test_keys_are_fields_of_their_edge() -> None:
    assert all(set(edge.keys) <= edge.fields.keys() for edge in EDGES.values())
    link = LinkFact("Cluster", "a", "clusterPartnerships", "ClusterPartnership", "P", {"role": "lead"})
    assert keys(KINDS["Cluster"].relations["clusterPartnerships"]) == ("role", "asOf")
    assert link.key == "lead|"


def by_id() -> Iterator[str]:
    """The statements that are to find their nodes by id, for kinds with every sort of relation."""
    for kind in (KINDS[name] for name in ("Region", "Cluster", "Partnership", "Person", "Load")):
        yield from (merge_nodes(kind), delete_nodes(kind), foreign_links(kind), read_nodes(kind, OF_IDS))
        for relation in stored(kind).values():
            yield read_links_of(kind, relation)
            for that in relation.targets:
                yield from (merge_links(kind, relation, that), delete_links(kind, relation, that))
                yield create_links(kind, relation, that, ("note",))


@pytest.fixture
def plans(graph: Graph) -> Iterator[Any]:
    import neo4j

    with graph._driver.session(database=graph._address.database, default_access_mode=neo4j.WRITE_ACCESS) as session:
        yield lambda statement: session.run("EXPLAIN " + statement, rows=[], ids=[], sources=[]).consume().plan


def operators(plan: dict[str, Any]) -> set[str]:
    below = (operators(each) for each in plan.get("children", ()))
    return {plan["operatorType"].partition("@")[0]}.union(*below)


def test_no_statement_reads_more_than_it_must(plans: Any) -> None:
    for statement in by_id():
        assert not [each for each in operators(plans(statement)) if each.endswith("Scan")], statement
