// { event(id: "x") { launched { nodes { __typename id ... on Tool { url } ... on Publication { series } } } } }

MATCH (n1:Event {id: $p0}) RETURN [COLLECT { MATCH (n1)-[n3:LAUNCHED]->(n2) WITH n2, n3 ORDER BY n2.id, labels(n2)[0] LIMIT $p1 RETURN [labels(n2)[0], CASE labels(n2)[0] WHEN 'Publication' THEN [n2.id, n2.series] WHEN 'Tool' THEN [n2.id, n2.url] ELSE [n2.id] END] AS row }] AS row;

// {"p0": "x", "p1": 50}
