CALL (region, otherRegion, technologies) {
  UNWIND [region, otherRegion] AS each
  MATCH (each)<-[of:OF_REGION]-(:Strategy)<-[set:SET_BY]-(priority:Priority)-[tag:DRAWS_ON]->(technology:Technology)
  WHERE technology IN technologies
  WITH priority, tag, set, of ORDER BY priority.id
  UNWIND [tag, set, of] AS fact
  RETURN collect(DISTINCT fact) AS drawn
}
RETURN drawn + places AS facts
