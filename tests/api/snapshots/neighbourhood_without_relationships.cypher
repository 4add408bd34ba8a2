// { neighbourhood(of: {kind: CLUSTER, id: "x"}, relationships: [LOCATED_IN]) { complete } }

RETURN COLLECT { CALL () {
MATCH (here:Cluster {id: $p0.id})
WITH here, COLLECT {
  MATCH p = ANY SHORTEST
    (here) ((one)-[:LOCATED_IN]-(next) WHERE $p2 IS NULL OR labels(next)[0] IN $p2){1,1} (near)
  WHERE near <> here
  RETURN near ORDER BY length(p), labels(near)[0], near.id LIMIT $p4
} AS around
RETURN [here] + around[..$p4 - 1] AS nodes_1, size(around) < $p4 AS complete_1
} RETURN [complete_1] AS row }[0] AS row;

// {"p0": {"kind": "Cluster", "id": "x"}, "p1": 1, "p2": null, "p3": ["LOCATED_IN"], "p4": 50}
