// What its priorities need: a priority that names nothing cannot be compared with anything.
CALL (this) {
  MATCH (this)-[:SAME_TERRITORY]->(:Region)<-[:OF_REGION]-(:Strategy)<-[:SET_BY]-(priority:Priority)
  MATCH (priority)-[:DRAWS_ON|CONCERNS]->(need)
  WITH priority, collect(DISTINCT need) AS needs
  RETURN collect([priority, needs]) AS wishes
}
WITH this, wishes, COLLECT { UNWIND wishes AS wish UNWIND wish[1] AS need RETURN DISTINCT need } AS wanted
WHERE size(wanted) > 0
// What there is here, each once; those that serve the same are counted together, null for those that say nothing.
CALL (this, wanted) {
  MATCH (this)<-[:WITHIN]-(:Region)<-[:LOCATED_IN|STANDS_IN|INVOLVES]-(one:Cluster|Facility|Project)
  WITH DISTINCT wanted, one
  WITH wanted, labels(one)[0] AS kind,
    COLLECT { MATCH (one)-[:ACTIVE_IN|WORKS_IN|SERVES|APPLIES]->(field) RETURN field } AS fields
  WITH wanted, kind, fields, count(*) AS count
  RETURN collect({kind: kind, count: count, served: CASE WHEN size(fields) > 0 THEN COLLECT {
    UNWIND fields AS field
    MATCH (field)-[:PART_OF_SECTOR*0..3]->(need) WHERE need IN wanted
    RETURN DISTINCT need
  } END}) AS carriers
}
UNWIND wishes AS wish
WITH wish[0] AS priority, wish[1] AS needs, carriers,
     [each IN carriers WHERE any(need IN each.served WHERE need IN wish[1])] AS fitting
WITH priority, carriers, fitting,
     [need IN needs WHERE need:Technology] AS technologies, [need IN needs WHERE need:Sector] AS sectors
WITH priority, technologies, sectors,
     reduce(sum = 0, each IN [each IN fitting WHERE each.kind = 'Cluster'] | sum + each.count) AS clusters,
     CASE WHEN size(technologies) > 0 THEN
       reduce(sum = 0, each IN [each IN fitting WHERE each.kind = 'Facility'] | sum + each.count) END AS facilities,
     CASE WHEN size(technologies) > 0 THEN
       reduce(sum = 0, each IN [each IN fitting WHERE each.kind = 'Project'] | sum + each.count) END AS projects,
     reduce(sum = 0, each IN [each IN carriers WHERE each.served IS NULL] | sum + each.count) AS silent
WHERE NOT $onlyGaps OR clusters = 0 OR facilities = 0 OR projects = 0
RETURN priority, technologies, sectors, clusters, facilities, projects, silent
