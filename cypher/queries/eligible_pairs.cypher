// What the call chose already, and which regions have clusters in it ...
WITH this, COLLECT {
  MATCH (this)-[:SELECTED]->(chosen:ClusterPartnership) RETURN chosen
  UNION
  MATCH (this)-[:CALL_OF]->(:Programme)<-[:RUN_UNDER]-(chosen:ClusterPartnership) RETURN chosen
} AS chosen
WITH COLLECT {
  UNWIND chosen AS already
  MATCH (already)<-[:MEMBER_OF]-(:Cluster)-[:LOCATED_IN]->(:Region)-[:WITHIN]->(region:Region)
  RETURN DISTINCT [region, already]
} AS taken
// ... which regions with clusters draw on which technologies ...
MATCH (technology:Technology)<-[:DRAWS_ON]-(:Priority)-[:SET_BY]->(:Strategy)-[:OF_REGION]->(region:Region)
WHERE $technologies IS NULL OR technology.id IN $technologies
WITH taken, region, collect(DISTINCT technology) AS draws
WHERE EXISTS { (region)<-[:WITHIN]-(:Region)<-[:LOCATED_IN]-(:Cluster) }
WITH collect({
  region: region, draws: draws, already: [each IN taken WHERE each[0] = region | each[1]],
  id: region.id, country: region.country
}) AS all
// ... and all pairs of these that have a technology in common.
UNWIND all AS one
WITH all, one, one.region AS this
WHERE $region IS NULL OR EXISTS { (this)-[:SAME_TERRITORY]->(:Region {id: $region}) }
UNWIND all AS other
WITH one, other
WHERE one.country <> other.country AND ($region IS NOT NULL OR one.id < other.id)
WITH one, other, [each IN one.draws WHERE each IN other.draws] AS technologies
WHERE size(technologies) > 0 AND none(each IN one.already WHERE each IN other.already)
RETURN one.region AS region, other.region AS otherRegion, technologies
