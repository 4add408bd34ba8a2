// { paths(from: {kind: REGION, id: "ITC4"}, to: {kind: FUND, id: "ERDF"}) { nodes { hops } } }

RETURN [COLLECT { CALL () {
MATCH (here:Region {id: $p0.id}), (there:Fund {id: $p1.id})
WHERE here <> there
MATCH p = SHORTEST 2 GROUPS
  (here) ((one)-[:PART_OF_SECTOR|PART_OF_FIELD|OF_REGION|SET_BY|DRAWS_ON|CONCERNS|RESTS_ON|SERVES_TOPIC|LOCATED_IN|MEMBER_OF|ACTIVE_IN|WORKS_IN|RUN_UNDER|LINKED_TO|HELD_IN|ORGANISED_BY|HAD_SPEAKER|HAD_EXHIBITOR|HAD_PARTICIPANT|LAUNCHED|DISCUSSED|MADE_BY|SPEAKS_OF|OPERATED_BY|ISSUED_BY|CALL_OF|SELECTED|BASED_IN|STANDS_IN|RUN_BY|SERVES|PART_OF_FUND|MANAGED_BY|ELIGIBLE_FOR|FUNDED_BY|COVERS|COUNTS_FOR|PART_OF_PLATFORM|HOSTED_BY|SUPPORTED_BY|MEMBER_OF_PLATFORM|ABOUT_TOPIC|ON_PLATFORM|PILOT_OF|WORKS_ON|TREATS|TAKES_PART_IN|PROJECT_OF|INVOLVES|APPLIES|FINANCED_UNDER|FINANCED_BY|COUNTED_UNDER|CARRIED_OUT_BY|HOLDS_POSITION_AT|PART_OF|SUCCEEDED_BY|ABOUT]-(next) WHERE $p2 IS NULL OR next = there OR labels(next)[0] IN $p2){1,4} (there)
WITH nodes(p) AS nodes, relationships(p) AS relationships
WHERE all(node IN nodes WHERE single(same IN nodes WHERE same = node))
RETURN size(relationships) AS hops_1, nodes AS nodes_1, relationships AS relationships_1, reduce(text = '', node IN nodes | text + node.id + '\t') + reduce(text = '', node IN nodes | text + labels(node)[0])
       + reduce(text = '', link IN relationships |
           text + '\t' + type(link) + '\t' + startNode(link).id + '\t' + coalesce(link.key, '')) AS way_1
} WITH hops_1, nodes_1, relationships_1, way_1 ORDER BY hops_1, way_1 LIMIT $p6 RETURN [[hops_1]] }, null] AS answer;

// {"p0": {"kind": "Region", "id": "ITC4"}, "p1": {"kind": "Fund", "id": "ERDF"}, "p2": null, "p3": null, "p4": 4, "p5": 2, "p6": 50}
