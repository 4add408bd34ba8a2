MATCH (this)-[:WITHIN]-(:Region)<-[:SPENT_IN|COVERS]-(whose)<-[:OF_PROGRAMME*0..1]-(amount:Amount)
WHERE whose = amount OR NOT EXISTS { (amount)-[:SPENT_IN]->() }
WITH DISTINCT this, whose, amount
WITH this, amount, COLLECT { MATCH (amount)-[:OF_FUND]->(each:Fund) RETURN each }[0] AS fund,
  CASE WHEN EXISTS {
    MATCH (whose)-[:SPENT_IN|COVERS]->(other:Region) WHERE NOT EXISTS { (other)-[:WITHIN]->(this) }
  } THEN 'BEYOND' ELSE 'INSIDE' END AS scope,
  COLLECT { MATCH (amount)-[:SPENT_IN]->(each:Region) RETURN each.level }[0] AS level
// What the source says it is for or, where it says nothing, what its fund may pay for then. Few funds have many amounts.
WITH this, fund, collect({amount: amount, scope: scope, level: level}) AS spent
CALL (fund) {
  MATCH way = (fund)-[:PART_OF_FUND*0..4]->(:Fund)-[may:ELIGIBLE_FOR]->(objective:ThematicObjective)
  WHERE none(part IN nodes(way)[..-2] WHERE may.period IN [(part)-[own:ELIGIBLE_FOR]->() | own.period])
    AND ($objectives IS NULL OR objective.id IN $objectives)
  RETURN collect(DISTINCT {objective: objective, period: may.period}) AS mays
}
UNWIND spent AS each
WITH this, fund, mays, each.amount AS amount, each.scope AS scope, each.level AS level
CALL (amount, mays) {
  MATCH (amount)-[:FOR_OBJECTIVE]->(objective:ThematicObjective)
  RETURN objective, coalesce(amount.period, objective.period) AS period, true AS stated
  UNION
  WITH amount, mays WHERE NOT EXISTS { (amount)-[:FOR_OBJECTIVE]->() }
  UNWIND mays AS may
  WITH may, amount.period AS period, toString(amount.year) AS year
  WHERE period = may.period OR (period IS NULL AND left(may.period, 4) <= year <= right(may.period, 4))
  RETURN may.objective AS objective, may.period AS period, false AS stated
}
WITH this, amount, fund, scope, level, objective, period, stated
WHERE ($objectives IS NULL OR objective.id IN $objectives) AND ($period IS NULL OR period = $period)
  AND period IS NOT NULL
WITH this, objective, fund, amount.type AS kind, period, scope, level, stated, amount.sources AS said,
  collect(DISTINCT amount) AS amounts
WITH *, COLLECT {
  UNWIND said AS id
  MATCH (source:Source {id: id})
  RETURN DISTINCT source.dataset AS dataset ORDER BY dataset
} AS datasets, COLLECT {
  MATCH (fund)-[:PART_OF_FUND*0..]->(whole:Fund)
  RETURN DISTINCT whole.id AS id ORDER BY id
} AS wholes
WITH this, objective, fund, wholes, kind, period, scope, level, stated, datasets,
  reduce(all = [], each IN collect(amounts) | all + each) AS amounts
WITH this, collect(DISTINCT [kind, datasets, scope, level, period, wholes, objective.id]) AS counts, collect({
  objective: objective, fund: fund, wholes: wholes, kind: kind, period: period, scope: scope, level: level,
  stated: stated, datasets: datasets, amounts: amounts
}) AS rows
CALL (this) {
  MATCH (this)-[:WITHIN]->(around:Region)
  WHERE $inherited OR EXISTS { (this)-[:SAME_TERRITORY]->(around) }
  MATCH (around)<-[:OF_REGION]-(:Strategy)<-[:SET_BY]-(priority:Priority)
  WHERE $technologies IS NULL OR EXISTS {
    MATCH (priority)-[:DRAWS_ON]->(technology:Technology) WHERE technology.id IN $technologies
  }
  RETURN collect(DISTINCT priority) AS all
}
// Grouped once more: else Neo4j has every row carry all rows, and counts the memory of that.
UNWIND rows AS row
WITH this, counts, all, row, count(*) AS one
WITH this, counts, row, [each IN all WHERE each.period = row.period] AS priorities
WHERE size(priorities) > 0
WITH *, COLLECT {
  UNWIND row.amounts AS amount
  MATCH (amount)-[:OF_PROGRAMME]->(programme:Programme)
  RETURN DISTINCT programme
} AS programmes
RETURN row.objective AS objective, row.fund AS fund, row.wholes AS wholes, row.kind AS kind, row.period AS period,
       row.datasets AS datasets, row.scope AS scope, row.level AS level, row.stated AS stated,
       round(reduce(eur = 0.0, each IN row.amounts | eur + each.eur), 2) AS eur, counts,
       row.amounts AS amounts, programmes, priorities,
       reduce(key = '', each IN [
         row.objective.id, row.fund.id, row.period, row.kind, row.scope, toString(row.level), toString(row.stated)
       ] + row.datasets | key + coalesce(each, '') + '\t') AS key
