// query($after: String) { regionGroups(by: [{country: EACH}], first: 2, after: $after) { nodes { count } } }
// {"after": "WzU3MTY4NzYyNyxmYWxzZSwiSVQiXQ"}

RETURN COLLECT { MATCH (n1:Region) WITH n1, n1.country AS n3 WITH n3, count(n1) AS n2 WITH n2, n3 WHERE ((n3 IS NULL) > $p1 OR ((n3 IS NULL) = $p1 AND (n3 > $p0))) WITH n2, n3 ORDER BY (n3 IS NULL), n3 LIMIT $p2 RETURN [n2] AS row } AS row;

// {"p0": "IT", "p1": false, "p2": 2}
