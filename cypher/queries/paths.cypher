// What may lie between is said inside the pattern, so that the search goes no other way. Ways of one length are
// ordered by the ids along them, then by whatever else tells two of them apart.
MATCH (here:$start {id: $from.id}), (there:$end {id: $to.id})
WHERE here <> there
MATCH p = SHORTEST $lengths GROUPS
  (here) ((one)-[:$types]-(next) WHERE $kinds IS NULL OR next = there OR labels(next)[0] IN $kinds){1,$steps} (there)
WITH nodes(p) AS nodes, relationships(p) AS relationships
WHERE all(node IN nodes WHERE single(same IN nodes WHERE same = node))
RETURN size(relationships) AS hops, nodes, relationships,
       reduce(text = '', node IN nodes | text + node.id + '\t') + reduce(text = '', node IN nodes | text + labels(node)[0])
       + reduce(text = '', link IN relationships |
           text + '\t' + type(link) + '\t' + startNode(link).id + '\t' + coalesce(link.key, '')) AS way
