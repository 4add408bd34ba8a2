// query($after: String) { cluster(id: "x") { clusterPartnerships(first: 1, after: $after) { edges { cursor role } } } }
// {"after": "WzM5ODIzOTE1MjAsInAiLCJsZWFkIl0"}

MATCH (n1:Cluster {id: $p0}) RETURN [COLLECT { MATCH (n1)-[n3:MEMBER_OF]->(n2:ClusterPartnership) WITH n2, n3 WHERE (n2.id > $p2 OR (n2.id = $p2 AND (coalesce(n3.key, '') > $p1))) WITH n2, n3 ORDER BY n2.id, coalesce(n3.key, '') LIMIT $p3 RETURN [[n2.id, coalesce(n3.key, '')], n3.role] AS row }] AS row;

// {"p0": "x", "p1": "lead", "p2": "p", "p3": 1}
