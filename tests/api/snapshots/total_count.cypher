// { regions(first: 2) { nodes { id } totalCount } }

RETURN [COLLECT { MATCH (n1:Region) WHERE n1.id IS NOT NULL WITH n1 ORDER BY n1.id LIMIT $p0 RETURN [n1.id] AS row }, COUNT { MATCH (n1:Region) RETURN n1 }] AS row;

// {"p0": 2}
