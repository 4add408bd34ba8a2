// The technologies of its own priorities that no facility here serves.
CALL (this) {
  MATCH (this)<-[:WITHIN]-(:Region)<-[:STANDS_IN]-(:Facility)-[:SERVES]->(served:Technology)
  RETURN collect(DISTINCT served) AS here
}
CALL (this, here) {
  MATCH (this)-[:SAME_TERRITORY]->(:Region)<-[:OF_REGION]-(:Strategy)<-[:SET_BY]-(:Priority)-[:DRAWS_ON]->(need:Technology)
  WHERE NOT need IN here AND ($technologies IS NULL OR need.id IN $technologies)
  RETURN collect(DISTINCT need) AS lacking
}
WITH this, lacking, COLLECT { MATCH (this)-[:WITHIN]->(:Region)<-[:STANDS_IN]-(facility) RETURN facility } AS maybeHere
WHERE size(lacking) > 0
// Who serves them elsewhere, as such and where clusters lead: a hop is two steps.
CALL (this, lacking) {
  UNWIND lacking AS need
  MATCH (need)<-[:SERVES]-(facility:Facility)-[:STANDS_IN]->(site:Region)
  RETURN facility, need, site, null AS steps, null AS ends
UNION ALL
  MATCH (this)<-[:WITHIN]-(:Region)<-[:LOCATED_IN]-(cluster:Cluster)
  MATCH p = (cluster)-[:MEMBER_OF*1..$steps]-(other:Cluster)
  WHERE other <> cluster
  WITH lacking, cluster, other, min(length(p)) AS steps
  WITH lacking, other, min(steps) AS steps, collect([cluster, steps]) AS ways
  MATCH (other)-[:LOCATED_IN]->(:Region)-[:WITHIN]->(site:Region)
  WITH lacking, site, min(steps) AS steps, collect({other: other, steps: steps, ways: ways}) AS ends
  MATCH (site)<-[:STANDS_IN]-(facility:Facility)-[:SERVES]->(need:Technology)
  WHERE need IN lacking
  RETURN facility, need, site, steps, [end IN ends WHERE end.steps = steps] AS ends
}
WITH this, maybeHere, facility, site, collect(DISTINCT need) AS technologies, min(steps) AS steps, head(collect(ends)) AS ends
WHERE NOT facility IN maybeHere
  AND ($trl IS NULL OR (facility.trlFrom <= $trl AND $trl <= facility.trlTo))
WITH facility, site, technologies, steps, ends,
     round(point.distance(this.point, coalesce(facility.point, site.point)) / 1000) AS distanceKm
WHERE $withinKm IS NULL OR distanceKm <= $withinKm
// Of several sites the nearest, by hops and then by distance; null sorts last.
WITH facility, site, technologies, steps, ends, distanceKm ORDER BY steps, distanceKm, site.id
WITH facility,
     head(collect({site: site, technologies: technologies, steps: steps, ends: ends, km: distanceKm})) AS nearest
RETURN facility, nearest.site AS region, nearest.technologies AS technologies, nearest.steps / 2 AS hops,
       nearest.km AS distanceKm, facility.trlFrom AS trlFrom, facility.trlTo AS trlTo, nearest.ends AS ends
