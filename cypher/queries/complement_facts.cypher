CALL (this, region, theySupply, weSupply) {
  UNWIND [[this, theySupply, weSupply], [region, weSupply, theySupply]] AS side
  WITH side[0] AS here, side[1] AS needed, side[2] AS supplied
  MATCH (here)<-[:WITHIN]-(:Region)<-[place:LOCATED_IN*0..1]-(actor)-[part:SUPPLIES|NEEDS]->(stage:ValueChainStage)
  WHERE stage IN CASE type(part) WHEN 'NEEDS' THEN needed ELSE supplied END
  WITH stage, part, place, actor ORDER BY stage.id, type(part), actor.id
  UNWIND [part] + place AS fact
  RETURN collect(DISTINCT fact) AS facts
}
RETURN facts
