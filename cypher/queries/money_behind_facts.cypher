CALL (this, amounts) {
  UNWIND amounts AS amount
  MATCH (amount)-[fact:SPENT_IN|OF_PROGRAMME|OF_FUND|FOR_OBJECTIVE]->() RETURN fact
  UNION
  UNWIND amounts AS amount
  MATCH (amount)-[:OF_PROGRAMME]->(:Programme)-[fact:COVERS]->(region:Region)
  WHERE EXISTS { (region)-[:WITHIN]-(this) } AND NOT EXISTS { (amount)-[:SPENT_IN]->() }
  RETURN fact
}
WITH this, fund, objective, period, stated, priorities, collect(fact) AS spent
CALL (fund, objective, period, stated) {
  MATCH way = (fund)-[:PART_OF_FUND*0..4]->(:Fund)-[may:ELIGIBLE_FOR]->(objective)
  WHERE NOT stated AND may.period = period AND none(part IN nodes(way)[..-2] WHERE period IN [(part)-[own:ELIGIBLE_FOR]->() | own.period])
  UNWIND relationships(way) AS fact
  RETURN collect(DISTINCT fact) AS eligible
}
CALL (this, priorities) {
  UNWIND priorities AS priority
  MATCH (priority)-[set:SET_BY]->(:Strategy)-[of:OF_REGION]->(around:Region)
  WHERE EXISTS { (this)-[:SAME_TERRITORY]->(around) } OR ($inherited AND EXISTS { (this)-[:WITHIN]->(around) })
  UNWIND [set, of] AS fact
  RETURN fact
  UNION
  UNWIND priorities AS priority
  MATCH (priority)-[fact:DRAWS_ON]->(technology:Technology) WHERE technology.id IN $technologies
  RETURN fact
}
WITH spent, eligible, collect(fact) AS served
RETURN spent + eligible + served AS facts
