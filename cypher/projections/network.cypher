// Which codes are one territory: it is the region of the first of them. What it lies in ...
MATCH (region:Region)
RETURN null AS over, COLLECT { MATCH (region)-[:SAME_TERRITORY]->(code:Region) RETURN min(code.id) }[0] AS region,
       region.id AS place, null AS id, null AS leads,
       COLLECT { MATCH (region)-[:WITHIN]->(around:Region) RETURN around.id } AS of
UNION
// ... and who meets whom now, on which platforms: regions that take part in something themselves ...
MATCH (region:Region)-[link:TAKES_PART_IN]->(group:Partnership)
WHERE current(link)
RETURN 'PARTNERSHIPS' AS over, region.id AS region, region.id AS place, group.id AS id,
       coalesce(link.role CONTAINS 'lead', false) AS leads,
       COLLECT { MATCH (group)-[:ON_PLATFORM|PILOT_OF]->(platform:Platform) RETURN platform.id } AS of
UNION
// ... or by a cluster, which counts for the smallest region around it that does, countries aside, or for one of NUTS 2.
MATCH (place:Region)
WHERE EXISTS { (place)<-[:LOCATED_IN]-(:Cluster) }
WITH place, COLLECT {
  MATCH (place)-[:WITHIN]->(around:Region)
  WHERE NOT EXISTS { (around)-[:SAME_TERRITORY]->(:Region {level: 0}) } AND EXISTS {
    MATCH (around)-[:SAME_TERRITORY]->(:Region)-[link:TAKES_PART_IN]->(:Partnership) WHERE current(link)
  }
  RETURN around.id ORDER BY around.level DESC, around.id
}[0] AS taking, COLLECT { MATCH (place)-[:WITHIN]->(around:Region {level: 2}) RETURN around.id ORDER BY around.id }[0] AS basic
MATCH (place)<-[:LOCATED_IN]-(:Cluster)-[link:MEMBER_OF]->(group:ClusterPartnership)
WHERE current(link)
RETURN 'CLUSTER_PARTNERSHIPS' AS over, coalesce(taking, basic, place.id) AS region, place.id AS place, group.id AS id,
       false AS leads,
       COLLECT { MATCH (group)-[:LINKED_TO]->(:Partnership)-[:ON_PLATFORM|PILOT_OF]->(platform:Platform) RETURN DISTINCT platform.id } AS of
