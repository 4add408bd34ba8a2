MATCH (pilot:Partnership)-[:PILOT_OF]->(platform:Platform)
WHERE $platform IS NULL OR platform.id = $platform
CALL (pilot, platform) {
  RETURN pilot AS partnership
UNION
  MATCH (pilot)-[:WORKS_ON|TREATS]->()<-[:WORKS_ON|TREATS]-(partnership:Partnership)
  WHERE NOT EXISTS { (partnership)-[:PILOT_OF]->(platform) }
  RETURN partnership
}
WITH pilot, platform, partnership
WHERE EXISTS { MATCH (partnership)-[:ON_PLATFORM]->(other:Platform) WHERE other <> platform }
WITH pilot, partnership,
  COLLECT { MATCH (pilot)<-[link:TAKES_PART_IN]-(region:Region) WHERE current(link) RETURN DISTINCT region } AS one,
  COLLECT { MATCH (partnership)<-[link:TAKES_PART_IN]-(region:Region) WHERE current(link) RETURN DISTINCT region } AS other,
  COLLECT { MATCH (pilot)-[:WORKS_ON]->(each:Technology) WHERE EXISTS { (partnership)-[:WORKS_ON]->(each) } RETURN each } AS technologies,
  COLLECT { MATCH (pilot)-[:TREATS]->(each:Topic) WHERE EXISTS { (partnership)-[:TREATS]->(each) } RETURN each } AS topics
RETURN pilot, partnership, pilot = partnership AS same, technologies, topics,
       [each IN one WHERE each IN other] AS both, [each IN one WHERE NOT each IN other] AS onlyPilot,
       [each IN other WHERE NOT each IN one] AS onlyPartnership
