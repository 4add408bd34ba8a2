CALL (region) {
  MATCH (region)<-[:WITHIN]-(:Region)<-[place:LOCATED_IN]-(cluster:Cluster)
  WITH cluster, place ORDER BY cluster.id
  RETURN collect(cluster) AS clusters, collect(place) AS places
}
CALL (otherRegion) {
  MATCH (otherRegion)<-[:WITHIN]-(:Region)<-[place:LOCATED_IN]-(cluster:Cluster)
  WITH cluster, place ORDER BY cluster.id
  RETURN collect(cluster) AS otherClusters, collect(place) AS otherPlaces
}
RETURN clusters, otherClusters, places + otherPlaces AS places
