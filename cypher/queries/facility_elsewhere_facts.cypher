// That the technologies are needed here and served there, and the chain of clusters.
CALL (this, technologies) {
  MATCH (this)-[:SAME_TERRITORY]->(:Region)<-[of:OF_REGION]-(:Strategy)<-[set:SET_BY]-(:Priority)-[need:DRAWS_ON]->(technology:Technology)
  WHERE technology IN technologies
  RETURN collect(DISTINCT of) + collect(DISTINCT set) + collect(need) AS needs
}
CALL (facility, region, technologies) {
  MATCH (facility)-[fact:STANDS_IN|SERVES]->(that)
  WHERE that IN technologies + [region]
  RETURN collect(fact) AS served
}
CALL (path) {
  UNWIND [path[0], path[-1]] AS end
  MATCH (end)-[place:LOCATED_IN]->(:Region)
  RETURN collect(place) AS places
}
RETURN needs + served + coalesce(memberships, []) + places AS facts
