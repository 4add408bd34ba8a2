// That it was held, who was there, what was launched; what the partnerships are of, and who of these takes part in them.
CALL (this, regions, launched) {
  MATCH (this)-[fact:HELD_IN|ORGANISED_BY|HAD_EXHIBITOR|HAD_PARTICIPANT|LAUNCHED]->(that)
  WHERE fact:HELD_IN OR fact:ORGANISED_BY OR that IN regions + launched
  RETURN collect(fact) AS held
}
CALL (this, regions) {
  MATCH (this)-[spoke:HAD_SPEAKER]->(:Person)-[office:HOLDS_POSITION_AT]->(region:Region)
  WHERE region IN regions
  RETURN collect(DISTINCT spoke) + collect(DISTINCT office) AS spoken
}
CALL (established) {
  UNWIND established AS partnership
  MATCH (partnership)-[fact:ON_PLATFORM|PILOT_OF|WORKS_ON]->()
  RETURN collect(fact) AS founded
}
CALL (regions, sharedAfter, sharedUndated) {
  UNWIND regions AS region
  MATCH (region)-[:SAME_TERRITORY]->(:Region)-[link:TAKES_PART_IN]->(partnership:Partnership)
  WHERE partnership IN sharedAfter + sharedUndated
  RETURN collect(DISTINCT link) AS links
}
RETURN held + spoken + founded + links AS facts
