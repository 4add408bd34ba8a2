// { cluster(id: "x") { partners { nodes { id } totalCount } } }

MATCH (n1:Cluster {id: $p0}) RETURN [[COLLECT { MATCH (n1)-[:MEMBER_OF]->(:ClusterPartnership)<-[:MEMBER_OF]-(n2:Cluster) WHERE n2 <> n1 WITH DISTINCT n2 WITH n2 ORDER BY n2.id LIMIT $p1 RETURN [n2.id] AS row }, COUNT { MATCH (n1)-[:MEMBER_OF]->(:ClusterPartnership)<-[:MEMBER_OF]-(n2:Cluster) WHERE n2 <> n1 WITH DISTINCT n2 RETURN n2 }]] AS row;

// {"p0": "x", "p1": 50}
