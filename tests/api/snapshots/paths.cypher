// query($after: String) { paths(from: {kind: REGION, id: "ITC4"}, to: {kind: FUND, id: "ERDF"}, kinds: [CLUSTER, PROGRAMME], relationships: [LOCATED_IN, FUNDED_BY], maxHops: 6, first: 3, after: $after) { totalCount nodes { hops nodes { __typename id ... on Cluster { clusterPartnerships { totalCount } } } relationships { type role startNode { id ... on Region { level } } sources { url } } } } }
// {"after": "WzI5MzgxNjU4NDMsMiwiSVRDNFx0Il0"}

RETURN COUNT { CALL () {
MATCH (here:Region {id: $p0.id}), (there:Fund {id: $p1.id})
WHERE here <> there
MATCH p = SHORTEST 1001
  (here) ((one)-[:LOCATED_IN|FUNDED_BY]-(next) WHERE $p2 IS NULL OR next = there OR labels(next)[0] IN $p2){1,6} (there)
WITH collect(p) AS found, min(length(p)) AS least, max(length(p)) AS most
UNWIND found AS p
WITH p, found, least, most
WHERE size(found) < 1001 OR length(p) < most OR least = most
WITH DISTINCT nodes(p) AS nodes
WHERE all(node IN nodes WHERE single(same IN nodes WHERE same = node))
WITH nodes, COLLECT {
  UNWIND range(1, size(nodes) - 1) AS at
  WITH at, nodes[at - 1] AS one, nodes[at] AS next
  MATCH (one)-[link:LOCATED_IN|FUNDED_BY]-(next)
  RETURN link ORDER BY at, type(link), startNode(link).id, coalesce(link.key, '')
} AS relationships
RETURN size(nodes) - 1 AS hops_1, nodes AS nodes_1, relationships AS relationships_1, reduce(ids = '', node IN nodes | ids + node.id + '\t')
       + reduce(kinds = '', node IN nodes | kinds + labels(node)[0]) AS way_1
} RETURN hops_1 } AS row UNION ALL CALL () {
MATCH (here:Region {id: $p0.id}), (there:Fund {id: $p1.id})
WHERE here <> there
MATCH p = SHORTEST 1001
  (here) ((one)-[:LOCATED_IN|FUNDED_BY]-(next) WHERE $p2 IS NULL OR next = there OR labels(next)[0] IN $p2){1,6} (there)
WITH collect(p) AS found, min(length(p)) AS least, max(length(p)) AS most
UNWIND found AS p
WITH p, found, least, most
WHERE size(found) < 1001 OR length(p) < most OR least = most
WITH DISTINCT nodes(p) AS nodes
WHERE all(node IN nodes WHERE single(same IN nodes WHERE same = node))
WITH nodes, COLLECT {
  UNWIND range(1, size(nodes) - 1) AS at
  WITH at, nodes[at - 1] AS one, nodes[at] AS next
  MATCH (one)-[link:LOCATED_IN|FUNDED_BY]-(next)
  RETURN link ORDER BY at, type(link), startNode(link).id, coalesce(link.key, '')
} AS relationships
RETURN size(nodes) - 1 AS hops_1, nodes AS nodes_1, relationships AS relationships_1, reduce(ids = '', node IN nodes | ids + node.id + '\t')
       + reduce(kinds = '', node IN nodes | kinds + labels(node)[0]) AS way_1
} WITH hops_1, nodes_1, relationships_1, way_1 WHERE (hops_1 > $p6 OR (hops_1 = $p6 AND (way_1 > $p5))) WITH hops_1, nodes_1, relationships_1, way_1 ORDER BY hops_1, way_1 LIMIT $p7 RETURN [hops_1, COLLECT { UNWIND nodes_1 AS n2 RETURN [labels(n2)[0], CASE labels(n2)[0] WHEN 'Cluster' THEN [n2.id, COUNT { MATCH (n2)-[n4:MEMBER_OF]->(n3:ClusterPartnership) RETURN n3 }] ELSE [n2.id] END] AS row }, COLLECT { UNWIND relationships_1 AS n5 RETURN [type(n5), n5.role, COLLECT { WITH startNode(n5) AS n6 RETURN [labels(n6)[0], CASE labels(n6)[0] WHEN 'Region' THEN [n6.id, n6.level] ELSE [n6.id] END] AS row }[0], COLLECT { MATCH (n7:Source) WHERE n7.id IN n5.sources WITH n7 ORDER BY n7.id RETURN [n7.url] AS row }] AS row }] AS row;

// {"p0": {"kind": "Region", "id": "ITC4"}, "p1": {"kind": "Fund", "id": "ERDF"}, "p2": ["Cluster", "Programme"], "p3": ["LOCATED_IN", "FUNDED_BY"], "p4": 6, "p5": "ITC4\t", "p6": 2, "p7": 3}
