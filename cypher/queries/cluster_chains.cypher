// The clusters on both sides that are nearest to each other ...
MATCH (there:Region {id: $to})
WHERE NOT EXISTS { (this)-[:WITHIN]-(there) }
WITH this, COLLECT {
  MATCH (there)<-[:WITHIN]-(:Region)<-[:LOCATED_IN]-(cluster:Cluster) RETURN cluster
} AS theirs
MATCH (this)<-[:WITHIN]-(:Region)<-[:LOCATED_IN]-(cluster:Cluster)
MATCH p = (cluster)-[:MEMBER_OF*1..$steps]-(other:Cluster)
WHERE other <> cluster
WITH theirs, cluster, other, min(length(p)) AS steps
WHERE other IN theirs
WITH min(steps) AS least, collect([cluster, other, steps]) AS ends
UNWIND [end IN ends WHERE end[2] = least] AS end
WITH end[0] AS cluster, end[1] AS other
// ... and every way between these; two roles of one member are one way.
MATCH p = ALL SHORTEST (cluster)-[:MEMBER_OF]-{1,$steps}(other)
WITH nodes(p) AS nodes, collect(p) AS chains
RETURN size(nodes) / 2 AS hops, chains, reduce(ids = '', node IN nodes | ids + node.id + '\t') AS way
