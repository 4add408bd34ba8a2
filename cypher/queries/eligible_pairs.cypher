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
// ... which regions with clusters draw on which technologies, what their clusters name, what they take part in ...
MATCH (technology:Technology)<-[:DRAWS_ON]-(:Priority)-[:SET_BY]->(:Strategy)-[:OF_REGION]->(region:Region)
WHERE $technologies IS NULL OR technology.id IN $technologies
WITH taken, region, collect(DISTINCT technology) AS draws
WHERE EXISTS { (region)<-[:WITHIN]-(:Region)<-[:LOCATED_IN]-(:Cluster) }
WITH collect({
  region: region, draws: draws, already: [each IN taken WHERE each[0] = region | each[1]],
  id: region.id, country: region.country,
  named: COLLECT {
    MATCH (region)<-[:WITHIN]-(:Region)<-[:LOCATED_IN]-(:Cluster)-[:ACTIVE_IN]->(technology:Technology)
    RETURN DISTINCT technology
  },
  partnerships: COLLECT {
    MATCH (region)-[:SAME_TERRITORY]->(:Region)-[:TAKES_PART_IN]->(partnership:Partnership)
    RETURN DISTINCT partnership
  }
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
WITH one, other, technologies, size([each IN one.partnerships WHERE each IN other.partnerships]) AS together
WITH one.region AS region, other.region AS otherRegion, technologies, [
  ['technologies', round(1.0 * size(technologies) / (size(one.draws) + size(other.draws) - size(technologies)), 4),
    $weights.technologies],
  ['clusters', CASE WHEN size(one.named) > 0 AND size(other.named) > 0 THEN
    round(1.0 * size([each IN technologies WHERE each IN one.named AND each IN other.named]) / size(technologies), 4)
  END, $weights.clusters],
  ['partnerships', round(1.0 * together / nullIf(size(one.partnerships) + size(other.partnerships) - together, 0), 4),
    $weights.partnerships]
] AS parts
RETURN region, otherRegion, technologies, [region] AS here, otherRegion AS there, parts, scored(parts) AS score
