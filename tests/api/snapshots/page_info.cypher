// { regions(first: 2) { nodes { id } pageInfo { hasNextPage endCursor } } }

RETURN COLLECT { MATCH (n1:Region) WHERE n1.id IS NOT NULL WITH n1 ORDER BY n1.id LIMIT $p0 RETURN [[n1.id], [n1.id]] AS row } AS row;

// {"p0": 3}
