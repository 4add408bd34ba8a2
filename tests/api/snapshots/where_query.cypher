// { regions(where: {priorities: {count: {gte: 20}}}) { nodes { id } } }

RETURN COLLECT { MATCH (n1:Region) WHERE ((COUNT { CALL (n1) {
WITH n1 AS this
MATCH (this)-[:WITHIN]->(around:Region)
WHERE false OR EXISTS { (this)-[:SAME_TERRITORY]->(around) }
MATCH (around)<-[:OF_REGION]-(:Strategy)<-[:SET_BY]-(that:Priority)
RETURN DISTINCT that AS that_2
} RETURN that_2 } >= $p0)) AND n1.id IS NOT NULL WITH n1 ORDER BY n1.id LIMIT $p1 RETURN [n1.id] AS row } AS row;

// {"p0": 20, "p1": 50}
