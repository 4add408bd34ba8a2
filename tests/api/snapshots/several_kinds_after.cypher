// query($after: String) { event(id: "x") { launched(after: $after) { nodes { id } } } }
// {"after": "WzEwMDYwOTQ4NTAsImVjY3AtcGFydG5lcmluZy10b29sIiwiVG9vbCJd"}

MATCH (n1:Event {id: $p0}) RETURN [COLLECT { MATCH (n1)-[n3:LAUNCHED]->(n2) WITH n2, n3 WHERE (n2.id > $p2 OR (n2.id = $p2 AND (labels(n2)[0] > $p1))) WITH n2, n3 ORDER BY n2.id, labels(n2)[0] LIMIT $p3 RETURN [labels(n2)[0], [n2.id]] AS row }] AS row;

// {"p0": "x", "p1": "Tool", "p2": "eccp-partnering-tool", "p3": 50}
