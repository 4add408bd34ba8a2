// { facility(id: "x") { region { id } sources { nodes { url } } } }

MATCH (n1:Facility {id: $p0}) RETURN [COLLECT { MATCH (n1)-[:STANDS_IN]->(n2:Region) WHERE COUNT { (n1)-[:STANDS_IN]->() } = 1 WITH n2 ORDER BY n2.id LIMIT 1 RETURN [n2.id] AS row }[0], COLLECT { MATCH (n4:Source) WHERE n4.id IN n1.sources WITH n4 ORDER BY n4.id LIMIT $p1 RETURN [n4.url] AS row }] AS row;

// {"p0": "x", "p1": 50}
