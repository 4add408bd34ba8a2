// query($after: String) { clusters(first: 2, after: $after, orderBy: [{region: {name: DESC_NULLS_FIRST}}, {clusterPartnerships: {count: DESC}}, {name: ASC}]) { nodes { id } } }
// {"after": "WzQwNzU2MjYyNjIsZmFsc2UsIlNhY2hzZW4iLDMsImEiLCJiIl0"}

RETURN COLLECT { MATCH (n1:Cluster) WHERE n1.id IS NOT NULL WITH n1, COLLECT { MATCH (n1)-[n3:LOCATED_IN]->(n2:Region) RETURN n2.name ORDER BY n2.id LIMIT 1 }[0] AS n4, COUNT { MATCH (n1)-[n6:MEMBER_OF]->(n5:ClusterPartnership) RETURN n5 } AS n7 WITH n1, n4, n7 WHERE ((n4 IS NULL) < $p4 OR ((n4 IS NULL) = $p4 AND (n4 < $p3 OR (n4 = $p3 AND (n7 < $p2 OR (n7 = $p2 AND (n1.name > $p1 OR (n1.name = $p1 AND (n1.id > $p0))))))))) WITH n1, n4, n7 ORDER BY (n4 IS NULL) DESC, n4 DESC, n7 DESC, n1.name, n1.id LIMIT $p5 RETURN [n1.id] AS row } AS row;

// {"p0": "b", "p1": "a", "p2": 3, "p3": "Sachsen", "p4": false, "p5": 2}
