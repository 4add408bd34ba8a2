// { projects(where: {name: {contains: "a"}, AND: [{regions: {some: {parent: {id: {eq: "ITC"}}}}}]}, first: 2) { nodes { id } totalCount } }

RETURN [COLLECT { MATCH (n1:Project) WHERE n1.id IS NOT NULL MATCH (n1)-[n3:INVOLVES]->(n2:Region) MATCH (n2)-[n5:PART_OF]->(n4:Region) WHERE (n4.id = $p0) WITH DISTINCT n1 WHERE (n1.name CONTAINS $p1) AND (((EXISTS { MATCH (n1)-[n7:INVOLVES]->(n6:Region) WHERE EXISTS { MATCH (n6)-[n9:PART_OF]->(n8:Region) WHERE (n8.id = $p2) RETURN n8 } RETURN n6 }))) WITH n1 ORDER BY n1.id LIMIT $p3 RETURN [n1.id] AS row }, COUNT { MATCH (n1:Project) WHERE n1.id IS NOT NULL MATCH (n1)-[n3:INVOLVES]->(n2:Region) MATCH (n2)-[n5:PART_OF]->(n4:Region) WHERE (n4.id = $p0) WITH DISTINCT n1 WHERE (n1.name CONTAINS $p1) AND (((EXISTS { MATCH (n1)-[n7:INVOLVES]->(n6:Region) WHERE EXISTS { MATCH (n6)-[n9:PART_OF]->(n8:Region) WHERE (n8.id = $p2) RETURN n8 } RETURN n6 }))) RETURN n1 }] AS row;

// {"p0": "ITC", "p1": "a", "p2": "ITC", "p3": 2}
