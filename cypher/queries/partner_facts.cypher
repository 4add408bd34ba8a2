// What the two name and where they are, the priorities of their regions, the chain between them, who finances both.
CALL (this, cluster, same, complementing) {
  UNWIND [this, cluster] AS one
  MATCH (one)-[tag:ACTIVE_IN|WORKS_IN]->(field:Technology|Sector)
  WHERE field IN same + complementing
  RETURN collect(tag) AS tags
}
CALL (this, cluster) {
  UNWIND [this, cluster] AS one
  MATCH (one)-[place:LOCATED_IN]->(:Region)
  RETURN collect(place) AS places
}
UNWIND tags + places + chosen + chained + financing AS fact
WITH DISTINCT fact ORDER BY type(fact), startNode(fact).id, endNode(fact).id, coalesce(fact.key, '')
RETURN collect(fact) AS facts
