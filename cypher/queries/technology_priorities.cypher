// Priorities of one strategy have its region in common.
CALL (regions) {
  UNWIND regions AS region
  MATCH (region)-[:WITHIN]->(around:Region)
  WHERE $inherited OR EXISTS { (region)-[:SAME_TERRITORY]->(around) }
  MATCH (around)<-[of:OF_REGION]-(:Strategy)<-[set:SET_BY]-(priority:Priority)-[tag:DRAWS_ON]->(:Technology {id: $technology})
  WITH priority, tag, set, of ORDER BY priority.id
  UNWIND [tag, set, of] AS fact
  RETURN collect(DISTINCT priority) AS priorities, collect(DISTINCT fact) AS priorityFacts
}
RETURN priorities, priorityFacts
