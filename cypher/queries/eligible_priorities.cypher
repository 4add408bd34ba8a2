CALL (region, technologies) {
  MATCH (region)<-[of:OF_REGION]-(:Strategy)<-[set:SET_BY]-(priority:Priority)-[tag:DRAWS_ON]->(technology:Technology)
  WHERE technology IN technologies
  RETURN collect(DISTINCT priority) AS priorities, collect(tag) + collect(set) + collect(of) AS links
}
CALL (otherRegion, technologies) {
  MATCH (otherRegion)<-[of:OF_REGION]-(:Strategy)<-[set:SET_BY]-(priority:Priority)-[tag:DRAWS_ON]->(technology:Technology)
  WHERE technology IN technologies
  RETURN collect(DISTINCT priority) AS otherPriorities, collect(tag) + collect(set) + collect(of) AS otherLinks
}
RETURN priorities, otherPriorities, links + otherLinks AS drawn
