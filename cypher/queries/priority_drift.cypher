// The priorities of both periods, with their technologies and the words of their names.
CALL (this) {
  MATCH (this)-[:SAME_TERRITORY]->(:Region)<-[:OF_REGION]-(:Strategy)<-[:SET_BY]-(priority:Priority)
  WHERE priority.period IN [$earlier, $later]
  WITH DISTINCT priority
  RETURN collect({
    of: priority,
    words: [word IN split(toLower(normalize(priority.name, NFKC)), [' ', '\t', '\n']) WHERE word <> ''],
    names: COLLECT { MATCH (priority)-[:DRAWS_ON]->(technology:Technology) RETURN technology }
  }) AS all
}
WITH [each IN all WHERE each.of.period = $earlier] AS old, [each IN all WHERE each.of.period = $later] AS new
WHERE size(old) > 0 AND size(new) > 0
// Each earlier one with those that go on with it, then each later one that goes on with none.
WITH new, [before IN old | {one: before, after: [after IN new
  WHERE after.words = before.words OR any(each IN after.names WHERE each IN before.names)]}] AS lines
WITH lines + [after IN new WHERE none(line IN lines WHERE after IN line.after) | {one: after}] AS lines
UNWIND lines AS line
WITH line.one AS one, line.after IS NULL AS isNew, coalesce(line.after, [line.one]) AS after
RETURN one.of AS priority, CASE WHEN NOT isNew THEN one.of END AS before, [each IN after | each.of] AS after,
       NOT isNew AND any(each IN after WHERE each.words = one.words) AS byName,
       [technology IN one.names WHERE NOT isNew AND any(each IN after WHERE technology IN each.names)] AS technologies,
       CASE WHEN (isNew OR size(after) = 0) AND size(one.names) = 0 THEN 'UNKNOWN'
            WHEN isNew THEN 'NEW' WHEN size(after) = 0 THEN 'DROPPED'
            WHEN size(after) = 1 THEN 'KEPT' ELSE 'SPLIT' END AS change
