// { clusterGroups(by: [{region: {country: EACH}}], having: {clusterPartnerships: {count: {gt: 1}}}, orderBy: [{region: {name: {min: ASC}}}]) { nodes { region { country { value } level { avg } } } } }

MATCH (n1:Cluster) OPTIONAL MATCH (n1)-[n4:LOCATED_IN]->(n3:Region) WITH DISTINCT n1, n3.country AS n5 WITH n5, count(n1) AS n2, collect(n1) AS n8 WITH n2, n8, n5 WHERE (COLLECT { UNWIND n8 AS n1 MATCH (n1)-[n7:MEMBER_OF]->(n6:ClusterPartnership) WITH DISTINCT n6 RETURN count(n6) }[0] > $p0) WITH n2, n8, n5, COLLECT { UNWIND n8 AS n1 MATCH (n1)-[n10:LOCATED_IN]->(n9:Region) WITH DISTINCT n9 RETURN min(n9.name) }[0] AS n11 WITH n2, n8, n5, n11 ORDER BY (n11 IS NULL), n11, (n5 IS NULL), n5 LIMIT $p1 WITH *, [[[n5], [COLLECT { UNWIND n8 AS n1 MATCH (n1)-[n13:LOCATED_IN]->(n12:Region) WITH DISTINCT n12 RETURN CASE WHEN count(n12.level) > 0 THEN toFloat(sum(n12.level)) / count(n12.level) END }[0]]]] AS row RETURN row;

// {"p0": 1, "p1": 50}
