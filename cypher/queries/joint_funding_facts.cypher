CALL (fund, period, objectives) {
  MATCH way = (fund)-[:PART_OF_FUND*0..4]->(:Fund)-[may:ELIGIBLE_FOR]->(objective:ThematicObjective)
  WHERE objective IN objectives AND may.period = period
    AND none(part IN nodes(way)[..-2] WHERE period IN [(part)-[own:ELIGIBLE_FOR]->() | own.period])
  UNWIND relationships(way) AS fact
  RETURN collect(DISTINCT fact) AS eligible
}
CALL (fund, programmes) {
  UNWIND programmes AS programme
  MATCH (programme)-[spends:FUNDED_BY]->(fund)
  WITH programme, spends ORDER BY programme.id
  RETURN collect(spends) AS spent
}
CALL (regions, programmes) {
  UNWIND regions AS region
  MATCH (region)-[:WITHIN]->(:Region)<-[covers:COVERS]-(programme:Programme)
  WHERE programme IN programmes
  WITH DISTINCT covers, programme ORDER BY programme.id
  RETURN collect(covers) AS covered
}
RETURN eligible + spent + covered + managedBy + priorityFacts AS facts
