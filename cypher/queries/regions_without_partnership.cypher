// A region that takes part under another code of its territory takes part.
MATCH (region:Region)<-[:OF_REGION]-(strategy:Strategy)
WITH region, collect(strategy) AS strategies
WHERE NOT EXISTS {
  MATCH (region)-[:SAME_TERRITORY]->(:Region)-[link:TAKES_PART_IN]->(:Partnership) WHERE current(link)
}
UNWIND strategies AS strategy
MATCH (strategy)<-[:SET_BY]-(priority:Priority)
OPTIONAL MATCH (priority)-[:DRAWS_ON]->(technology:Technology)
WITH region, priority, technology
WHERE $technologies IS NULL OR technology.id IN $technologies
RETURN region, count(DISTINCT priority) AS priorities, collect(DISTINCT technology) AS technologies
