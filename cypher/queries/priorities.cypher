MATCH (this)-[:WITHIN]->(around:Region)
WHERE $inherited OR EXISTS { (this)-[:SAME_TERRITORY]->(around) }
MATCH (around)<-[:OF_REGION]-(:Strategy)<-[:SET_BY]-(that:Priority)
RETURN DISTINCT that
