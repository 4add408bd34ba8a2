// The shortest chain that begins and ends at the clusters first by id.
MATCH (this)<-[:WITHIN]-(:Region)<-[:LOCATED_IN]-(mine:Cluster)
MATCH (region)<-[:WITHIN]-(:Region)<-[:LOCATED_IN]-(theirs:Cluster)
WHERE mine <> theirs
MATCH p = shortestPath((mine)-[:MEMBER_OF*1..12]-(theirs))
WITH p ORDER BY length(p), mine.id, theirs.id LIMIT 1
RETURN [n IN nodes(p) WHERE n:Cluster] AS path, [n IN nodes(p) WHERE n:ClusterPartnership] AS via,
       relationships(p) AS memberships
