// { claim(id: "x") { about { __typename ... on Fund { periods } } } }

MATCH (n1:Claim {id: $p0}) RETURN [COLLECT { MATCH (n1)-[n3:ABOUT]->(n2) WITH n2, n3 ORDER BY n2.id, labels(n2)[0] LIMIT 1 RETURN [labels(n2)[0], CASE labels(n2)[0] WHEN 'Fund' THEN [coalesce(n2.periods, [])] ELSE [] END] AS row }[0]] AS row;

// {"p0": "x"}
