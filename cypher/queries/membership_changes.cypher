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
RETURN region, date, role, counterparts, own + others AS facts,
       CASE WHEN role CONTAINS 'lead' THEN CASE WHEN begins THEN 'TOOK_LEAD' ELSE 'GAVE_LEAD' END
            WHEN begins THEN 'JOINED' ELSE 'LEFT' END AS change
