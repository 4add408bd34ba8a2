"""What the graph holds: counts of every kind and relationship, and the loads that brought it."""

from __future__ import annotations

from typing import Any

from kb.graph import Graph
from kb.schema import KINDS

LOADS = """
MATCH (l:Load)
WITH l ORDER BY l.version
WITH l.dataset AS dataset, last(collect(l)) AS l
RETURN {dataset: dataset, version: l.version, finished: toString(l.finished), rows: l.rows, accepted: l.accepted,
        rejected: l.rejected, facts: l.facts, checksum: l.checksum, rejects: l.rejects} AS load
ORDER BY load.version
"""


def read(graph: Graph) -> dict[str, Any]:
    """Give counts by plural of the kind, links by `plural.relation`, and the last load of each dataset."""
    nodes = {kind.plural: _count(graph, f"MATCH (n:{kind.name}) RETURN count(n)") for kind in KINDS.values()}
    links = {
        f"{kind.plural}.{relation.name}": _count(
            graph, f"MATCH {_typed(kind.name, relation.pattern)} RETURN count(link)"
        )
        for kind in KINDS.values()
        for relation in kind.relations.values()
        if relation.type and not relation.inverse_of
    }
    pipeline = _count(graph, "MATCH (n:Project) WHERE n.pipeline RETURN count(n)")
    loads = [row[0] for row in graph.read(LOADS)]
    version = max((load["version"] for load in loads), default=0)
    return {"version": version, "nodes": nodes, "links": links, "pipelineProjects": pipeline, "loads": loads}


def _count(graph: Graph, cypher: str) -> int:
    return int(graph.read(cypher)[0][0])


def _typed(kind: str, pattern: str) -> str:
    return pattern.replace("(this)", f"(:{kind})", 1)
