MATCH (this)-[:SAME_TERRITORY]->(:Region)-[:TAKES_PART_IN]->(partnership:Partnership)
WHERE EXISTS { (region)-[:SAME_TERRITORY]->(:Region)-[:TAKES_PART_IN]->(partnership) }
RETURN collect(DISTINCT partnership) AS alreadyTogetherIn
