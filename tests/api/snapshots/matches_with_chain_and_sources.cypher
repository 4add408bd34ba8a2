// { region(id: "ITC4") { sharingPriorities { nodes { path { id } via { name } sources { url } alreadyTogetherIn { id } myPriorities { name } } } } }

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
} WITH region_2, hops_2, technologies_2, score_2 ORDER BY hops_2, score_2 DESC, region_2.id LIMIT $p4 OPTIONAL CALL (n1, region_2, hops_2, technologies_2, score_2) {
WITH n1 AS this, region_2 AS region, hops_2 AS hops, technologies_2 AS technologies, score_2 AS score
WITH this, region, COLLECT { MATCH (this)<-[:WITHIN]-(:Region)<-[:LOCATED_IN]-(here:Cluster) RETURN here } AS clusters
MATCH (region)<-[:WITHIN]-(:Region)<-[:LOCATED_IN]-(theirs:Cluster)
MATCH q = (theirs)-[:MEMBER_OF*1..4]-(mine:Cluster)
WHERE mine <> theirs
WITH clusters, mine, theirs, min(length(q)) AS steps
WHERE mine IN clusters
WITH mine, theirs, steps ORDER BY steps, mine.id, theirs.id LIMIT 1
MATCH p = shortestPath((mine)-[:MEMBER_OF*1..4]-(theirs))
RETURN [n IN nodes(p) WHERE n:Cluster] AS path_2, [n IN nodes(p) WHERE n:ClusterPartnership] AS via_2, relationships(p) AS memberships_2
} OPTIONAL CALL (n1, region_2, hops_2, technologies_2, score_2, path_2, via_2, memberships_2) {
WITH n1 AS this, region_2 AS region, hops_2 AS hops, technologies_2 AS technologies, score_2 AS score, path_2 AS path, via_2 AS via, memberships_2 AS memberships
CALL (this, technologies) {
  MATCH (this)-[:WITHIN]->(around:Region)
  WHERE $p3 OR EXISTS { (this)-[:SAME_TERRITORY]->(around) }
  MATCH (around)<-[:OF_REGION]-(:Strategy)<-[:SET_BY]-(priority:Priority)-[tag:DRAWS_ON]->(technology:Technology)
  WHERE technology IN technologies
  RETURN collect(DISTINCT priority) AS myPriorities, collect(tag) AS myTags
}
CALL (region, technologies) {
  MATCH (region)<-[:OF_REGION]-(:Strategy)<-[:SET_BY]-(priority:Priority)-[tag:DRAWS_ON]->(technology:Technology)
  WHERE technology IN technologies
  RETURN collect(DISTINCT priority) AS theirPriorities, collect(tag) AS theirTags
}
RETURN myPriorities AS myPriorities_2, theirPriorities AS theirPriorities_2, myTags + theirTags AS tags_2
} OPTIONAL CALL (n1, region_2, hops_2, technologies_2, score_2, path_2, via_2, memberships_2, myPriorities_2, theirPriorities_2, tags_2) {
WITH n1 AS this, region_2 AS region, hops_2 AS hops, technologies_2 AS technologies, score_2 AS score, path_2 AS path, via_2 AS via, memberships_2 AS memberships, myPriorities_2 AS myPriorities, theirPriorities_2 AS theirPriorities, tags_2 AS tags
CALL (path) {
  UNWIND [path[0], path[-1]] AS end
  MATCH (end)-[place:LOCATED_IN]->(:Region)
  RETURN collect(place) AS places
}
WITH [fact IN myPriorities + theirPriorities | fact.sources] + [fact IN tags + memberships + places | fact.sources] AS named
UNWIND named AS ids
UNWIND ids AS id
WITH DISTINCT id
MATCH (source:Source {id: id})
RETURN collect(source) AS sources_2
} OPTIONAL CALL (n1, region_2, hops_2, technologies_2, score_2, path_2, via_2, memberships_2, myPriorities_2, theirPriorities_2, tags_2, sources_2) {
WITH n1 AS this, region_2 AS region, hops_2 AS hops, technologies_2 AS technologies, score_2 AS score, path_2 AS path, via_2 AS via, memberships_2 AS memberships, myPriorities_2 AS myPriorities, theirPriorities_2 AS theirPriorities, tags_2 AS tags, sources_2 AS sources
MATCH (this)-[:SAME_TERRITORY]->(:Region)-[:TAKES_PART_IN]->(partnership:Partnership)
WHERE EXISTS { (region)-[:SAME_TERRITORY]->(:Region)-[:TAKES_PART_IN]->(partnership) }
RETURN collect(DISTINCT partnership) AS alreadyTogetherIn_2
} RETURN [COLLECT { UNWIND path_2 AS n3 RETURN [n3.id] AS row }, COLLECT { UNWIND via_2 AS n4 RETURN [n4.name] AS row }, COLLECT { UNWIND sources_2 AS n5 WITH n5 ORDER BY n5.id RETURN [n5.url] AS row }, COLLECT { UNWIND alreadyTogetherIn_2 AS n6 WITH n6 ORDER BY n6.id RETURN [n6.id] AS row }, COLLECT { UNWIND myPriorities_2 AS n7 WITH n7 ORDER BY n7.id RETURN [n7.name] AS row }] AS row }] AS row RETURN row;

// {"p0": "ITC4", "p1": null, "p2": 2, "p3": false, "p4": 50}
