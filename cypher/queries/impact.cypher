// Who was there: of a person in office, the regions of that office, unless it surely was held before or later.
CALL (this) {
  CALL (this) {
    MATCH (this)-[:HAD_EXHIBITOR|HAD_PARTICIPANT]->(region:Region)
    RETURN region
  UNION
    MATCH (this)-[:HAD_SPEAKER]->(:Person)-[office:HOLDS_POSITION_AT]->(region:Region)
    WHERE coalesce(left(office.from, size(this.start)) <= left(this.start, size(office.from)), true)
      AND coalesce(left(office.to, size(this.start)) >= left(this.start, size(office.to)), true)
    RETURN region
  }
  RETURN collect(region) AS regions
}
// From the first day of the event to the last that counts, where the event has a date.
WITH this, regions, coalesce(this.end, this.start) AS end
WITH this, regions, CASE size(end)
  WHEN 10 THEN date(end) WHEN 7 THEN date(end + '-01') + duration({months: 1, days: -1}) WHEN 4 THEN date(end + '-12-31')
END + duration({months: $months}) AS last
CALL (this, last) {
  MATCH (partnership:Partnership)
  WHERE left(partnership.established, size(this.start)) >= left(this.start, size(partnership.established))
    AND partnership.established <= left(toString(last), size(partnership.established))
  RETURN collect(partnership) AS established
}
// What they take part in: of each region whether it surely joined before, or surely after.
CALL (this, regions) {
  UNWIND regions AS region
  MATCH (region)-[:SAME_TERRITORY]->(:Region)-[link:TAKES_PART_IN]->(partnership:Partnership)
  WITH partnership, region,
    max(any(day IN [link.from, link.to, link.asOf] WHERE left(day, size(this.start)) < left(this.start, size(day)))) AS before,
    max(coalesce(left(link.from, size(this.start)) > left(this.start, size(link.from)), false)) AS later
  WHERE NOT coalesce(before, false)
  WITH partnership, count(CASE WHEN later THEN 1 END) AS joined, count(*) AS all
  WHERE all >= 2
  RETURN collect(CASE WHEN joined >= 2 THEN partnership END) AS sharedAfter,
         collect(CASE WHEN joined < 2 THEN partnership END) AS sharedUndated
}
WITH this, regions, established, sharedAfter, sharedUndated,
     COLLECT { MATCH (this)-[:LAUNCHED]->(one) RETURN one } AS launched
RETURN regions, launched, established, sharedAfter, sharedUndated
