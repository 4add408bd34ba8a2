// Priorities and what they draw on, the chain, where its ends are and what it is said to be about, what both share.
CALL (path) {
  UNWIND path AS cluster
  MATCH (cluster)-[tag:ACTIVE_IN]->(:Technology)
  RETURN collect(tag) AS tags
}
CALL (via) {
  UNWIND via AS between
  MATCH (between)-[link:LINKED_TO]->(:Partnership)-[tag:WORKS_ON]->(:Technology)
  RETURN collect(DISTINCT link) + collect(DISTINCT tag) AS topics
}
UNWIND chosen + chained + tags + topics + takesPart + financing AS fact
WITH DISTINCT fact ORDER BY type(fact), startNode(fact).id, endNode(fact).id, coalesce(fact.key, '')
RETURN collect(fact) AS facts
