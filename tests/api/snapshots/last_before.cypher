// query($before: String) { regions(last: 2, before: $before) { nodes { id } pageInfo { hasPreviousPage startCursor } } }
// {"before": "WzQyNzgwNDA4NDgsIklUQzQiXQ"}

RETURN COLLECT { MATCH (n1:Region) WHERE n1.id IS NOT NULL WITH n1 WHERE (n1.id < $p0) WITH n1 ORDER BY n1.id DESC LIMIT $p1 RETURN [[n1.id], [n1.id]] AS row } AS row;

// {"p0": "ITC4", "p1": 3}
