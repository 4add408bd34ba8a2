// { clusters(where: {region: {country: {eq: "IT"}}, clusterPartnerships: {some: {name: {contains: "a"}}, none: {clusters: {count: {lt: 3}}}}, technologies: {all: {id: {eq: "PHO"}}, edge: {confidence: {eq: READ}}}}) { nodes { id } } }

RETURN COLLECT { MATCH (n1:Cluster) WHERE EXISTS { MATCH (n1)-[n3:LOCATED_IN]->(n2:Region) WHERE (n2.country = $p0) RETURN n2 } AND (EXISTS { MATCH (n1)-[n5:MEMBER_OF]->(n4:ClusterPartnership) WHERE (n4.name CONTAINS $p1) RETURN n4 } AND NOT EXISTS { MATCH (n1)-[n5:MEMBER_OF]->(n4:ClusterPartnership) WHERE ((COUNT { MATCH (n4)<-[n7:MEMBER_OF]-(n6:Cluster) RETURN n6 } < $p2)) RETURN n4 }) AND (NOT EXISTS { MATCH (n1)-[n9:ACTIVE_IN]->(n8:Technology) WHERE (n9.confidence = $p3) AND NOT coalesce((n8.id = $p4), false) RETURN n8 }) AND n1.id IS NOT NULL WITH n1 ORDER BY n1.id LIMIT $p5 RETURN [n1.id] AS row } AS row;

// {"p0": "IT", "p1": "a", "p2": 3, "p3": "READ", "p4": "PHO", "p5": 50}
