WITH this, region, likenesses, technologies
WITH likenesses, COLLECT {
  UNWIND [this, region] AS each
  MATCH (each)-[:SAME_TERRITORY]->(:Region)<-[of:OF_REGION]-(:Strategy)<-[set:SET_BY]-(priority:Priority)-[tag:DRAWS_ON]->(technology:Technology)
  WHERE technology IN technologies
  WITH of, set, tag, priority, technology ORDER BY priority.id, technology.id
  UNWIND [of, set, tag] AS fact
  RETURN DISTINCT fact
} AS said
RETURN likenesses + said AS facts
