CALL (this, technologies) {
  MATCH (this)-[:WITHIN]->(around:Region)
  WHERE $inherited OR EXISTS { (this)-[:SAME_TERRITORY]->(around) }
  MATCH (around)<-[of:OF_REGION]-(:Strategy)<-[set:SET_BY]-(priority:Priority)-[tag:DRAWS_ON]->(technology:Technology)
  WHERE technology IN technologies
  RETURN collect(DISTINCT priority) AS myPriorities,
         collect(tag) + collect(DISTINCT set) + collect(DISTINCT of) AS myFacts
}
CALL (region, technologies) {
  MATCH (region)<-[of:OF_REGION]-(:Strategy)<-[set:SET_BY]-(priority:Priority)-[tag:DRAWS_ON]->(technology:Technology)
  WHERE technology IN technologies
  RETURN collect(DISTINCT priority) AS theirPriorities,
         collect(tag) + collect(DISTINCT set) + collect(DISTINCT of) AS theirFacts
}
RETURN myPriorities, theirPriorities, myFacts + theirFacts AS chosen
