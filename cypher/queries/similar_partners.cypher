// What the one takes part in now ...
UNWIND $found AS row
MATCH (one:Region {id: row.to})
WITH one, collect(row) AS rows
WITH one, rows, COLLECT {
  MATCH (one)-[:SAME_TERRITORY]->(:Region)-[link:TAKES_PART_IN]->(partnership:Partnership) WHERE current(link)
  RETURN DISTINCT partnership
} AS mine
// ... and which of the technologies in common no partnership of both works on.
UNWIND rows AS row
MATCH (region:Region {id: row.region})
WITH one, region, row, COLLECT {
  MATCH (region)-[:SAME_TERRITORY]->(:Region)-[link:TAKES_PART_IN]->(partnership:Partnership)-[:WORKS_ON]->(technology:Technology)
  WHERE current(link) AND partnership IN mine
  RETURN DISTINCT technology.id
} AS together
WITH one, region, row, COLLECT {
  UNWIND row.technologies AS id
  MATCH (technology:Technology {id: id}) WHERE NOT id IN together
  RETURN technology
} AS technologies
WHERE size(technologies) > 0
RETURN region, row.distance AS distance, row.known AS known, row.parts AS parts, technologies,
       [one, region] AS both, row.statistics AS statistics
