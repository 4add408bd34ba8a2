// The regions there are, what all of them draw on, what they are together in now, and what funds cover them all ...
MATCH (given:Region) WHERE given.id IN $regions
WITH collect(given) AS given
WHERE size(given) = size($regions) AND $size - size(given) IN [1, 2]
WITH given, COLLECT {
  UNWIND given AS one
  MATCH (one)-[:SAME_TERRITORY]->(:Region)<-[:OF_REGION]-(:Strategy)<-[:SET_BY]-(:Priority)-[:DRAWS_ON]->(technology:Technology)
  WHERE $technologies IS NULL OR technology.id IN $technologies
  WITH technology, count(DISTINCT one) AS many
  RETURN {technology: technology, common: many = size(given)}
} AS drawn, COLLECT {
  UNWIND given AS one
  MATCH (one)-[:SAME_TERRITORY]->(:Region)-[part:TAKES_PART_IN]->(partnership:Partnership) WHERE current(part)
  WITH partnership, count(DISTINCT one) AS many
  WHERE many = size(given)
  RETURN partnership
} AS joint, COLLECT {
  UNWIND given AS one
  RETURN COLLECT { MATCH (one)-[:WITHIN]->(:Region)<-[:COVERS]-(:Programme)-[:FUNDED_BY]->(fund:Fund) RETURN DISTINCT fund }
} AS covering, COLLECT {
  UNWIND given AS one
  MATCH (one)-[:WITHIN]-(near:Region)
  RETURN DISTINCT near
} AS near
WITH given, joint, covering, near, [each IN drawn | each.technology] AS either,
  [each IN drawn WHERE each.common | each.technology] AS common
WHERE size(common) > 0
// ... the regions that clusters of every one of them lead to ...
UNWIND given AS one
MATCH (one)<-[:WITHIN]-(:Region)<-[:LOCATED_IN]-(cluster:Cluster)
MATCH p = (cluster)-[:MEMBER_OF*1..$steps]-(other:Cluster)
WHERE other <> cluster
WITH given, joint, covering, near, either, common, one, cluster, other, min(length(p)) AS steps
WITH given, joint, covering, near, either, common, one, other, min(steps) AS steps
MATCH (other)-[:LOCATED_IN]->(:Region)-[:WITHIN]->(region:Region)
WHERE NOT region IN near
WITH given, joint, covering, either, common, one, region, min(steps) AS steps
WITH given, joint, covering, either, common, region, collect({other: one, steps: steps}) AS links
WHERE size(links) = size(given)
// ... and whose own strategies draw on a technology that all have, but are not together with all of them yet.
MATCH (region)<-[:OF_REGION]-(:Strategy)<-[:SET_BY]-(:Priority)-[:DRAWS_ON]->(technology:Technology)
WHERE $technologies IS NULL OR technology.id IN $technologies
WITH given, joint, covering, either, common, region, links, collect(DISTINCT technology) AS theirs
WHERE any(technology IN theirs WHERE technology IN common)
  AND NOT EXISTS {
    MATCH (region)-[:SAME_TERRITORY]->(:Region)-[part:TAKES_PART_IN]->(partnership:Partnership)
    WHERE current(part) AND partnership IN joint
  }
WITH given, covering, either, common, region, links, theirs,
  size([technology IN theirs WHERE technology IN common]) AS shared
ORDER BY 1.0 * shared / (size(theirs) + size(either) - size([technology IN theirs WHERE technology IN either])) DESC,
  reduce(sum = 0, link IN links | sum + link.steps), region.id
WITH given, covering, either, common, collect({region: region, theirs: theirs, links: links, covering: COLLECT {
  MATCH (region)-[:WITHIN]->(:Region)<-[:COVERS]-(:Programme)-[:FUNDED_BY]->(fund:Fund) RETURN DISTINCT fund
}}) AS thirds
// One of them, or two of the best twenty: these are looked at by how near they are to each other, too.
WITH given, covering, either, common, thirds, CASE WHEN $size - size(given) = 2 THEN thirds[..20] ELSE [] END AS best
WITH given, covering, either, common, thirds, best, [each IN best | each.region] AS spots
WITH given, covering, either, common, thirds, best, COLLECT {
  UNWIND spots AS one
  MATCH (one)<-[:WITHIN]-(:Region)<-[:LOCATED_IN]-(cluster:Cluster)
  MATCH p = (cluster)-[:MEMBER_OF*1..$steps]-(other:Cluster)
  WHERE other <> cluster
  WITH one, other, min(length(p)) AS steps
  MATCH (other)-[:LOCATED_IN]->(:Region)-[:WITHIN]->(region:Region)
  WHERE region IN spots
  WITH one, region, min(steps) AS steps
  RETURN {region: region, other: one, steps: steps}
} AS between
WITH given, covering, either, common, between, CASE WHEN best = [] THEN [third IN thirds | [third]] ELSE COLLECT {
  UNWIND range(0, size(best) - 2) AS at
  UNWIND best[at + 1..] AS later
  WITH best[at] AS first, later, best[at].region AS one, later.region AS other
  WHERE NOT EXISTS { (one)-[:WITHIN]-(other) }
  RETURN [first, later]
} END AS sets
UNWIND sets AS added
WITH given, [each IN added | each.region] AS regions, covering + [each IN added | each.covering] AS covering,
  [technology IN common WHERE all(each IN added WHERE technology IN each.theirs)] AS technologies,
  reduce(all = either, each IN added | all + [one IN each.theirs WHERE NOT one IN all]) AS either,
  reduce(all = [], each IN added | all + [link IN each.links | link {.*, region: each.region}])
    + CASE WHEN size(added) = 2 THEN [coalesce(
      [link IN between WHERE link.region = added[0].region AND link.other = added[1].region][0],
      {region: added[0].region, other: added[1].region, steps: null}
    )] ELSE [] END AS links
WHERE size(technologies) > 0
WITH given, regions, technologies, either, links, all(each IN covering WHERE size(each) > 0) AS known,
  [fund IN covering[0] WHERE all(each IN covering WHERE fund IN each)] AS funds
WITH given, regions, technologies, links, funds, CASE WHEN known THEN size(funds) > 0 END AS funded, [
  ['technologies', round(1.0 * size(technologies) / size(either), 4), $weights.technologies],
  ['closeness', round(reduce(sum = 0.0, link IN links | sum + coalesce(2.0 / link.steps, 0.0)) / size(links), 4),
    $weights.closeness],
  ['funds', CASE WHEN NOT known THEN null WHEN size(funds) > 0 THEN 1.0 ELSE 0.0 END, $weights.funds]
] AS parts
RETURN regions, technologies, funds, funded, [link IN links | [link.region.id, link.other.id, link.steps / 2]] AS pairs,
       given, links, parts, scored(parts) AS score, reduce(ids = '', region IN regions | ids + region.id + '\t') AS way
