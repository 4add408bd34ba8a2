// Which technologies and sectors it names, and which the priorities of the regions it lies in want ...
MATCH (this)-[:LOCATED_IN]->(place:Region)
WITH this, place, COLLECT {
  MATCH (this)-[:ACTIVE_IN|WORKS_IN]->(field:Technology|Sector) RETURN field
} AS mine, COLLECT {
  MATCH (place)-[:WITHIN]->(around:Region)
  WHERE $national OR around.level > 0 OR EXISTS { (place)-[:SAME_TERRITORY]->(around) }
  MATCH (around)<-[:OF_REGION]-(:Strategy)<-[:SET_BY]-(:Priority)-[:DRAWS_ON|CONCERNS]->(field:Technology|Sector)
  RETURN DISTINCT field
} AS wanted
WHERE size(wanted) > 0
WITH this, place, mine, wanted, [field IN wanted WHERE NOT field IN mine] AS lacking, COLLECT {
  MATCH (place)-[:WITHIN]-(near:Region) RETURN near
} AS near, COLLECT {
  MATCH (this)-[:MEMBER_OF]->(:ClusterPartnership)<-[:MEMBER_OF]-(fellow:Cluster) RETURN DISTINCT fellow
} AS fellows
// ... which clusters elsewhere, that are no fellow members, name one of these ...
UNWIND mine + lacking AS field
MATCH (field)<-[:ACTIVE_IN|WORKS_IN]-(cluster:Cluster)
WHERE cluster <> this AND NOT cluster IN fellows
WITH this, place, mine, wanted, lacking, near, cluster, collect(DISTINCT field) AS brings
MATCH (cluster)-[:LOCATED_IN]->(region:Region)
WHERE NOT region IN near
WITH this, place, mine, wanted, lacking, region, collect({cluster: cluster, brings: brings}) AS found
// ... and which fields the priorities there want too.
WITH this, place, mine, wanted, lacking, region, found, COLLECT {
  MATCH (region)-[:WITHIN]->(around:Region)
  WHERE $national OR around.level > 0 OR EXISTS { (region)-[:SAME_TERRITORY]->(around) }
  MATCH (around)<-[:OF_REGION]-(:Strategy)<-[:SET_BY]-(:Priority)-[:DRAWS_ON|CONCERNS]->(field:Technology|Sector)
  RETURN DISTINCT field
} AS theirs
WITH this, place, mine, wanted, lacking, region, found, theirs, [field IN wanted WHERE field IN theirs] AS common
WHERE size(common) > 0
UNWIND found AS each
WITH this, place, mine, wanted, lacking, region, theirs, common, each.cluster AS cluster,
  [field IN each.brings WHERE field IN mine] AS same, [field IN each.brings WHERE field IN lacking] AS complementing
WITH *, COUNT { (cluster)-[:ACTIVE_IN|WORKS_IN]->() } AS named, COLLECT {
  MATCH p = ALL SHORTEST (this)-[:MEMBER_OF]-{1,$steps}(cluster) RETURN p
} AS chains
WITH cluster, place, region, same, complementing, common, chains, length(chains[0]) / 2 AS hops, [
  ['same', CASE WHEN size(mine) > 0 THEN round(1.0 * size(same) / (size(mine) + named - size(same)), 4) END,
    $weights.same],
  ['complement', round(1.0 * size(complementing) / nullIf(size(lacking), 0), 4), $weights.complement],
  ['priorities', round(1.0 * size(common) / (size(wanted) + size(theirs) - size(common)), 4), $weights.priorities],
  ['closeness', round(coalesce(2.0 / length(chains[0]), 0.0), 4), $weights.closeness]
] AS parts
RETURN cluster, region, same, complementing, common, hops, [place] AS here, region AS there, chains, parts,
       scored(parts) AS score
