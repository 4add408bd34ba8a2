// Dates may be years or months. Left out is what surely began later, at the earliest with the partnership, or ended
// before. That it was so is certain where it surely had begun and surely lasted: that a source said so by then tells the
// one, that it said so later the other.
MATCH (this)<-[link:TAKES_PART_IN]-(region:Region)
WHERE coalesce(left(coalesce(link.from, this.established), size($date)) <= $date, true)
  AND (link.to IS NULL OR left($date, size(link.to)) <= link.to)
WITH region, link,
  any(day IN [link.from, link.asOf] WHERE left(day, size($date)) <= $date
    AND (size(day) >= size($date) OR NOT $date STARTS WITH day)) AS begun,
  any(day IN [link.to, link.asOf] WHERE left($date, size(day)) <= day
    AND (size(day) >= size($date) OR NOT $date STARTS WITH day)) AS lasted
WITH region, link.role AS role, min(link.from) AS since, max(link.to) AS until, collect(link) AS facts,
  count(CASE WHEN begun THEN 1 END) > 0
    AND count(CASE WHEN lasted OR (link.from IS NOT NULL AND link.to IS NULL) THEN 1 END) > 0 AS certain
WITH region, role, since, until, certain, facts, COLLECT {
  UNWIND facts AS link
  WITH DISTINCT link.asOf AS day WHERE day IS NOT NULL
  RETURN day ORDER BY day
} AS seen
RETURN region, role, since, until, seen, certain, facts
