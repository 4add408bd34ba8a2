// { region(id: "ITC4") { id name } }

MATCH (n1:Region {id: $p0}) RETURN [n1.id, n1.name] AS row;

// {"p0": "ITC4"}
