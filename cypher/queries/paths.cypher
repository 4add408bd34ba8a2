// What may lie between is said inside the pattern, so that the search goes no other way. Nodes and relationships
// of a way make one text, by which ways of one length are ordered.
MATCH (here:$start {id: $from.id}), (there:$end {id: $to.id})
WHERE here <> there
MATCH p = SHORTEST $lengths GROUPS
  (here) ((one)-[:$types]-(next) WHERE $kinds IS NULL OR next = there OR labels(next)[0] IN $kinds){1,$steps} (there)
WITH nodes(p) AS nodes, relationships(p) AS relationships
WHERE all(node IN nodes WHERE single(same IN nodes WHERE same = node))
RETURN size(relationships) AS hops, nodes, relationships,
       reduce(way = '', node IN nodes | way + node.id + ' ')
       + reduce(way = '', node IN nodes | way + labels(node)[0] + ' ')
       + reduce(way = '', link IN relationships |
           way + type(link) + ' ' + startNode(link).id + ' ' + coalesce(link.key, '') + ' ') AS way
