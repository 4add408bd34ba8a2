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
// ... where the clusters here lead within the asked number of hops (a hop is two steps), if relevant chains alone are
// asked for, along memberships that are about one and the same technology ...
UNWIND CASE WHEN $relevantOnly THEN mine ELSE [null] END AS topic
WITH this, mine, near, topic, COLLECT {
  MATCH (topic)<-[:WORKS_ON]-(:Partnership)<-[:LINKED_TO]-(:ClusterPartnership)<-[membership:MEMBER_OF]-(:Cluster)
  RETURN membership
  UNION
  MATCH (topic)<-[:ACTIVE_IN]-(:Cluster)-[membership:MEMBER_OF]->(via:ClusterPartnership)
  WHERE NOT EXISTS { (via)-[:LINKED_TO]->(:Partnership)-[:WORKS_ON]->(:Technology) }
  RETURN membership
} AS relevant
MATCH (this)<-[:WITHIN]-(:Region)<-[:LOCATED_IN]-(cluster:Cluster)
MATCH p = (cluster)-[:MEMBER_OF*1..$steps]-(other:Cluster)
WHERE other <> cluster AND all(membership IN relationships(p) WHERE NOT $relevantOnly OR membership IN relevant)
WITH this, mine, near, topic, relevant, other, cluster, min(length(p)) AS steps
WITH this, mine, near, topic, relevant, other, min(steps) AS steps, collect([cluster, steps]) AS ways
MATCH (other)-[:LOCATED_IN]->(place:Region)
WITH this, mine, near, place,
  collect({topic: topic, relevant: relevant, other: other, steps: steps, ways: ways}) AS ends
MATCH (place)-[:WITHIN]->(region:Region)
WHERE NOT region IN near
WITH this, mine, region, collect(ends) AS places
// ... and which of those technologies the strategies there draw on too.
MATCH (region)<-[:OF_REGION]-(:Strategy)<-[:SET_BY]-(:Priority)-[:DRAWS_ON]->(technology:Technology)
WHERE $technologies IS NULL OR technology.id IN $technologies
WITH this, mine, region, places, collect(DISTINCT technology) AS theirs
WITH this, mine, region, places, theirs, [technology IN theirs WHERE technology IN mine] AS technologies
WHERE size(technologies) > 0
// Of the shortest chains between the two, those that are most about one of these technologies.
UNWIND places AS ends
UNWIND ends AS end
WITH this, mine, region, theirs, technologies, end WHERE end.topic IS NULL OR end.topic IN technologies
WITH this, mine, region, theirs, technologies, min(end.steps) AS steps, collect(end) AS ends
UNWIND [end IN ends WHERE end.steps = steps] AS end
UNWIND [way IN end.ways WHERE way[1] = steps | way[0]] AS cluster
WITH this, mine, region, theirs, technologies, steps, end.other AS other, end.relevant AS relevant, cluster
MATCH p = ALL SHORTEST
  (cluster) (()-[membership:MEMBER_OF]-() WHERE NOT $relevantOnly OR membership IN relevant){1,$steps} (other)
// One may be about several of them.
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
  UNWIND CASE WHEN $weights.partnerships > 0 THEN [this, region] END AS one
  MATCH (one)-[:SAME_TERRITORY]->(:Region)-[:TAKES_PART_IN]->(partnership:Partnership)
  WITH partnership, count(DISTINCT one) AS sides
  RETURN avg(CASE sides WHEN 2 THEN 1.0 ELSE 0.0 END) AS together
}
WITH this, region, hops, technologies, relevance, [each IN chains WHERE each[0] = relevance | each[1]] AS chains, [
  ['technologies', round(1.0 * size(technologies) / (size(mine) + size(theirs) - size(technologies)), 4),
    $weights.technologies],
  ['relevance', relevance, $weights.relevance],
  ['closeness', round(1.0 / hops, 4), $weights.closeness],
  ['partnerships', round(together, 4), $weights.partnerships]
] AS parts
RETURN region, hops, technologies, relevance, [this] AS here, region AS there, chains, parts, scored(parts) AS score
