CALL (given, regions, funds) {
  UNWIND given + regions AS one
  MATCH (one)-[:WITHIN]->(:Region)<-[covers:COVERS]-(:Programme)-[spends:FUNDED_BY]->(fund:Fund)
  WHERE fund IN funds
  RETURN collect(covers) + collect(spends) AS financing
}
UNWIND chosen + chained + financing AS fact
WITH DISTINCT fact ORDER BY type(fact), startNode(fact).id, endNode(fact).id, coalesce(fact.key, '')
RETURN collect(fact) AS facts
