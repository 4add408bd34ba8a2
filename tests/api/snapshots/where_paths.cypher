// { paths(from: {kind: REGION, id: "ITC4"}, to: {kind: FUND, id: "ERDF"}, relationships: [COVERS], where: {relationships: {all: {confidence: {eq: READ}, type: {in: [COVERS]}}}, nodes: {count: {lt: 4}}}) { nodes { hops } } }

RETURN COLLECT { CALL () {
MATCH (here:Region {id: $p0.id}), (there:Fund {id: $p1.id})
WHERE here <> there
MATCH p = SHORTEST 1001
  (here) ((one)-[:COVERS]-(next) WHERE $p2 IS NULL OR next = there OR labels(next)[0] IN $p2){1,4} (there)
WITH collect(p) AS found, min(length(p)) AS least, max(length(p)) AS most
UNWIND found AS p
WITH p, found, least, most
WHERE size(found) < 1001 OR length(p) < most OR least = most
WITH DISTINCT nodes(p) AS nodes
WHERE all(node IN nodes WHERE single(same IN nodes WHERE same = node))
WITH nodes, COLLECT {
  UNWIND range(1, size(nodes) - 1) AS at
  WITH at, nodes[at - 1] AS one, nodes[at] AS next
  MATCH (one)-[link:COVERS]-(next)
  RETURN link ORDER BY at, type(link), startNode(link).id, coalesce(link.key, '')
} AS relationships
RETURN size(nodes) - 1 AS hops_1, nodes AS nodes_1, relationships AS relationships_1, reduce(ids = '', node IN nodes | ids + node.id + '\t')
       + reduce(kinds = '', node IN nodes | kinds + labels(node)[0]) AS way_1
} WITH hops_1, nodes_1, relationships_1, way_1 WHERE ((size(nodes_1) < $p5)) AND (all(n2 IN relationships_1 WHERE coalesce((type(n2) IN $p6) AND (n2.confidence = $p7), false))) WITH hops_1, nodes_1, relationships_1, way_1 ORDER BY hops_1, way_1 LIMIT $p8 RETURN [hops_1] AS row } AS row;

// {"p0": {"kind": "Region", "id": "ITC4"}, "p1": {"kind": "Fund", "id": "ERDF"}, "p2": null, "p3": ["COVERS"], "p4": 4, "p5": 4, "p6": ["COVERS"], "p7": "READ", "p8": 50}
