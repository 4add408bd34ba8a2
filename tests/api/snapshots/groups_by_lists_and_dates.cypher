// { regionGroups(by: [{editions: EACH}]) { nodes { editions { value } } } sourceGroups(by: [{retrieved: MONTH}]) { nodes { retrieved { value max } } } }

RETURN COLLECT { MATCH (n1:Region) UNWIND CASE coalesce(n1.editions, []) WHEN [] THEN [null] ELSE coalesce(n1.editions, []) END AS n3 WITH DISTINCT n1, n3 AS n4 WITH n4, count(n1) AS n2 WITH n2, n4 ORDER BY (n4 IS NULL), n4 LIMIT $p0 RETURN [[n4]] AS row } AS row;

// {"p0": 50}

RETURN COLLECT { MATCH (n1:Source) WITH n1, left(toString(n1.retrieved), 7) AS n3 WITH n3, count(n1) AS n2, toString(max(n1.retrieved)) AS n4 WITH n2, n4, n3 ORDER BY (n3 IS NULL), n3 LIMIT $p0 RETURN [[n3, n4]] AS row } AS row;

// {"p0": 50}
