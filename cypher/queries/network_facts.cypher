// What links the regions, by any code of the places they take part by, and where facilities stand.
WITH standing, COLLECT {
  UNWIND places AS id
  MATCH (:Region {id: id})-[:SAME_TERRITORY]->(code:Region)
  RETURN DISTINCT code
} AS codes
WITH standing, CASE WHEN $over IN ['PARTNERSHIPS', 'BOTH'] THEN COLLECT {
    UNWIND codes AS code
    MATCH (code)-[link:TAKES_PART_IN]->(group:Partnership)
    WHERE current(link) AND ($platform IS NULL OR EXISTS { (group)-[:ON_PLATFORM|PILOT_OF]->(:Platform {id: $platform}) })
    RETURN link ORDER BY code.id, group.id, link.key
  } ELSE [] END AS memberships,
  CASE WHEN $over IN ['CLUSTER_PARTNERSHIPS', 'BOTH'] THEN COLLECT {
    UNWIND codes AS code
    MATCH (code)<-[place:LOCATED_IN]-(cluster:Cluster)-[link:MEMBER_OF]->(group:ClusterPartnership)
    WHERE current(link) AND ($platform IS NULL
      OR EXISTS { (group)-[:LINKED_TO]->(:Partnership)-[:ON_PLATFORM|PILOT_OF]->(:Platform {id: $platform}) })
    WITH place, link, cluster, group ORDER BY cluster.id, group.id, link.key
    UNWIND [place, link] AS fact
    RETURN DISTINCT fact
  } ELSE [] END AS alliances
RETURN memberships + alliances + standing AS facts
