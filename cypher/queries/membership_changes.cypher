// A date may be a year or a month: it is within the time asked for, or the same as another, if it may be.
MATCH (this)<-[link:TAKES_PART_IN]-(region:Region)
UNWIND [[true, link.from], [false, link.to]] AS told
WITH this, region, link, told[0] AS begins, told[1] AS date
WHERE date IS NOT NULL
  AND ($since IS NULL OR date >= left($since, size(date)))
  AND ($until IS NULL OR left(date, size($until)) <= $until)
WITH this, region, begins, date, link.role AS role, collect(link) AS own
CALL (this, region, begins, date, role) {
  MATCH (this)<-[other:TAKES_PART_IN]-(them:Region)
  WHERE role CONTAINS 'lead' AND other.role CONTAINS 'lead' AND them <> region
  WITH date, them, other, CASE WHEN begins THEN other.to ELSE other.from END AS then
  WHERE left(then, size(date)) = left(date, size(then))
  RETURN collect(DISTINCT them) AS counterparts, collect(other) AS others
}
// The day before it, or after it, whatever day of the year or month it was: who has another role then did not join or
// leave. That this had begun before is to be said; it may begin after.
CALL (this, region, begins, date, role) {
  WITH *, toString(CASE WHEN begins THEN date(date) - duration('P1D')
    ELSE date(date) + duration(CASE size(date) WHEN 4 THEN 'P1Y' WHEN 7 THEN 'P1M' ELSE 'P1D' END) END) AS day
  MATCH (region)-[:SAME_TERRITORY]->(:Region)-[other:TAKES_PART_IN]->(this)
  WHERE NOT coalesce(role, '') CONTAINS 'lead' AND other.role <> coalesce(role, '')
    AND coalesce(other.from <= day, other.asOf <= day OR NOT begins)
    AND coalesce(left(day, size(other.to)) <= other.to, true)
  RETURN collect(other) AS kept
}
RETURN region, date, role, counterparts, own + others + kept AS facts,
       CASE WHEN role CONTAINS 'lead' THEN CASE WHEN begins THEN 'TOOK_LEAD' ELSE 'GAVE_LEAD' END
            WHEN size(kept) > 0 THEN CASE WHEN begins THEN 'TOOK_ROLE' ELSE 'GAVE_ROLE' END
            WHEN begins THEN 'JOINED' ELSE 'LEFT' END AS change
