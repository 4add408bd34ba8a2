MATCH (technology:Technology)
WHERE $technologies IS NULL OR technology.id IN $technologies
CALL (technology) {
  MATCH (technology)<-[:DRAWS_ON]-(priority:Priority)
  OPTIONAL MATCH (priority)-[:SET_BY]->(:Strategy)-[:OF_REGION]->(region:Region)
  RETURN count(DISTINCT priority) AS priorities, count(DISTINCT region) AS regions
}
WITH technology, priorities, regions WHERE priorities > 0
CALL (technology) {
  MATCH (technology)<-[:SERVES]-(facility:Facility)
  OPTIONAL MATCH (facility)-[:STANDS_IN]->(region:Region)
  RETURN count(DISTINCT facility) AS facilities, count(DISTINCT region) AS facilityRegions
}
RETURN technology, priorities, regions, facilities, facilityRegions,
       CASE WHEN facilityRegions > 0 THEN round(1.0 * regions / facilityRegions, 2) END AS ratio
