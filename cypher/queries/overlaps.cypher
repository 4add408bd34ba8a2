// Who takes part now.
CALL (this) {
  MATCH (this)<-[link:TAKES_PART_IN]-(region:Region) WHERE current(link)
  RETURN collect(DISTINCT region) AS mine, collect(DISTINCT CASE WHEN link.role CONTAINS 'lead' THEN region END) AS leads
}
// Where they take part too, under whichever code of their territory.
UNWIND mine AS region
MATCH (region)-[:SAME_TERRITORY]->(:Region)-[link:TAKES_PART_IN]->(partnership:Partnership)
WHERE current(link) AND partnership <> this
WITH mine, leads, partnership, collect(DISTINCT region) AS regions,
  [lead IN collect(DISTINCT CASE WHEN link.role CONTAINS 'lead' THEN region END) WHERE lead IN leads] AS leadBoth
CALL (partnership) {
  MATCH (partnership)<-[link:TAKES_PART_IN]-(region:Region) WHERE current(link)
  RETURN count(DISTINCT region) AS theirs, count(DISTINCT CASE WHEN link.role CONTAINS 'lead' THEN region END) AS lead
}
WITH partnership, regions, size(mine) + theirs - size(regions) AS either,
     size(leadBoth) < size(leads) OR size(leadBoth) < lead AS leadsDiffer
RETURN partnership, regions, round(1.0 * size(regions) / either, 4) AS score,
       size(regions) = either AND leadsDiffer AS onlyLeadsDiffer
