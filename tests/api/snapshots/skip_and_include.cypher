// query { region(id: "ITC4") { id @skip(if: true) name @include(if: true) ... @include(if: false) { level } } }

MATCH (n1:Region {id: $p0}) RETURN [n1.name] AS row;

// {"p0": "ITC4"}
