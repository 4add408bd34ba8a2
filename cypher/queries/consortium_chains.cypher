// For each two that are connected the first by ids of the shortest chains.
CALL (links) {
  UNWIND [link IN links WHERE link.steps IS NOT NULL] AS link
  CALL (link) {
    WITH link.region AS here, link.other AS there, link.steps AS steps
    WITH here, steps, COLLECT {
      MATCH (there)<-[:WITHIN]-(:Region)<-[:LOCATED_IN]-(cluster:Cluster) RETURN cluster
    } AS theirs
    MATCH (here)<-[:WITHIN]-(:Region)<-[:LOCATED_IN]-(cluster:Cluster)
    MATCH p = (cluster)-[:MEMBER_OF*1..$steps]-(other:Cluster)
    WHERE other <> cluster
    WITH theirs, steps, cluster, other, min(length(p)) AS least
    WHERE least = steps AND other IN theirs
    MATCH q = ALL SHORTEST (cluster)-[:MEMBER_OF]-{1,$steps}(other)
    WITH nodes(q) AS nodes, [node IN nodes(q) | node.id] AS ids
    RETURN nodes ORDER BY ids LIMIT 1
  }
  RETURN collect(nodes) AS chains
}
WITH chains, COLLECT {
  UNWIND chains AS nodes
  UNWIND range(1, size(nodes) - 1) AS at
  WITH nodes[at - 1] AS one, nodes[at] AS next
  MATCH (one)-[membership:MEMBER_OF]-(next)
  RETURN membership
} + COLLECT {
  UNWIND chains AS nodes
  UNWIND [nodes[0], nodes[-1]] AS end
  MATCH (end)-[place:LOCATED_IN]->(:Region)
  RETURN place
} AS chained, COLLECT {
  UNWIND chains AS nodes UNWIND nodes AS node WITH node WHERE node:Cluster RETURN DISTINCT node
} AS clusters, COLLECT {
  UNWIND chains AS nodes UNWIND nodes AS node WITH node WHERE node:ClusterPartnership RETURN DISTINCT node
} AS via
RETURN clusters, via, chained
