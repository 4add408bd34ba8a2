// { regions(where: {point: {near: {latitude: 45.0, longitude: 9.0, km: 50.0}}}) { nodes { id } } }

RETURN COLLECT { MATCH (n1:Region) WHERE (point.distance(n1.point, point({latitude: $p0.latitude, longitude: $p0.longitude})) <= 1000 * $p0.km) AND n1.id IS NOT NULL WITH n1 ORDER BY n1.id LIMIT $p1 RETURN [n1.id] AS row } AS row;

// {"p0": {"latitude": 45.0, "longitude": 9.0, "km": 50.0}, "p1": 50}
