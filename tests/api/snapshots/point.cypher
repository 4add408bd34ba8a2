// { region(id: "ITC4") { point { latitude lon: longitude __typename } } }

MATCH (n1:Region {id: $p0}) RETURN [CASE WHEN n1.point IS NULL THEN null ELSE [n1.point.latitude, n1.point.longitude] END] AS row;

// {"p0": "ITC4"}
