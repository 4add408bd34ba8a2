// { neighbourhood(of: {kind: CLUSTER, id: "x"}, hops: 2, kinds: [REGION], relationships: [LOCATED_IN], limit: 10) { complete nodes { id } relationships { endNode { id } } } }

RETURN COLLECT { CALL () {
MATCH (here:Cluster {id: $p0.id})
WITH here, COLLECT {
  MATCH p = ANY SHORTEST
    (here) ((one)-[:LOCATED_IN]-(next) WHERE $p2 IS NULL OR labels(next)[0] IN $p2){1,2} (near)
  WHERE near <> here
  RETURN near ORDER BY length(p), labels(near)[0], near.id LIMIT $p4
} AS around
RETURN [here] + around[..$p4 - 1] AS nodes_1, size(around) < $p4 AS complete_1
} OPTIONAL CALL (nodes_1, complete_1) {
WITH nodes_1 AS nodes, complete_1 AS complete
UNWIND nodes AS one
MATCH (one)-[link:LOCATED_IN]->(other)
WHERE other IN nodes
WITH one, link, other
ORDER BY one.id, labels(one)[0], type(link), other.id, labels(other)[0], coalesce(link.key, '')
RETURN collect(link) AS relationships_1
} RETURN [complete_1, COLLECT { UNWIND nodes_1 AS n2 RETURN [labels(n2)[0], [n2.id]] AS row }, COLLECT { UNWIND relationships_1 AS n3 RETURN [COLLECT { WITH endNode(n3) AS n4 RETURN [labels(n4)[0], [n4.id]] AS row }[0]] AS row }] AS row }[0] AS row;

// {"p0": {"kind": "Cluster", "id": "x"}, "p1": 2, "p2": ["Region"], "p3": ["LOCATED_IN"], "p4": 10}
