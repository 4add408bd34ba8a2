// From the technologies: few facilities serve one, and many stand in a region.
CALL (partnership, technologies, regions) {
  UNWIND technologies AS technology
  MATCH (technology)<-[serves:SERVES]-(facility:Facility)-[stands:STANDS_IN]->(:Region)-[:WITHIN]->(region:Region)
  WITH partnership, regions, region, facility, serves, stands, COLLECT {
    MATCH (region)-[takes:TAKES_PART_IN]->(partnership) WHERE current(takes) RETURN takes
  } AS takesPart
  WHERE region IN regions OR size(takesPart) > 0
  WITH facility, serves, stands, takesPart ORDER BY facility.id
  UNWIND [serves, stands] + takesPart AS fact
  RETURN collect(DISTINCT facility) AS facilities, collect(DISTINCT fact) AS facilityFacts
}
RETURN facilities, facilityFacts
