// The regions, all of them or there is no answer, and those with a priority that draws on the technology.
MATCH (region:Region) WHERE region.id IN $regions
WITH collect(region) AS regions
WHERE all(id IN $regions WHERE any(region IN regions WHERE region.id = id))
WITH regions, COLLECT {
  UNWIND regions AS region
  MATCH (region)-[:WITHIN]->(around:Region)
  WHERE $inherited OR EXISTS { (region)-[:SAME_TERRITORY]->(around) }
  MATCH (around)<-[:OF_REGION]-(:Strategy)<-[:SET_BY]-(:Priority)-[:DRAWS_ON]->(:Technology {id: $technology})
  RETURN DISTINCT region
} AS regionsWithPriority, COLLECT {
  UNWIND regions AS region
  MATCH (region)-[:WITHIN]->(:Region)<-[:COVERS]-(programme:Programme)
  WITH programme, collect(DISTINCT region) AS covered
  RETURN [programme, covered]
} AS covering
WHERE size(regionsWithPriority) = size(regions) OR NOT $allPrioritised
// What is said of a fund in a period holds for its parts, as far as nothing is said of them in that.
MATCH (objective:ThematicObjective) WHERE $objectives IS NULL OR objective.id IN $objectives
MATCH (objective)<-[may:ELIGIBLE_FOR]-(whole:Fund) WHERE $period IS NULL OR may.period = $period
MATCH way = (fund:Fund)-[:PART_OF_FUND*0..4]->(whole)
WHERE none(part IN nodes(way)[..-1] WHERE may.period IN [(part)-[own:ELIGIBLE_FOR]->() | own.period])
  AND (may.period IN fund.periods OR coalesce(fund.periods, []) = [])
WITH regions, regionsWithPriority, covering, fund, may.period AS period, collect(DISTINCT objective) AS objectives
CALL (fund, period, regions, covering) {
  OPTIONAL MATCH (fund)<-[:FUNDED_BY]-(programme:Programme) WHERE coalesce(programme.period, period) = period
  WITH regions, programme, [each IN covering WHERE each[0] = programme | each[1]] AS covered,
    EXISTS { (programme)-[:COVERS]->() } OR any(each IN regions WHERE each.country <> programme.country) AS bound
  WITH regions, count(programme) AS all,
    collect(CASE WHEN size(covered[0]) = size(regions) THEN programme END) AS joint,
    collect(CASE WHEN size(covered[0]) < size(regions) THEN programme END) AS separate,
    reduce(some = [], each IN collect(CASE WHEN size(covered[0]) < size(regions) THEN covered[0] END) | some + each) AS reached,
    collect(CASE WHEN bound THEN null ELSE programme END) AS unbound
  UNWIND [
    CASE WHEN size(joint) > 0 THEN ['JOINT', joint] END,
    CASE WHEN all(region IN regions WHERE region IN reached) THEN ['SEPARATE', separate] END,
    CASE WHEN size(unbound) > 0 THEN ['UNBOUND', unbound] END,
    CASE WHEN all = 0 THEN ['UNKNOWN', []] END
  ] AS found
  WITH found WHERE found IS NOT NULL
  RETURN found[0] AS reach, found[1] AS programmes
}
WITH *, COLLECT {
  MATCH (fund)-[manages:MANAGED_BY]->(manager) WHERE coalesce(manages.period, period) = period
  RETURN manages ORDER BY manager.id, manages.key
} AS managedBy
WITH *, COLLECT {
  UNWIND managedBy AS manages
  WITH endNode(manages) AS directorate WHERE directorate:DirectorateGeneral
  RETURN DISTINCT directorate
} AS directorates
RETURN fund, period, reach, programmes, objectives, directorates, managedBy, regionsWithPriority, regions
