// query($after: String) { clusters(first: 2, after: $after, orderBy: [{sector: ASC}]) { nodes { id } } }
// {"after": "WzIwOTA1OTYzMDUsdHJ1ZSxudWxsLCJiIl0"}

RETURN COLLECT { MATCH (n1:Cluster) WHERE n1.id IS NOT NULL WITH n1 WHERE ((n1.sector IS NULL) > $p1 OR ((n1.sector IS NULL) = $p1 AND (n1.id > $p0))) WITH n1 ORDER BY (n1.sector IS NULL), n1.sector, n1.id LIMIT $p2 RETURN [n1.id] AS row } AS row;

// {"p0": "b", "p1": true, "p2": 2}
