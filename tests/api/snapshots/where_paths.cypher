// { paths(from: {kind: REGION, id: "ITC4"}, to: {kind: FUND, id: "ERDF"}, relationships: [COVERS], where: {relationships: {all: {confidence: {eq: READ}, type: {in: [COVERS]}}}, nodes: {count: {lt: 4}}}) { nodes { hops } } }

RETURN [COLLECT { CALL () {
MATCH (here:Region {id: $p0.id}), (there:Fund {id: $p1.id})
WHERE here <> there
MATCH p = SHORTEST 2 GROUPS
  (here) ((one)-[:COVERS]-(next) WHERE $p2 IS NULL OR next = there OR labels(next)[0] IN $p2){1,4} (there)
WITH nodes(p) AS nodes, relationships(p) AS relationships
WHERE all(node IN nodes WHERE single(same IN nodes WHERE same = node))
RETURN size(relationships) AS hops_1, nodes AS nodes_1, relationships AS relationships_1, reduce(text = '', node IN nodes | text + node.id + '\t') + reduce(text = '', node IN nodes | text + labels(node)[0])
       + reduce(text = '', link IN relationships |
           text + '\t' + type(link) + '\t' + startNode(link).id + '\t' + coalesce(link.key, '')) AS way_1
} WITH hops_1, nodes_1, relationships_1, way_1 WHERE ((size(nodes_1) < $p6)) AND (all(n2 IN relationships_1 WHERE coalesce((type(n2) IN $p7) AND (n2.confidence = $p8), false))) WITH hops_1, nodes_1, relationships_1, way_1 ORDER BY hops_1, way_1 LIMIT $p9 RETURN [[hops_1]] }, null] AS answer;

// {"p0": {"kind": "Region", "id": "ITC4"}, "p1": {"kind": "Fund", "id": "ERDF"}, "p2": null, "p3": ["COVERS"], "p4": 4, "p5": 2, "p6": 4, "p7": ["COVERS"], "p8": "READ", "p9": 50}
