MATCH (this)-[:SAME_TERRITORY]->(:Region)-[likeness:SIMILAR_TO]-(region:Region)
WHERE likeness.distance <= $withinDistance AND NOT EXISTS { (this)-[:SAME_TERRITORY]->(region) }
WITH this, region, min(likeness.distance) AS distance, collect(likeness) AS likenesses
MATCH (this)-[:SAME_TERRITORY]->(:Region)<-[:OF_REGION]-(:Strategy)<-[:SET_BY]-(:Priority)-[:DRAWS_ON]->(technology:Technology)
WHERE ($technologies IS NULL OR technology.id IN $technologies)
WITH DISTINCT this, region, distance, likenesses, technology
WHERE EXISTS {
    MATCH (region)-[:SAME_TERRITORY]->(:Region)<-[:OF_REGION]-(:Strategy)<-[:SET_BY]-(:Priority)-[:DRAWS_ON]->(technology)
  } AND NOT EXISTS {
    MATCH (this)-[:SAME_TERRITORY]->(:Region)-[mine:TAKES_PART_IN]->(together:Partnership)-[:WORKS_ON]->(technology),
          (together)<-[theirs:TAKES_PART_IN]-(:Region)<-[:SAME_TERRITORY]-(region)
    WHERE mine.to IS NULL AND theirs.to IS NULL
  }
RETURN region, distance, likenesses, collect(technology) AS technologies
