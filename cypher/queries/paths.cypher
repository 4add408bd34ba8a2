// What may lie between is said inside the pattern, so that the search goes no other way. It ends when it has enough;
// then there may be more of the last length, and none of it is given, unless it is the only one.
MATCH (here:$start {id: $from.id}), (there:$end {id: $to.id})
WHERE here <> there
MATCH p = SHORTEST $enough
  (here) ((one)-[:$types]-(next) WHERE $kinds IS NULL OR next = there OR labels(next)[0] IN $kinds){1,$steps} (there)
WITH collect(p) AS found, min(length(p)) AS least, max(length(p)) AS most
UNWIND found AS p
WITH p, found, least, most
WHERE size(found) < $enough OR length(p) < most OR least = most
// Where several relationships lead from one node to the next, it finds as many ways, which are one here.
WITH DISTINCT nodes(p) AS nodes
WHERE all(node IN nodes WHERE single(same IN nodes WHERE same = node))
WITH nodes, COLLECT {
  UNWIND range(1, size(nodes) - 1) AS at
  WITH at, nodes[at - 1] AS one, nodes[at] AS next
  MATCH (one)-[link:$types]-(next)
  RETURN link ORDER BY at, type(link), startNode(link).id, coalesce(link.key, '')
} AS relationships
RETURN size(nodes) - 1 AS hops, nodes, relationships,
       reduce(ids = '', node IN nodes | ids + node.id + '\t')
       + reduce(kinds = '', node IN nodes | kinds + labels(node)[0]) AS way
