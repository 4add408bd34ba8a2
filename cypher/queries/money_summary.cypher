CALL (this) {
  // A programme's amount counts where the programme is, unless it says itself where it is for.
  MATCH (this)-[:WITHIN]-(region:Region)<-[link:SPENT_IN|COVERS]-(whose)<-[:OF_PROGRAMME*0..1]-(item:Amount)
  WHERE whose = item OR NOT EXISTS { (item)-[:SPENT_IN]->() }
  WITH this, item, whose, collect(DISTINCT link.confidence) AS placed,
    min(CASE WHEN whose = item THEN region.level END) AS level
  RETURN item.type AS kind, item.eur AS eur, 1 AS count, item.period AS period, item.year AS year, level,
    item.sources AS said, placed + item.confidence AS trusted,
    CASE WHEN EXISTS {
      MATCH (whose)-[:SPENT_IN|COVERS]->(other:Region) WHERE NOT EXISTS { (other)-[:WITHIN]->(this) }
    } THEN 'BEYOND' ELSE 'INSIDE' END AS scope,
    COLLECT { MATCH (item)-[:FOR_OBJECTIVE]->(each:ThematicObjective) RETURN each }[0] AS objective,
    COLLECT { MATCH (item)-[:FOR_FIELD]->(each:InterventionField) RETURN each }[0] AS interventionField
  UNION ALL
  // A region may have many thousand projects: what follows from a programme or a field is looked for once.
  WITH COLLECT { MATCH (this)<-[:WITHIN]-(inside:Region) RETURN inside } AS here
  UNWIND here AS inside
  MATCH (inside)<-[link:INVOLVES]-(item:Project)
  WHERE item.euEur IS NOT NULL
  WITH here, item, collect(DISTINCT link.confidence) AS placed
  WITH here, item, placed,
    COLLECT { MATCH (item)-[:INVOLVES|FINANCED_UNDER|COUNTED_UNDER]->(each) RETURN each } AS all
  WITH item.euEur AS eur, item.sources AS said, placed + item.confidence AS trusted, left(item.start, 4) AS year,
    [each IN all WHERE each:Programme][0] AS programme,
    [each IN all WHERE each:InterventionField][0] AS interventionField,
    CASE WHEN any(each IN all WHERE each:Region AND NOT each IN here) THEN 'BEYOND' ELSE 'INSIDE' END AS scope
  WITH said, trusted, year, programme, interventionField, scope, sum(eur) AS eur, count(*) AS count
  RETURN 'OPERATIONS' AS kind, eur, count, programme.period AS period, toInteger(year) AS year, null AS level,
    said, trusted, scope, interventionField,
    COLLECT { MATCH (interventionField)-[:COUNTS_FOR]->(each:ThematicObjective) RETURN each }[0] AS objective
}
WITH kind, scope, level, said, trusted, eur, count,
  CASE WHEN $by IS NULL OR 'PERIOD' IN $by THEN period END AS period,
  CASE WHEN $by IS NULL OR 'YEAR' IN $by THEN year END AS year,
  CASE WHEN $by IS NULL OR 'OBJECTIVE' IN $by THEN objective END AS objective,
  CASE WHEN $by IS NULL OR 'INTERVENTION_FIELD' IN $by THEN interventionField END AS interventionField
WITH kind, scope, level, period, year, objective, interventionField, said, sum(eur) AS eur, sum(count) AS count,
  collect(DISTINCT trusted) AS trusted
// Few lists of sources are told of many amounts.
WITH *, COLLECT {
  UNWIND said AS id
  MATCH (source:Source {id: id})
  RETURN DISTINCT source.dataset AS dataset ORDER BY dataset
} AS datasets
WITH kind, scope, level, period, year, objective, interventionField, datasets, sum(eur) AS eur, sum(count) AS count,
  reduce(all = [], each IN collect(said) | all + each) AS said,
  reduce(all = [], each IN collect(trusted) | all + reduce(some = [], those IN each | some + those)) AS trusted
WITH collect(DISTINCT [kind, datasets, scope, level, period, [], objective.id]) AS counts, collect({
  kind: kind, scope: scope, level: level, period: period, year: year, objective: objective, datasets: datasets,
  interventionField: interventionField, eur: eur, count: count, said: said, trusted: trusted
}) AS rows
// Grouped once more: else Neo4j has every row carry all rows, and counts the memory of that.
UNWIND rows AS row
WITH counts, row, count(*) AS one
RETURN row.kind AS kind, row.datasets AS datasets, row.scope AS scope, row.level AS level, row.period AS period,
       row.year AS year, row.objective AS objective, row.interventionField AS interventionField,
       round(row.eur, 2) AS eur, row.count AS count, counts, row.said AS said,
       head([each IN ['GENERAL_KNOWLEDGE', 'INFERRED', 'READ'] WHERE each IN row.trusted]) AS confidence,
       reduce(key = '', each IN [
         row.kind, row.scope, toString(row.level), row.period, toString(row.year), row.objective.id,
         row.interventionField.id
       ] + row.datasets | key + coalesce(each, '') + '\t') AS key
