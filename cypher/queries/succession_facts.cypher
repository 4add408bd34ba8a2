// Which platforms they are of, what both work on, and who takes part in either.
CALL (pilot, partnership, technologies, topics) {
  UNWIND [pilot, partnership] AS each
  MATCH (each)-[subject:WORKS_ON|TREATS]->(that) WHERE that IN technologies + topics
  RETURN collect(DISTINCT subject) AS subjects
}
CALL (pilot, partnership) {
  UNWIND [pilot, partnership] AS each
  MATCH (each)<-[link:TAKES_PART_IN]-(:Region) WHERE current(link)
  RETURN collect(DISTINCT link) AS links
}
MATCH (pilot)-[was:PILOT_OF]->(:Platform), (partnership)-[is:ON_PLATFORM]->(:Platform)
RETURN [was, is] + subjects + links AS facts
