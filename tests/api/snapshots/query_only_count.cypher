// { region(id: "ITC4") { priorities { totalCount } } }

MATCH (n1:Region {id: $p0}) RETURN [COUNT { CALL (n1) {
WITH n1 AS this
MATCH (this)-[:WITHIN]->(around:Region)
WHERE $p1 OR EXISTS { (this)-[:SAME_TERRITORY]->(around) }
MATCH (around)<-[:OF_REGION]-(:Strategy)<-[:SET_BY]-(that:Priority)
RETURN DISTINCT that AS that_2
} RETURN that_2 }] AS row;

// {"p0": "ITC4", "p1": false}
