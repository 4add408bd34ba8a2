// { region(id: "ITC4") { facilities { edges { note node { id } } } } }

MATCH (n1:Region {id: $p0}) WITH *, [COLLECT { MATCH (n1)<-[:WITHIN]-(:Region)<-[n3:STANDS_IN]-(n2:Facility) WITH n2, n3 ORDER BY startNode(n3).id, endNode(n3).id WITH n2, head(collect(n3)) AS n3 WITH n2, n3 ORDER BY n2.id LIMIT $p1 RETURN [n3.note, [n2.id]] AS row }] AS row RETURN row;

// {"p0": "ITC4", "p1": 50}
