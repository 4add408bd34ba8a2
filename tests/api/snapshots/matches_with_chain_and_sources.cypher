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
MATCH p = (cluster)-[:MEMBER_OF*1..4]-(other:Cluster)
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
  (cluster) (()-[membership:MEMBER_OF]-() WHERE NOT $p4 OR membership IN relevant){1,4} (other)
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
} WITH region_2, hops_2, technologies_2, relevance_2, here_2, there_2, chains_2, parts_2, score_2 ORDER BY hops_2, score_2 DESC, region_2.id LIMIT $p6 OPTIONAL CALL (n1, region_2, hops_2, technologies_2, relevance_2, here_2, there_2, chains_2, parts_2, score_2) {
WITH n1 AS this, region_2 AS region, hops_2 AS hops, technologies_2 AS technologies, relevance_2 AS relevance, here_2 AS here, there_2 AS there, chains_2 AS chains, parts_2 AS parts, score_2 AS score
WITH COLLECT {
  UNWIND chains AS chain
  WITH nodes(chain) AS nodes, [node IN nodes(chain) | node.id] AS ids
  RETURN nodes ORDER BY ids LIMIT 1
} AS first
WITH coalesce(first[0], []) AS nodes
WITH nodes, COLLECT {
  UNWIND range(1, size(nodes) - 1) AS at
  WITH nodes[at - 1] AS one, nodes[at] AS next
  MATCH (one)-[membership:MEMBER_OF]-(next)
  RETURN membership
} + COLLECT {
  UNWIND [nodes[0], nodes[-1]] AS end
  MATCH (end)-[place:LOCATED_IN]->(:Region)
  RETURN place
} AS chained
RETURN [n IN nodes WHERE n:Cluster] AS path_2, [n IN nodes WHERE n:ClusterPartnership] AS via_2, chained AS chained_2
} OPTIONAL CALL (n1, region_2, hops_2, technologies_2, relevance_2, here_2, there_2, chains_2, parts_2, score_2, path_2, via_2, chained_2) {
WITH n1 AS this, region_2 AS region, hops_2 AS hops, technologies_2 AS technologies, relevance_2 AS relevance, here_2 AS here, there_2 AS there, chains_2 AS chains, parts_2 AS parts, score_2 AS score, path_2 AS path, via_2 AS via, chained_2 AS chained
CALL (here) {
  UNWIND here AS one
  MATCH (one)-[:WITHIN]->(:Region)<-[covers:COVERS]-(:Programme)-[spends:FUNDED_BY]->(fund:Fund)
  RETURN fund, collect(DISTINCT covers) + collect(DISTINCT spends) AS mine
}
MATCH (there)-[:WITHIN]->(:Region)<-[covers:COVERS]-(:Programme)-[spends:FUNDED_BY]->(fund)
WITH fund, mine, collect(covers) + collect(spends) AS theirs
RETURN collect(fund) AS funds_2, reduce(all = [], each IN collect(mine + theirs) | all + each) AS financing_2
} OPTIONAL CALL (n1, region_2, hops_2, technologies_2, relevance_2, here_2, there_2, chains_2, parts_2, score_2, path_2, via_2, chained_2, funds_2, financing_2) {
WITH n1 AS this, region_2 AS region, hops_2 AS hops, technologies_2 AS technologies, relevance_2 AS relevance, here_2 AS here, there_2 AS there, chains_2 AS chains, parts_2 AS parts, score_2 AS score, path_2 AS path, via_2 AS via, chained_2 AS chained, funds_2 AS funds, financing_2 AS financing
CALL (this, technologies) {
  MATCH (this)-[:WITHIN]->(around:Region)
  WHERE $p3 OR EXISTS { (this)-[:SAME_TERRITORY]->(around) }
  MATCH (around)<-[of:OF_REGION]-(:Strategy)<-[set:SET_BY]-(priority:Priority)-[tag:DRAWS_ON]->(technology:Technology)
  WHERE technology IN technologies
  RETURN collect(DISTINCT priority) AS myPriorities,
         collect(tag) + collect(DISTINCT set) + collect(DISTINCT of) AS myFacts
}
CALL (region, technologies) {
  MATCH (region)<-[of:OF_REGION]-(:Strategy)<-[set:SET_BY]-(priority:Priority)-[tag:DRAWS_ON]->(technology:Technology)
  WHERE technology IN technologies
  RETURN collect(DISTINCT priority) AS theirPriorities,
         collect(tag) + collect(DISTINCT set) + collect(DISTINCT of) AS theirFacts
}
RETURN myPriorities AS myPriorities_2, theirPriorities AS theirPriorities_2, myFacts + theirFacts AS chosen_2
} OPTIONAL CALL (n1, region_2, hops_2, technologies_2, relevance_2, here_2, there_2, chains_2, parts_2, score_2, path_2, via_2, chained_2, funds_2, financing_2, myPriorities_2, theirPriorities_2, chosen_2) {
WITH n1 AS this, region_2 AS region, hops_2 AS hops, technologies_2 AS technologies, relevance_2 AS relevance, here_2 AS here, there_2 AS there, chains_2 AS chains, parts_2 AS parts, score_2 AS score, path_2 AS path, via_2 AS via, chained_2 AS chained, funds_2 AS funds, financing_2 AS financing, myPriorities_2 AS myPriorities, theirPriorities_2 AS theirPriorities, chosen_2 AS chosen
UNWIND here AS one
MATCH (one)-[:SAME_TERRITORY]->(:Region)-[mine:TAKES_PART_IN]->(partnership:Partnership)
MATCH (there)-[:SAME_TERRITORY]->(:Region)-[theirs:TAKES_PART_IN]->(partnership)
WITH collect(DISTINCT partnership) AS alreadyTogetherIn, collect(DISTINCT mine) + collect(DISTINCT theirs) AS parts
RETURN alreadyTogetherIn AS alreadyTogetherIn_2, parts AS takesPart_2
} OPTIONAL CALL (n1, region_2, hops_2, technologies_2, relevance_2, here_2, there_2, chains_2, parts_2, score_2, path_2, via_2, chained_2, funds_2, financing_2, myPriorities_2, theirPriorities_2, chosen_2, alreadyTogetherIn_2, takesPart_2) {
WITH n1 AS this, region_2 AS region, hops_2 AS hops, technologies_2 AS technologies, relevance_2 AS relevance, here_2 AS here, there_2 AS there, chains_2 AS chains, parts_2 AS parts, score_2 AS score, path_2 AS path, via_2 AS via, chained_2 AS chained, funds_2 AS funds, financing_2 AS financing, myPriorities_2 AS myPriorities, theirPriorities_2 AS theirPriorities, chosen_2 AS chosen, alreadyTogetherIn_2 AS alreadyTogetherIn, takesPart_2 AS takesPart
CALL (path) {
  UNWIND path AS cluster
  MATCH (cluster)-[tag:ACTIVE_IN]->(:Technology)
  RETURN collect(tag) AS tags
}
CALL (via) {
  UNWIND via AS between
  MATCH (between)-[link:LINKED_TO]->(:Partnership)-[tag:WORKS_ON]->(:Technology)
  RETURN collect(DISTINCT link) + collect(DISTINCT tag) AS topics
}
UNWIND chosen + chained + tags + topics + takesPart + financing AS fact
WITH DISTINCT fact ORDER BY type(fact), startNode(fact).id, endNode(fact).id, coalesce(fact.key, '')
RETURN collect(fact) AS facts_2
} OPTIONAL CALL (n1, region_2, hops_2, technologies_2, relevance_2, here_2, there_2, chains_2, parts_2, score_2, path_2, via_2, chained_2, funds_2, financing_2, myPriorities_2, theirPriorities_2, chosen_2, alreadyTogetherIn_2, takesPart_2, facts_2) {
WITH n1 AS this, region_2 AS region, hops_2 AS hops, technologies_2 AS technologies, relevance_2 AS relevance, here_2 AS here, there_2 AS there, chains_2 AS chains, parts_2 AS parts, score_2 AS score, path_2 AS path, via_2 AS via, chained_2 AS chained, funds_2 AS funds, financing_2 AS financing, myPriorities_2 AS myPriorities, theirPriorities_2 AS theirPriorities, chosen_2 AS chosen, alreadyTogetherIn_2 AS alreadyTogetherIn, takesPart_2 AS takesPart, facts_2 AS facts
UNWIND facts AS fact
UNWIND coalesce(fact.sources, [])
  + CASE WHEN 'Region' IN labels(startNode(fact)) THEN [] ELSE coalesce(startNode(fact).sources, []) END AS id
WITH DISTINCT id
MATCH (source:Source {id: id})
RETURN collect(source) AS sources_2
} RETURN [COLLECT { UNWIND path_2 AS n3 RETURN [n3.id] AS row }, COLLECT { UNWIND via_2 AS n4 RETURN [n4.name] AS row }, COLLECT { UNWIND sources_2 AS n5 WITH n5 ORDER BY n5.id RETURN [n5.url] AS row }, COLLECT { UNWIND alreadyTogetherIn_2 AS n6 WITH n6 ORDER BY n6.id RETURN [n6.id] AS row }, COLLECT { UNWIND myPriorities_2 AS n7 WITH n7 ORDER BY n7.id RETURN [n7.name] AS row }] AS row }] AS row RETURN row;

// {"p0": "ITC4", "p1": null, "p2": 2, "p3": false, "p4": false, "p5": {"technologies": 2, "relevance": 2, "closeness": 1, "partnerships": 0}, "p6": 50}
