// Its priorities and what the partnership works on, who takes part, the chain to the nearest, where else they meet,
// who finances both.
CALL (this) {
  MATCH (this)<-[part:TAKES_PART_IN]-(:Region) WHERE current(part)
  RETURN collect(part) AS joined
}
UNWIND chosen + joined + chained + meetings + financing AS fact
WITH DISTINCT fact ORDER BY type(fact), startNode(fact).id, endNode(fact).id, coalesce(fact.key, '')
RETURN collect(fact) AS facts
