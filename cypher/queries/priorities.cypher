MATCH (this)-[:WITHIN]->(around:Region)
WHERE $inherited OR EXISTS { (this)-[:SAME_TERRITORY]->(around) }
MATCH (around)<-[:OF_REGION]-()<-[:SET_BY]-(that)
RETURN DISTINCT that
