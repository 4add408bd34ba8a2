CALL (this, technologies) {
  MATCH (this)-[:WITHIN]->(around:Region)
  WHERE $inherited OR EXISTS { (this)-[:SAME_TERRITORY]->(around) }
  MATCH (around)<-[:OF_REGION]-()<-[:SET_BY]-(priority)-[tag:DRAWS_ON]->(technology)
  WHERE technology IN technologies
  RETURN collect(DISTINCT priority) AS myPriorities, collect(tag) AS myTags
}
CALL (region, technologies) {
  MATCH (region)<-[:OF_REGION]-()<-[:SET_BY]-(priority)-[tag:DRAWS_ON]->(technology)
  WHERE technology IN technologies
  RETURN collect(DISTINCT priority) AS theirPriorities, collect(tag) AS theirTags
}
RETURN myPriorities, theirPriorities, myTags + theirTags AS tags
