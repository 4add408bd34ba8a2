// { cluster(id: "silicon-saxony") { region { id parent { name } } } }

MATCH (n1:Cluster {id: $p0}) RETURN [COLLECT { MATCH (n1)-[n3:LOCATED_IN]->(n2:Region) WITH n2, n3 ORDER BY n2.id LIMIT 1 RETURN [n2.id, COLLECT { MATCH (n2)-[n5:PART_OF]->(n4:Region) WITH n4, n5 ORDER BY n4.id LIMIT 1 RETURN [n4.name] AS row }[0]] AS row }[0]] AS row;

// {"p0": "silicon-saxony"}
