"""What the graph holds: counts of every kind and relationship, and the loads that brought it."""

from __future__ import annotations

from typing import Any

from kb.graph import Graph
from kb.schema import KINDS, Relation

LOADS = """
MATCH (l:Load)
WITH l ORDER BY l.version
WITH l.dataset AS dataset, last(collect(l)) AS l
RETURN {dataset: dataset, version: l.version, finished: toString(l.finished), rows: l.rows, accepted: l.accepted,
        rejected: l.rejected, facts: l.facts, checksum: l.checksum, rejects: coalesce(l.rejects, [])} AS load
ORDER BY load.version
"""


def read(graph: Graph) -> dict[str, Any]:
    """Give counts by plural of the kind, links by `plural.relation`, and the last load of each dataset."""
    nodes = {kind.plural: f"(:{kind.name})" for kind in KINDS.values()}
    links = {
        f"{kind.plural}.{relation.name}": f"(:{kind.name}){_arrow(relation)}()"
        for kind in KINDS.values()
        for relation in kind.relations.values()
        if relation.type and not relation.inverse_of
    }
    pipeline = "(n:Project) WHERE n.pipeline"
    # one statement, and patterns that Neo4j keeps the counts of
    counts = ", ".join(f"COUNT {{ {each} }}" for each in (*nodes.values(), *links.values(), pipeline))
    counted = iter(graph.read(f"RETURN [{counts}]")[0][0])
    loads = last_loads(graph)
    version = max((load["version"] for load in loads), default=0)
    return {
        "version": version,
        "nodes": {name: next(counted) for name in nodes},
        "links": {name: next(counted) for name in links},
        "pipelineProjects": next(counted),
        "loads": loads,
    }


def last_loads(graph: Graph) -> list[dict[str, Any]]:
    """Give the last load of each dataset, the oldest first."""
    return [row[0] for row in graph.read(LOADS)]


def _arrow(relation: Relation) -> str:
    """Give the relationship from the kind on, whatever it leads to."""
    return f"-[:{relation.type}]->" if relation.outgoing else f"<-[:{relation.type}]-"
