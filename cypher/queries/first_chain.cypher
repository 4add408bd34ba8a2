// The first by the ids along it, if there is any; who is a member in several roles has as many memberships.
WITH COLLECT {
  UNWIND chains AS chain
  WITH nodes(chain) AS nodes, [node IN nodes(chain) | node.id] AS ids
  RETURN nodes ORDER BY ids LIMIT 1
} AS first
WITH coalesce(first[0], []) AS nodes
WITH nodes, COLLECT {
  UNWIND range(1, size(nodes) - 1) AS at
  WITH nodes[at - 1] AS one, nodes[at] AS next
  MATCH (one)-[membership:MEMBER_OF]-(next)
  RETURN membership
} + COLLECT {
  UNWIND [nodes[0], nodes[-1]] AS end
  MATCH (end)-[place:LOCATED_IN]->(:Region)
  RETURN place
} AS chained
RETURN [n IN nodes WHERE n:Cluster] AS path, [n IN nodes WHERE n:ClusterPartnership] AS via, chained
