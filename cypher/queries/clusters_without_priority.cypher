// What its priorities name ...
CALL (this) {
  MATCH (this)-[:WITHIN]->(around:Region)
  WHERE $inherited OR EXISTS { (this)-[:SAME_TERRITORY]->(around) }
  MATCH (around)<-[:OF_REGION]-(:Strategy)<-[:SET_BY]-(:Priority)-[:DRAWS_ON|CONCERNS]->(need)
  RETURN collect(DISTINCT need) AS needs
}
WITH this, needs WHERE size(needs) > 0
// ... and the clusters that name something else only.
MATCH (this)<-[:WITHIN]-(:Region)<-[:LOCATED_IN]-(that:Cluster)
WHERE EXISTS { (that)-[:ACTIVE_IN|WORKS_IN]->() }
  AND NOT EXISTS { MATCH (that)-[:ACTIVE_IN|WORKS_IN]->()-[:PART_OF_SECTOR*0..3]->(need) WHERE need IN needs }
RETURN that
