// { regions(where: {country: {eq: "IT"}, name: {contains: "LOMB", ignoreCase: true}, level: {gte: 1, in: [1, 2]}, editions: {hasAny: ["2024"]}, mainCity: {isNull: false}}) { nodes { id } totalCount } }

RETURN [COLLECT { MATCH (n1:Region) WHERE (toLower(n1.name) CONTAINS toLower($p0)) AND (n1.level IN $p1 AND n1.level >= $p2) AND (n1.country = $p3) AND (any(each IN $p4 WHERE each IN coalesce(n1.editions, []))) AND ((n1.mainCity IS NULL) = $p5) AND n1.id IS NOT NULL WITH n1 ORDER BY n1.id LIMIT $p6 RETURN [n1.id] AS row }, COUNT { MATCH (n1:Region) WHERE (toLower(n1.name) CONTAINS toLower($p0)) AND (n1.level IN $p1 AND n1.level >= $p2) AND (n1.country = $p3) AND (any(each IN $p4 WHERE each IN coalesce(n1.editions, []))) AND ((n1.mainCity IS NULL) = $p5) RETURN n1 }] AS row;

// {"p0": "LOMB", "p1": [1, 2], "p2": 1, "p3": "IT", "p4": ["2024"], "p5": false, "p6": 50}
