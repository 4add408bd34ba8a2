UNWIND here AS one
MATCH (one)-[:SAME_TERRITORY]->(:Region)-[mine:TAKES_PART_IN]->(partnership:Partnership)
MATCH (there)-[:SAME_TERRITORY]->(:Region)-[theirs:TAKES_PART_IN]->(partnership)
WITH collect(DISTINCT partnership) AS alreadyTogetherIn, collect(DISTINCT mine) + collect(DISTINCT theirs) AS parts
RETURN alreadyTogetherIn, parts AS takesPart
