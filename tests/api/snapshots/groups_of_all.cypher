// { claimGroups { nodes { number { count countDistinct sum avg min max } } } }

RETURN COLLECT { MATCH (n1:Claim) WITH n1 WITH count(n1) AS n2, count(n1.number) AS n3, count(DISTINCT n1.number) AS n4, CASE WHEN count(n1.number) > 0 THEN toFloat(sum(n1.number)) END AS n5, CASE WHEN count(n1.number) > 0 THEN toFloat(sum(n1.number)) / count(n1.number) END AS n6, min(n1.number) AS n7, max(n1.number) AS n8 WITH n2, n3, n4, n5, n6, n7, n8 ORDER BY n2 LIMIT $p0 RETURN [[n3, n4, n5, n6, n7, n8]] AS row } AS row;

// {"p0": 50}
