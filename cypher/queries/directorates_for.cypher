WITH this, [this] AS regions
WHERE EXISTS {
  MATCH (this)-[:WITHIN]->(around:Region)
  WHERE $inherited OR EXISTS { (this)-[:SAME_TERRITORY]->(around) }
  MATCH (around)<-[:OF_REGION]-(:Strategy)<-[:SET_BY]-(:Priority)-[:DRAWS_ON]->(:Technology {id: $technology})
}
// Few programmes cover a region, and many are of each fund.
WITH this, regions, COLLECT {
  MATCH (this)-[:WITHIN]->(:Region)<-[:COVERS]-(programme:Programme)
  RETURN DISTINCT programme
} AS covering
MATCH (directorate:DirectorateGeneral)<-[manages:MANAGED_BY]-(fund:Fund)<-[spends:FUNDED_BY]-(programme:Programme)
// What is known of the period must agree: that of the service's work, of the programme, and the one asked for.
WITH this, regions, directorate, fund, programme, manages, spends, programme IN covering AS covers,
  [each IN [manages.period, programme.period, $period] WHERE each IS NOT NULL] AS periods
WITH *, NOT covers AND $unbound AND coalesce(programme.country, this.country) = this.country
  AND NOT EXISTS { (programme)-[:COVERS]->() } AS open
WHERE all(each IN periods WHERE each = periods[0]) AND (covers OR open)
RETURN directorate, collect(DISTINCT fund) AS funds,
       collect(DISTINCT CASE WHEN covers THEN programme END) AS programmes,
       collect(DISTINCT CASE WHEN NOT covers THEN programme END) AS unboundProgrammes,
       collect(DISTINCT manages) + collect(DISTINCT spends) AS links, regions
