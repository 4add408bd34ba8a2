// query { region(id: "ITC4") { ...F ... on Entity { name ...F } } } fragment F on Region { id level }

MATCH (n1:Region {id: $p0}) RETURN [n1.id, n1.level, n1.name] AS row;

// {"p0": "ITC4"}
