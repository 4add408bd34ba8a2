// { priorityGroups(by: [{technologies: {name: EACH}}, {technologies: {id: EACH}}, {period: EACH}], where: {period: {eq: "2014-2020"}}, having: {count: {gte: 3}}, orderBy: [{count: DESC}]) { totalCount nodes { count technologies { id { value } name { value } } period { value } } } }

RETURN [COLLECT { MATCH (n1:Priority) WHERE (n1.period = $p0) OPTIONAL MATCH (n1)-[n4:DRAWS_ON]->(n3:Technology) WITH DISTINCT n1, n3.name AS n5, n3.id AS n6, n1.period AS n7 WITH n5, n6, n7, count(n1) AS n2 WITH n2, n5, n6, n7 WHERE (n2 >= $p1) WITH n2, n5, n6, n7 ORDER BY n2 DESC, (n5 IS NULL), n5, (n6 IS NULL), n6, (n7 IS NULL), n7 LIMIT $p2 RETURN [n2, [[n6], [n5]], [n7]] AS row }, COUNT { MATCH (n1:Priority) WHERE (n1.period = $p0) OPTIONAL MATCH (n1)-[n4:DRAWS_ON]->(n3:Technology) WITH DISTINCT n1, n3.name AS n5, n3.id AS n6, n1.period AS n7 WITH n5, n6, n7, count(n1) AS n2 WITH n2, n5, n6, n7 WHERE (n2 >= $p1) RETURN n2 }] AS row;

// {"p0": "2014-2020", "p1": 3, "p2": 50}
