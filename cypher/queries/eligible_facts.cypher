// Their priorities, where their clusters are and what these name of it, what both share.
CALL (clusters, otherClusters, technologies) {
  UNWIND clusters + otherClusters AS cluster
  MATCH (cluster)-[tag:ACTIVE_IN]->(technology:Technology)
  WHERE technology IN technologies
  RETURN collect(tag) AS tags
}
UNWIND drawn + places + tags + takesPart + financing AS fact
WITH DISTINCT fact ORDER BY type(fact), startNode(fact).id, endNode(fact).id, coalesce(fact.key, '')
RETURN collect(fact) AS facts
