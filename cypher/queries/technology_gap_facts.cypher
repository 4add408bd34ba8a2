// Who wants it, and who serves it where.
CALL (technology) {
  MATCH (technology)<-[need:DRAWS_ON]-(priority:Priority)
  OPTIONAL MATCH (priority)-[set:SET_BY]->(:Strategy)
  OPTIONAL MATCH (priority)-[:SET_BY]->(:Strategy)-[of:OF_REGION]->(:Region)
  RETURN collect(DISTINCT of) + collect(DISTINCT set) + collect(DISTINCT need) AS needs
}
CALL (technology) {
  MATCH (technology)<-[serves:SERVES]-(facility:Facility)
  OPTIONAL MATCH (facility)-[place:STANDS_IN]->(:Region)
  RETURN collect(DISTINCT place) + collect(DISTINCT serves) AS served
}
RETURN needs + served AS facts
