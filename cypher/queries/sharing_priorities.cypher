// Which technologies the strategies here draw on ...
CALL (this) {
  MATCH (this)-[:WITHIN]->(around:Region)
  WHERE $inherited OR EXISTS { (this)-[:SAME_TERRITORY]->(around) }
  MATCH (around)<-[:OF_REGION]-(:Strategy)<-[:SET_BY]-(:Priority)-[:DRAWS_ON]->(technology:Technology)
  WHERE $technologies IS NULL OR technology.id IN $technologies
  RETURN collect(DISTINCT technology) AS mine
}
WITH this, mine, COLLECT { MATCH (this)-[:WITHIN]-(near:Region) RETURN near } AS near
WHERE size(mine) > 0
// ... where the clusters here lead within the asked number of hops (a hop is two steps) ...
MATCH (this)<-[:WITHIN]-(:Region)<-[:LOCATED_IN]-(cluster:Cluster)
MATCH p = (cluster)-[:MEMBER_OF*1..$steps]-(other:Cluster)
WHERE other <> cluster
WITH mine, near, other, min(length(p)) / 2 AS hops
MATCH (other)-[:LOCATED_IN]->(:Region)-[:WITHIN]->(region:Region)
WHERE NOT region IN near
WITH mine, region, min(hops) AS hops
// ... and which of those technologies the strategies there draw on too.
MATCH (region)<-[:OF_REGION]-(:Strategy)<-[:SET_BY]-(:Priority)-[:DRAWS_ON]->(technology:Technology)
WHERE $technologies IS NULL OR technology.id IN $technologies
WITH mine, region, hops, collect(DISTINCT technology) AS theirs
WITH mine, region, hops, theirs, [technology IN theirs WHERE technology IN mine] AS technologies
WHERE size(technologies) > 0
RETURN region, hops, technologies,
       round(1.0 * size(technologies) / (size(mine) + size(theirs) - size(technologies)), 4) AS score
