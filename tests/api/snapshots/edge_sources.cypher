// { cluster(id: "x") { technologies { edges { basis confidence sources { id title } } } } }

MATCH (n1:Cluster {id: $p0}) RETURN [COLLECT { MATCH (n1)-[n3:ACTIVE_IN]->(n2:Technology) WITH n2, n3 ORDER BY n2.id LIMIT $p1 RETURN [n3.basis, n3.confidence, COLLECT { MATCH (n4:Source) WHERE n4.id IN n3.sources WITH n4 ORDER BY n4.id RETURN [n4.id, n4.name] AS row }] AS row }] AS row;

// {"p0": "x", "p1": 50}
