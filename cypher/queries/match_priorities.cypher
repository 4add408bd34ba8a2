CALL (this, technologies) {
  MATCH (this)-[:WITHIN]->(around:Region)
  WHERE $inherited OR EXISTS { (this)-[:SAME_TERRITORY]->(around) }
  MATCH (around)<-[:OF_REGION]-(:Strategy)<-[:SET_BY]-(priority:Priority)-[tag:DRAWS_ON]->(technology:Technology)
  WHERE technology IN technologies
  RETURN collect(DISTINCT priority) AS myPriorities, collect(tag) AS myTags
}
CALL (region, technologies) {
  MATCH (region)<-[:OF_REGION]-(:Strategy)<-[:SET_BY]-(priority:Priority)-[tag:DRAWS_ON]->(technology:Technology)
  WHERE technology IN technologies
  RETURN collect(DISTINCT priority) AS theirPriorities, collect(tag) AS theirTags
}
RETURN myPriorities, theirPriorities, myTags + theirTags AS tags
