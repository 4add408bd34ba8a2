// What it works on, who takes part now, and the regions around and inside these ...
WITH this, COLLECT {
  MATCH (this)-[:WORKS_ON]->(technology:Technology)
  WHERE $technologies IS NULL OR technology.id IN $technologies
  RETURN technology
} AS topics, COLLECT {
  MATCH (this)<-[part:TAKES_PART_IN]-(member:Region) WHERE current(part)
  RETURN DISTINCT member
} AS members
WHERE size(topics) > 0
WITH this, topics, members, COLLECT {
  UNWIND members AS member MATCH (member)-[:WITHIN]-(near:Region) RETURN DISTINCT near
} AS near, COLLECT {
  UNWIND members AS member MATCH (member)-[:SAME_TERRITORY]->(code:Region) RETURN {code: code, member: member}
} AS codes
// ... how many cluster hops away other regions are ...
WITH this, topics, members, near, codes, COLLECT {
  UNWIND members AS member
  MATCH (member)<-[:WITHIN]-(:Region)<-[:LOCATED_IN]-(cluster:Cluster)
  WITH DISTINCT cluster
  MATCH p = (cluster)-[:MEMBER_OF*1..$steps]-(other:Cluster)
  WHERE other <> cluster
  WITH cluster, other, min(length(p)) AS steps
  WITH other, min(steps) AS steps, collect([cluster, steps]) AS ways
  MATCH (other)-[:LOCATED_IN]->(place:Region)
  WITH place, collect({other: other, steps: steps, ways: ways}) AS ends
  MATCH (place)-[:WITHIN]->(region:Region)
  WHERE NOT region IN near
  UNWIND ends AS end
  WITH region, min(end.steps) AS steps, collect(end) AS ends
  RETURN {region: region, steps: steps, ends: [end IN ends WHERE end.steps = steps]}
} AS reached
// ... and which of them have priorities in its technologies.
UNWIND topics AS technology
MATCH (technology)<-[:DRAWS_ON]-(:Priority)-[:SET_BY]->(:Strategy)-[:OF_REGION]->(region:Region)
WHERE NOT region IN near
WITH this, topics, members, codes, reached, region, collect(DISTINCT technology) AS technologies
WITH this, topics, members, region, technologies, codes, [each IN reached WHERE each.region = region][0] AS reach,
  COLLECT {
    UNWIND members AS member
    WITH member, point.distance(region.point, member.point) / 1000 AS km WHERE km IS NOT NULL
    RETURN {member: member, km: km} ORDER BY km, member.id LIMIT 1
  }[0] AS nearest, COLLECT {
    UNWIND members AS member
    WITH avg(member.point.latitude) AS latitude, avg(member.point.longitude) AS longitude
    RETURN point.distance(region.point, point({latitude: latitude, longitude: longitude})) / 1000
  }[0] AS centroidKm, COLLECT {
    MATCH (region)-[:SAME_TERRITORY]->(:Region)-[mine:TAKES_PART_IN]->(other:Partnership)<-[theirs:TAKES_PART_IN]-(one:Region)
    WHERE other <> this AND current(mine) AND current(theirs) AND one IN [each IN codes | each.code]
    RETURN {partnership: other, member: [each IN codes WHERE each.code = one][0].member, links: [mine, theirs]}
  } AS met
WITH members, region, technologies, reach.steps / 2 AS hops, nearest.member AS nearest, nearest.km AS distanceKm, centroidKm,
  COLLECT { UNWIND met AS each RETURN DISTINCT each.partnership } AS sharedPartnerships,
  reduce(all = [], each IN met | all + each.links) AS meetings, COLLECT {
    UNWIND reach.ends AS end
    UNWIND [way IN end.ways WHERE way[1] = end.steps | way[0]] AS cluster
    WITH cluster, end.other AS other
    MATCH p = ALL SHORTEST (other)-[:MEMBER_OF]-{1,$steps}(cluster)
    RETURN p
  } AS chains, [
    ['technologies', round(1.0 * size(technologies) / size(topics), 4), $weights.technologies],
    ['closeness', CASE WHEN size(members) > 0 THEN round(coalesce(2.0 / reach.steps, 0.0), 4) END, $weights.closeness],
    ['nearness', round(500 / (500 + nearest.km), 4), $weights.nearness],
    ['partnerships', round(1.0 * COUNT { UNWIND met AS each RETURN DISTINCT each.member } / nullIf(size(members), 0), 4),
      $weights.partnerships]
  ] AS parts
RETURN region, technologies, hops, nearest, round(distanceKm) AS distanceKm, round(centroidKm) AS centroidKm,
       sharedPartnerships, meetings, members AS here, region AS there, chains, parts, scored(parts) AS score
