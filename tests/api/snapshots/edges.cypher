// { cluster(id: "x") { clusterPartnerships { edges { role from asOf node { id } } } } }

MATCH (n1:Cluster {id: $p0}) RETURN [COLLECT { MATCH (n1)-[n3:MEMBER_OF]->(n2:ClusterPartnership) WITH n2, n3 ORDER BY n2.id, coalesce(n3.key, '') LIMIT $p1 RETURN [n3.role, n3.from, n3.asOf, [n2.id]] AS row }] AS row;

// {"p0": "x", "p1": 50}
