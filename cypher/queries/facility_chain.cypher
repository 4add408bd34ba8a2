// Of the shortest chains between the clusters that are nearest to each other, the first by the ids along it.
CALL (ends) {
  UNWIND ends AS end
  UNWIND [way IN end.ways WHERE way[1] = end.steps | way[0]] AS cluster
  WITH cluster, end.other AS other
  MATCH p = ALL SHORTEST (cluster)-[:MEMBER_OF]-{1,$steps}(other)
  WITH p, [node IN nodes(p) | node.id] AS ids, [link IN relationships(p) | coalesce(link.key, '')] AS keys
  RETURN p ORDER BY ids, keys LIMIT 1
}
RETURN [n IN nodes(p) WHERE n:Cluster] AS path, [n IN nodes(p) WHERE n:ClusterPartnership] AS via,
       relationships(p) AS memberships
