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
UNWIND CASE WHEN $p4 THEN mine ELSE [null] END AS topic
WITH this, mine, near, topic, COLLECT {
  MATCH (topic)<-[:WORKS_ON]-(:Partnership)<-[:LINKED_TO]-(:ClusterPartnership)<-[membership:MEMBER_OF]-(:Cluster)
  RETURN membership
  UNION
  MATCH (topic)<-[:ACTIVE_IN]-(:Cluster)-[membership:MEMBER_OF]->(via:ClusterPartnership)
  WHERE NOT EXISTS { (via)-[:LINKED_TO]->(:Partnership)-[:WORKS_ON]->(:Technology) }
  RETURN membership
} AS relevant
MATCH (this)<-[:WITHIN]-(:Region)<-[:LOCATED_IN]-(cluster:Cluster)
MATCH p = (cluster)-[:MEMBER_OF*1..2]-(other:Cluster)
WHERE other <> cluster AND all(membership IN relationships(p) WHERE NOT $p4 OR membership IN relevant)
WITH this, mine, near, topic, relevant, other, cluster, min(length(p)) AS steps
WITH this, mine, near, topic, relevant, other, min(steps) AS steps, collect([cluster, steps]) AS ways
MATCH (other)-[:LOCATED_IN]->(place:Region)
WITH this, mine, near, place,
  collect({topic: topic, relevant: relevant, other: other, steps: steps, ways: ways}) AS ends
MATCH (place)-[:WITHIN]->(region:Region)
WHERE NOT region IN near
WITH this, mine, region, collect(ends) AS places
MATCH (region)<-[:OF_REGION]-(:Strategy)<-[:SET_BY]-(:Priority)-[:DRAWS_ON]->(technology:Technology)
WHERE $p1 IS NULL OR technology.id IN $p1
WITH this, mine, region, places, collect(DISTINCT technology) AS theirs
WITH this, mine, region, places, theirs, [technology IN theirs WHERE technology IN mine] AS technologies
WHERE size(technologies) > 0
UNWIND places AS ends
UNWIND ends AS end
WITH this, mine, region, theirs, technologies, end WHERE end.topic IS NULL OR end.topic IN technologies
WITH this, mine, region, theirs, technologies, min(end.steps) AS steps, collect(end) AS ends
UNWIND [end IN ends WHERE end.steps = steps] AS end
UNWIND [way IN end.ways WHERE way[1] = steps | way[0]] AS cluster
WITH this, mine, region, theirs, technologies, steps, end.other AS other, end.relevant AS relevant, cluster
MATCH p = ALL SHORTEST
  (cluster) (()-[membership:MEMBER_OF]-() WHERE NOT $p4 OR membership IN relevant){1,2} (other)
WITH DISTINCT this, mine, region, theirs, technologies, steps, p
WITH this, mine, {region: region, theirs: theirs, technologies: technologies, steps: steps} AS match, p
UNWIND relationships(p) AS membership
WITH this, mine, endNode(membership) AS via, startNode(membership) AS member, collect([match, p]) AS uses
WITH this, mine, via, collect([member, uses]) AS members
WITH this, mine, members, COLLECT {
  MATCH (via)-[:LINKED_TO]->(:Partnership)-[:WORKS_ON]->(technology:Technology) RETURN technology
} AS treated
UNWIND members AS each
WITH this, mine, each[0] AS member, each[1] AS uses, treated
WITH this, mine, uses, treated, COLLECT { MATCH (member)-[:ACTIVE_IN]->(technology:Technology) RETURN technology } AS named
UNWIND uses AS use
WITH this, mine, use[0] AS match, use[1] AS p, collect(CASE treated WHEN [] THEN named ELSE treated END) AS named
UNWIND match.technologies AS technology
WITH this, mine, match, p, reduce(sum = 0.0, each IN named |
  sum + CASE WHEN technology IN each THEN 1.0 WHEN each = [] THEN 0.5 ELSE 0.0 END) / match.steps AS relevance
WITH this, mine, match.region AS region, match.theirs AS theirs, match.technologies AS technologies,
  match.steps / 2 AS hops, round(max(relevance), 4) AS relevance, collect([round(relevance, 4), p]) AS chains
CALL (this, region) {
  UNWIND CASE WHEN $p5.partnerships > 0 THEN [this, region] END AS one
  MATCH (one)-[:SAME_TERRITORY]->(:Region)-[:TAKES_PART_IN]->(partnership:Partnership)
  WITH partnership, count(DISTINCT one) AS sides
  RETURN avg(CASE sides WHEN 2 THEN 1.0 ELSE 0.0 END) AS together
}
WITH this, region, hops, technologies, relevance, [each IN chains WHERE each[0] = relevance | each[1]] AS chains, [
  ['technologies', round(1.0 * size(technologies) / (size(mine) + size(theirs) - size(technologies)), 4),
    $p5.technologies],
  ['relevance', relevance, $p5.relevance],
  ['closeness', round(1.0 / hops, 4), $p5.closeness],
  ['partnerships', round(together, 4), $p5.partnerships]
] AS parts
RETURN region AS region_2, hops AS hops_2, technologies AS technologies_2, relevance AS relevance_2, [this] AS here_2, region AS there_2, chains AS chains_2, parts AS parts_2, coalesce(round(
  reduce(sum = 0.0, part IN parts | sum + coalesce(part[1] * part[2], 0.0))
    / nullIf(reduce(sum = 0.0, part IN parts | sum + CASE WHEN part[1] IS NULL THEN 0.0 ELSE part[2] END), 0.0), 4), 0.0) AS score_2
} WITH region_2, hops_2, technologies_2, relevance_2, here_2, there_2, chains_2, parts_2, score_2 ORDER BY hops_2, score_2 DESC, region_2.id LIMIT $p14 WITH *, [[COLLECT { CALL (region_2) {
WITH region_2 AS this
CALL (this) {
  MATCH (this)-[:WITHIN]->(around:Region)
  WHERE $p8 OR EXISTS { (this)-[:SAME_TERRITORY]->(around) }
  MATCH (around)<-[:OF_REGION]-(:Strategy)<-[:SET_BY]-(:Priority)-[:DRAWS_ON]->(technology:Technology)
  WHERE $p6 IS NULL OR technology.id IN $p6
  RETURN collect(DISTINCT technology) AS mine
}
WITH this, mine, COLLECT { MATCH (this)-[:WITHIN]-(near:Region) RETURN near } AS near
WHERE size(mine) > 0
UNWIND CASE WHEN $p9 THEN mine ELSE [null] END AS topic
WITH this, mine, near, topic, COLLECT {
  MATCH (topic)<-[:WORKS_ON]-(:Partnership)<-[:LINKED_TO]-(:ClusterPartnership)<-[membership:MEMBER_OF]-(:Cluster)
  RETURN membership
  UNION
  MATCH (topic)<-[:ACTIVE_IN]-(:Cluster)-[membership:MEMBER_OF]->(via:ClusterPartnership)
  WHERE NOT EXISTS { (via)-[:LINKED_TO]->(:Partnership)-[:WORKS_ON]->(:Technology) }
  RETURN membership
} AS relevant
MATCH (this)<-[:WITHIN]-(:Region)<-[:LOCATED_IN]-(cluster:Cluster)
MATCH p = (cluster)-[:MEMBER_OF*1..12]-(other:Cluster)
WHERE other <> cluster AND all(membership IN relationships(p) WHERE NOT $p9 OR membership IN relevant)
WITH this, mine, near, topic, relevant, other, cluster, min(length(p)) AS steps
WITH this, mine, near, topic, relevant, other, min(steps) AS steps, collect([cluster, steps]) AS ways
MATCH (other)-[:LOCATED_IN]->(place:Region)
WITH this, mine, near, place,
  collect({topic: topic, relevant: relevant, other: other, steps: steps, ways: ways}) AS ends
MATCH (place)-[:WITHIN]->(region:Region)
WHERE NOT region IN near
WITH this, mine, region, collect(ends) AS places
MATCH (region)<-[:OF_REGION]-(:Strategy)<-[:SET_BY]-(:Priority)-[:DRAWS_ON]->(technology:Technology)
WHERE $p6 IS NULL OR technology.id IN $p6
WITH this, mine, region, places, collect(DISTINCT technology) AS theirs
WITH this, mine, region, places, theirs, [technology IN theirs WHERE technology IN mine] AS technologies
WHERE size(technologies) > 0
UNWIND places AS ends
UNWIND ends AS end
WITH this, mine, region, theirs, technologies, end WHERE end.topic IS NULL OR end.topic IN technologies
WITH this, mine, region, theirs, technologies, min(end.steps) AS steps, collect(end) AS ends
UNWIND [end IN ends WHERE end.steps = steps] AS end
UNWIND [way IN end.ways WHERE way[1] = steps | way[0]] AS cluster
WITH this, mine, region, theirs, technologies, steps, end.other AS other, end.relevant AS relevant, cluster
MATCH p = ALL SHORTEST
  (cluster) (()-[membership:MEMBER_OF]-() WHERE NOT $p9 OR membership IN relevant){1,12} (other)
WITH DISTINCT this, mine, region, theirs, technologies, steps, p
WITH this, mine, {region: region, theirs: theirs, technologies: technologies, steps: steps} AS match, p
UNWIND relationships(p) AS membership
WITH this, mine, endNode(membership) AS via, startNode(membership) AS member, collect([match, p]) AS uses
WITH this, mine, via, collect([member, uses]) AS members
WITH this, mine, members, COLLECT {
  MATCH (via)-[:LINKED_TO]->(:Partnership)-[:WORKS_ON]->(technology:Technology) RETURN technology
} AS treated
UNWIND members AS each
WITH this, mine, each[0] AS member, each[1] AS uses, treated
WITH this, mine, uses, treated, COLLECT { MATCH (member)-[:ACTIVE_IN]->(technology:Technology) RETURN technology } AS named
UNWIND uses AS use
WITH this, mine, use[0] AS match, use[1] AS p, collect(CASE treated WHEN [] THEN named ELSE treated END) AS named
UNWIND match.technologies AS technology
WITH this, mine, match, p, reduce(sum = 0.0, each IN named |
  sum + CASE WHEN technology IN each THEN 1.0 WHEN each = [] THEN 0.5 ELSE 0.0 END) / match.steps AS relevance
WITH this, mine, match.region AS region, match.theirs AS theirs, match.technologies AS technologies,
  match.steps / 2 AS hops, round(max(relevance), 4) AS relevance, collect([round(relevance, 4), p]) AS chains
CALL (this, region) {
  UNWIND CASE WHEN $p10.partnerships > 0 THEN [this, region] END AS one
  MATCH (one)-[:SAME_TERRITORY]->(:Region)-[:TAKES_PART_IN]->(partnership:Partnership)
  WITH partnership, count(DISTINCT one) AS sides
  RETURN avg(CASE sides WHEN 2 THEN 1.0 ELSE 0.0 END) AS together
}
WITH this, region, hops, technologies, relevance, [each IN chains WHERE each[0] = relevance | each[1]] AS chains, [
  ['technologies', round(1.0 * size(technologies) / (size(mine) + size(theirs) - size(technologies)), 4),
    $p10.technologies],
  ['relevance', relevance, $p10.relevance],
  ['closeness', round(1.0 / hops, 4), $p10.closeness],
  ['partnerships', round(together, 4), $p10.partnerships]
] AS parts
RETURN region AS region_3, hops AS hops_3, technologies AS technologies_3, relevance AS relevance_3, [this] AS here_3, region AS there_3, chains AS chains_3, parts AS parts_3, coalesce(round(
  reduce(sum = 0.0, part IN parts | sum + coalesce(part[1] * part[2], 0.0))
    / nullIf(reduce(sum = 0.0, part IN parts | sum + CASE WHEN part[1] IS NULL THEN 0.0 ELSE part[2] END), 0.0), 4), 0.0) AS score_3
} WITH region_3, hops_3, technologies_3, relevance_3, here_3, there_3, chains_3, parts_3, score_3 ORDER BY hops_3, score_3 DESC, region_3.id LIMIT $p13 RETURN [[region_3.id, COLLECT { CALL (region_3) {
WITH region_3 AS this
MATCH (this)-[:WITHIN]->(around:Region)
WHERE $p11 OR EXISTS { (this)-[:SAME_TERRITORY]->(around) }
MATCH (around)<-[:OF_REGION]-(:Strategy)<-[:SET_BY]-(that:Priority)
RETURN DISTINCT that AS that_4
} WITH that_4 ORDER BY that_4.id LIMIT $p12 RETURN [that_4.id] AS row }]] AS row }]] AS row RETURN row }] AS row RETURN row;

// {"p0": "ITC4", "p1": null, "p2": 1, "p3": false, "p4": false, "p5": {"technologies": 2, "relevance": 2, "closeness": 1, "partnerships": 0}, "p6": null, "p7": 6, "p8": false, "p9": false, "p10": {"technologies": 2, "relevance": 2, "closeness": 1, "partnerships": 0}, "p11": false, "p12": 50, "p13": 50, "p14": 50}
