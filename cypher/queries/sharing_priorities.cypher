// Where the clusters of this region lead within the asked number of hops (a hop is two steps) ...
MATCH (this)<-[:WITHIN]-(:Region)<-[:LOCATED_IN]-(mine:Cluster)
MATCH p = (mine)-[:MEMBER_OF*1..$steps]-(other:Cluster)
WHERE other <> mine
WITH this, other, min(length(p)) / 2 AS hops
MATCH (other)-[:LOCATED_IN]->(:Region)-[:WITHIN]->(region:Region)
WITH this, region, min(hops) AS hops
WHERE NOT EXISTS { (this)-[:WITHIN]->(region) } AND NOT EXISTS { (region)-[:WITHIN]->(this) }
// ... which technologies the strategies there draw on ...
MATCH (region)<-[:OF_REGION]-(:Strategy)<-[:SET_BY]-(:Priority)-[:DRAWS_ON]->(technology:Technology)
WHERE $technologies IS NULL OR technology.id IN $technologies
WITH this, region, hops, collect(DISTINCT technology) AS theirs
// ... and which of them the strategies here draw on too.
CALL (this) {
  MATCH (this)-[:WITHIN]->(around:Region)
  WHERE $inherited OR EXISTS { (this)-[:SAME_TERRITORY]->(around) }
  MATCH (around)<-[:OF_REGION]-(:Strategy)<-[:SET_BY]-(:Priority)-[:DRAWS_ON]->(technology:Technology)
  WHERE $technologies IS NULL OR technology.id IN $technologies
  RETURN collect(DISTINCT technology) AS mine
}
WITH region, hops, mine, theirs, [technology IN theirs WHERE technology IN mine] AS technologies
WHERE size(technologies) > 0
RETURN region, hops, technologies,
       round(1.0 * size(technologies) / (size(mine) + size(theirs) - size(technologies)), 4) AS score
