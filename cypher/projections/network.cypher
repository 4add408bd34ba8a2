// Which codes are one territory: it is the region of the first of them ...
MATCH (region:Region)
RETURN null AS over, COLLECT { MATCH (region)-[:SAME_TERRITORY]->(code:Region) RETURN min(code.id) }[0] AS region,
       region.id AS id, null AS leads, null AS platforms
UNION
// ... and who meets whom now: regions that take part in something, themselves or by a cluster located there.
MATCH (region:Region)-[link:TAKES_PART_IN]->(group:Partnership)
WHERE link.to IS NULL
RETURN 'PARTNERSHIPS' AS over, region.id AS region, group.id AS id, coalesce(link.role CONTAINS 'lead', false) AS leads,
       COLLECT { MATCH (group)-[:ON_PLATFORM|PILOT_OF]->(platform:Platform) RETURN platform.id } AS platforms
UNION
MATCH (region:Region)<-[:LOCATED_IN]-(:Cluster)-[link:MEMBER_OF]->(group:ClusterPartnership)
WHERE link.to IS NULL
RETURN 'CLUSTER_PARTNERSHIPS' AS over, region.id AS region, group.id AS id, false AS leads,
       COLLECT { MATCH (group)-[:LINKED_TO]->(:Partnership)-[:ON_PLATFORM|PILOT_OF]->(platform:Platform) RETURN DISTINCT platform.id } AS platforms
