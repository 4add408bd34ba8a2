CALL (this, common, complementing) {
  MATCH (this)-[:LOCATED_IN]->(place:Region)-[:WITHIN]->(around:Region)
  WHERE $national OR around.level > 0 OR EXISTS { (place)-[:SAME_TERRITORY]->(around) }
  MATCH (around)<-[of:OF_REGION]-(:Strategy)<-[set:SET_BY]-(priority:Priority)-[tag:DRAWS_ON|CONCERNS]->(field:Technology|Sector)
  WHERE field IN common + complementing
  RETURN collect(DISTINCT priority) AS myPriorities, collect(of) + collect(set) + collect(tag) AS myLinks
}
CALL (region, common) {
  MATCH (region)-[:WITHIN]->(around:Region)
  WHERE $national OR around.level > 0 OR EXISTS { (region)-[:SAME_TERRITORY]->(around) }
  MATCH (around)<-[of:OF_REGION]-(:Strategy)<-[set:SET_BY]-(priority:Priority)-[tag:DRAWS_ON|CONCERNS]->(field:Technology|Sector)
  WHERE field IN common
  RETURN collect(DISTINCT priority) AS theirPriorities, collect(of) + collect(set) + collect(tag) AS theirLinks
}
RETURN myPriorities, theirPriorities, myLinks + theirLinks AS chosen
