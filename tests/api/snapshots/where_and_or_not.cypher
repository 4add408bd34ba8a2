// { regions(where: {OR: [{id: {startsWith: "IT"}}, {AND: []}], NOT: {statistical: {eq: true}}}) { nodes { id } } }

RETURN COLLECT { MATCH (n1:Region) WHERE (((n1.id STARTS WITH $p0)) OR ((true))) AND NOT coalesce((n1.statistical = $p1), false) AND n1.id IS NOT NULL WITH n1 ORDER BY n1.id LIMIT $p2 RETURN [n1.id] AS row } AS row;

// {"p0": "IT", "p1": true, "p2": 50}
