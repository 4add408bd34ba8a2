// { region(id: "ITC4") { facilities(where: {technologies: {some: {}}}, edge: {confidence: {eq: READ}}) { totalCount edges { node { id } } } } }

MATCH (n1:Region {id: $p0}) WITH *, [[COLLECT { MATCH (n1)<-[:WITHIN]-(:Region)<-[n3:STANDS_IN]-(n2:Facility) WHERE (n3.confidence = $p1) AND (EXISTS { MATCH (n2)-[n5:SERVES]->(n4:Technology) RETURN n4 }) WITH n2, n3 ORDER BY startNode(n3).id, endNode(n3).id WITH n2, head(collect(n3)) AS n3 WITH n2, n3 ORDER BY n2.id LIMIT $p2 RETURN [[n2.id]] AS row }, COUNT { MATCH (n1)<-[:WITHIN]-(:Region)<-[n3:STANDS_IN]-(n2:Facility) WHERE (n3.confidence = $p1) AND (EXISTS { MATCH (n2)-[n5:SERVES]->(n4:Technology) RETURN n4 }) WITH n2, n3 ORDER BY startNode(n3).id, endNode(n3).id WITH n2, head(collect(n3)) AS n3 RETURN n2 }]] AS row RETURN row;

// {"p0": "ITC4", "p1": "READ", "p2": 50}
