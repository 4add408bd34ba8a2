CALL (this) {
  MATCH (this)<-[:WITHIN]-(:Region)<-[:LOCATED_IN*0..1]-(actor)-[part:SUPPLIES|NEEDS]->(stage:ValueChainStage)
  WHERE $chain IS NULL OR stage.chain = $chain
  RETURN collect(DISTINCT [stage, type(part)]) AS mine
}
WITH mine, COLLECT { MATCH (this)-[:WITHIN]-(near:Region) RETURN near } AS near
UNWIND mine AS own
WITH near, own[0] AS stage, own[1] AS part
MATCH (stage)<-[other:SUPPLIES|NEEDS]-(actor)-[:LOCATED_IN*0..1]->(place:Region)
WHERE type(other) <> part
WITH near, collect(DISTINCT [place, stage, type(other)]) AS theirs, collect(DISTINCT place) AS places
UNWIND theirs AS their
WITH near, places, their[0] AS place, their[1] AS stage, their[2] AS part
MATCH (place)-[:WITHIN]->(region:Region)
WHERE region IN places AND NOT region IN near
WITH region, collect(DISTINCT CASE part WHEN 'SUPPLIES' THEN stage END) AS theySupply,
  collect(DISTINCT CASE part WHEN 'NEEDS' THEN stage END) AS weSupply
WHERE NOT $bothWays OR (size(theySupply) > 0 AND size(weSupply) > 0)
RETURN region, theySupply, weSupply, size(theySupply) + size(weSupply) AS count
