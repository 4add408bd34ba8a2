// { region(id: "ITC4") { sharingPriorities(where: {hops: {eq: 1}, region: {country: {in: ["ES"]}}, technologies: {some: {id: {eq: "PHO"}}, count: {gte: 2}}}) { nodes { hops } } } }

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
MATCH p = (cluster)-[:MEMBER_OF*1..4]-(other:Cluster)
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
} WITH region_2, hops_2, technologies_2, score_2 WHERE (region_2.country IN $p4) AND (hops_2 = $p5) AND (any(n3 IN technologies_2 WHERE coalesce((n3.id = $p6), false)) AND (size(technologies_2) >= $p7)) WITH region_2, hops_2, technologies_2, score_2 ORDER BY hops_2, score_2 DESC, region_2.id LIMIT $p8 RETURN [hops_2] AS row }] AS row RETURN row;

// {"p0": "ITC4", "p1": null, "p2": 2, "p3": false, "p4": ["ES"], "p5": 1, "p6": "PHO", "p7": 2, "p8": 50}
