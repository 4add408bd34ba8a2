// Of the shortest chains, one between the clusters that come first by id. One search for each cluster there finds
// how far it is to every cluster here; a search for each pair would go through the whole network where there is no way.
WITH this, region, COLLECT { MATCH (this)<-[:WITHIN]-(:Region)<-[:LOCATED_IN]-(here:Cluster) RETURN here } AS clusters
MATCH (region)<-[:WITHIN]-(:Region)<-[:LOCATED_IN]-(theirs:Cluster)
MATCH q = (theirs)-[:MEMBER_OF*1..$steps]-(mine:Cluster)
WHERE mine <> theirs
WITH clusters, mine, theirs, min(length(q)) AS steps
WHERE mine IN clusters
WITH mine, theirs, steps ORDER BY steps, mine.id, theirs.id LIMIT 1
MATCH p = shortestPath((mine)-[:MEMBER_OF*1..$steps]-(theirs))
RETURN [n IN nodes(p) WHERE n:Cluster] AS path, [n IN nodes(p) WHERE n:ClusterPartnership] AS via,
       relationships(p) AS memberships
