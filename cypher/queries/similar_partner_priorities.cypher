WITH technologies, both[0] AS one, both[1] AS other
WITH COLLECT {
  MATCH (one)-[:SAME_TERRITORY]->(:Region)<-[:OF_REGION]-(:Strategy)<-[:SET_BY]-(priority:Priority)-[:DRAWS_ON]->(technology:Technology)
  WHERE technology IN technologies
  RETURN DISTINCT priority
} AS myPriorities, COLLECT {
  MATCH (other)-[:SAME_TERRITORY]->(:Region)<-[:OF_REGION]-(:Strategy)<-[:SET_BY]-(priority:Priority)-[:DRAWS_ON]->(technology:Technology)
  WHERE technology IN technologies
  RETURN DISTINCT priority
} AS theirPriorities
RETURN myPriorities, theirPriorities
