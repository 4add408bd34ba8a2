// { here: region(id: "ITC4") { code: id __typename again: name } }

MATCH (n1:Region {id: $p0}) RETURN [n1.id, n1.name] AS row;

// {"p0": "ITC4"}
