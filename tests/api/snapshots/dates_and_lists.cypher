// { loads { nodes { started rejects } } }

RETURN COLLECT { MATCH (n1:Load) WHERE n1.id IS NOT NULL WITH n1 ORDER BY n1.id LIMIT $p0 RETURN [toString(n1.started), coalesce(n1.rejects, [])] AS row } AS row;

// {"p0": 50}
