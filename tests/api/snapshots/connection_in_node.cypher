// { region(id: "ITC4") { clusters(first: 3) { nodes { name } } } }

MATCH (n1:Region {id: $p0}) RETURN [COLLECT { MATCH (n1)<-[:WITHIN]-(:Region)<-[n3:LOCATED_IN]-(n2:Cluster) WITH n2, n3 ORDER BY n2.id LIMIT $p1 RETURN [n2.name] AS row }] AS row;

// {"p0": "ITC4", "p1": 3}
