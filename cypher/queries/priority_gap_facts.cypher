// That it is a priority of the region and what it needs, and that what is counted is here and serves that.
CALL (priority) {
  MATCH (priority)-[set:SET_BY]->(:Strategy)-[of:OF_REGION]->(:Region)
  MATCH (priority)-[need:DRAWS_ON|CONCERNS]->()
  RETURN collect(DISTINCT of) + collect(DISTINCT set) + collect(DISTINCT need) AS needs
}
CALL (this, technologies, sectors) {
  MATCH (this)<-[:WITHIN]-(:Region)<-[place:LOCATED_IN|STANDS_IN|INVOLVES]-(one:Cluster|Facility|Project)
  MATCH p = (one)-[:ACTIVE_IN|WORKS_IN|SERVES|APPLIES]->()-[:PART_OF_SECTOR*0..3]->(need)
  WHERE need IN technologies + sectors
  UNWIND [place] + relationships(p) AS fact
  RETURN collect(DISTINCT fact) AS carried
}
RETURN needs + carried AS facts
