// { regions { nodes { id clusters { nodes { id clusterPartnerships { nodes { id clusters { nodes { name } } } } } } } } }

MATCH (n1:Region) WHERE n1.id IS NOT NULL WITH n1 ORDER BY n1.id LIMIT $p3 RETURN [n1.id, COLLECT { MATCH (n1)<-[:WITHIN]-(:Region)<-[n3:LOCATED_IN]-(n2:Cluster) WITH n2, n3 ORDER BY n2.id LIMIT $p2 RETURN [n2.id, COLLECT { MATCH (n2)-[n5:MEMBER_OF]->(n4:ClusterPartnership) WITH n4, n5 ORDER BY n4.id, coalesce(n5.key, '') LIMIT $p1 RETURN [n4.id, COLLECT { MATCH (n4)<-[n7:MEMBER_OF]-(n6:Cluster) WITH n6, n7 ORDER BY n6.id, coalesce(n7.key, '') LIMIT $p0 RETURN [n6.name] AS row }] AS row }] AS row }] AS row;

// {"p0": 50, "p1": 50, "p2": 50, "p3": 50}
