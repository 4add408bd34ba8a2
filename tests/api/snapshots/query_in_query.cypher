// { region(id: "ITC4") { sharingPriorities(withinHops: 1) { nodes { region { sharingPriorities(withinHops: 6) { nodes { region { id priorities { nodes { id } } } } } } } } } }

MATCH (n1:Region {id: $p0}) WITH *, [COLLECT { CALL (n1) {
WITH n1 AS this
CALL (this) {
  MATCH (this)-[:WITHIN]->(around:Region)
  WHERE $p3 OR EXISTS { (this)-[:SAME_TERRITORY]->(around) }
  MATCH (around)<-[:OF_REGION]-(:Strategy)<-[:SET_BY]-(:Priority)-[:DRAWS_ON]->(technology:Technology)
  WHERE $p1 IS NULL OR technology.id IN $p1
  RETURN collect(DISTINCT technology) AS mine
}
WITH this, mine, COLLECT { MATCH (this)-[:WITHIN]-(near:Region) RETURN near } AS near
WHERE size(mine) > 0
MATCH (this)<-[:WITHIN]-(:Region)<-[:LOCATED_IN]-(cluster:Cluster)
MATCH p = (cluster)-[:MEMBER_OF*1..2]-(other:Cluster)
WHERE other <> cluster
WITH mine, near, other, min(length(p)) / 2 AS hops
MATCH (other)-[:LOCATED_IN]->(:Region)-[:WITHIN]->(region:Region)
WHERE NOT region IN near
WITH mine, region, min(hops) AS hops
MATCH (region)<-[:OF_REGION]-(:Strategy)<-[:SET_BY]-(:Priority)-[:DRAWS_ON]->(technology:Technology)
WHERE $p1 IS NULL OR technology.id IN $p1
WITH mine, region, hops, collect(DISTINCT technology) AS theirs
WITH mine, region, hops, theirs, [technology IN theirs WHERE technology IN mine] AS technologies
WHERE size(technologies) > 0
RETURN region AS region_2, hops AS hops_2, technologies AS technologies_2, round(1.0 * size(technologies) / (size(mine) + size(theirs) - size(technologies)), 4) AS score_2
} WITH region_2, hops_2, technologies_2, score_2 ORDER BY hops_2, score_2 DESC, region_2.id LIMIT $p10 WITH *, [[COLLECT { CALL (region_2) {
WITH region_2 AS this
CALL (this) {
  MATCH (this)-[:WITHIN]->(around:Region)
  WHERE $p6 OR EXISTS { (this)-[:SAME_TERRITORY]->(around) }
  MATCH (around)<-[:OF_REGION]-(:Strategy)<-[:SET_BY]-(:Priority)-[:DRAWS_ON]->(technology:Technology)
  WHERE $p4 IS NULL OR technology.id IN $p4
  RETURN collect(DISTINCT technology) AS mine
}
WITH this, mine, COLLECT { MATCH (this)-[:WITHIN]-(near:Region) RETURN near } AS near
WHERE size(mine) > 0
MATCH (this)<-[:WITHIN]-(:Region)<-[:LOCATED_IN]-(cluster:Cluster)
MATCH p = (cluster)-[:MEMBER_OF*1..12]-(other:Cluster)
WHERE other <> cluster
WITH mine, near, other, min(length(p)) / 2 AS hops
MATCH (other)-[:LOCATED_IN]->(:Region)-[:WITHIN]->(region:Region)
WHERE NOT region IN near
WITH mine, region, min(hops) AS hops
MATCH (region)<-[:OF_REGION]-(:Strategy)<-[:SET_BY]-(:Priority)-[:DRAWS_ON]->(technology:Technology)
WHERE $p4 IS NULL OR technology.id IN $p4
WITH mine, region, hops, collect(DISTINCT technology) AS theirs
WITH mine, region, hops, theirs, [technology IN theirs WHERE technology IN mine] AS technologies
WHERE size(technologies) > 0
RETURN region AS region_3, hops AS hops_3, technologies AS technologies_3, round(1.0 * size(technologies) / (size(mine) + size(theirs) - size(technologies)), 4) AS score_3
} WITH region_3, hops_3, technologies_3, score_3 ORDER BY hops_3, score_3 DESC, region_3.id LIMIT $p9 RETURN [[region_3.id, COLLECT { CALL (region_3) {
WITH region_3 AS this
MATCH (this)-[:WITHIN]->(around:Region)
WHERE $p7 OR EXISTS { (this)-[:SAME_TERRITORY]->(around) }
MATCH (around)<-[:OF_REGION]-(:Strategy)<-[:SET_BY]-(that:Priority)
RETURN DISTINCT that AS that_4
} WITH that_4 ORDER BY that_4.id LIMIT $p8 RETURN [that_4.id] AS row }]] AS row }]] AS row RETURN row }] AS row RETURN row;

// {"p0": "ITC4", "p1": null, "p2": 1, "p3": false, "p4": null, "p5": 6, "p6": false, "p7": false, "p8": 50, "p9": 50, "p10": 50}
