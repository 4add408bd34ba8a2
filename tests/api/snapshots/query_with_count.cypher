// { region(id: "ITC4") { priorities { totalCount nodes { id } } } }

MATCH (n1:Region {id: $p0}) RETURN [[COLLECT { CALL (n1) {
WITH n1 AS this
MATCH (this)-[:WITHIN]->(around:Region)
WHERE $p1 OR EXISTS { (this)-[:SAME_TERRITORY]->(around) }
MATCH (around)<-[:OF_REGION]-(:Strategy)<-[:SET_BY]-(that:Priority)
RETURN DISTINCT that AS that_2
} WITH that_2 ORDER BY that_2.id LIMIT $p2 RETURN [that_2.id] AS row }, COUNT { CALL (n1) {
WITH n1 AS this
MATCH (this)-[:WITHIN]->(around:Region)
WHERE $p1 OR EXISTS { (this)-[:SAME_TERRITORY]->(around) }
MATCH (around)<-[:OF_REGION]-(:Strategy)<-[:SET_BY]-(that:Priority)
RETURN DISTINCT that AS that_2
} RETURN that_2 }]] AS row;

// {"p0": "ITC4", "p1": false, "p2": 50}
