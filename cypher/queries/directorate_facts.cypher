CALL (regions, programmes) {
  UNWIND regions AS region
  MATCH (region)-[:WITHIN]->(:Region)<-[covers:COVERS]-(programme:Programme)
  WHERE programme IN programmes
  WITH DISTINCT covers, programme ORDER BY programme.id
  RETURN collect(covers) AS covered
}
RETURN links + covered + priorityFacts AS facts
