// Who takes part, and what says that these regions, or those around or inside them, are in the category.
CALL (partnership, regions) {
  MATCH (partnership)<-[link:TAKES_PART_IN]-(region:Region)
  WHERE region IN regions AND current(link)
  RETURN collect(link) AS links
}
CALL (category, regions) {
  UNWIND regions AS region
  MATCH (region)-[:WITHIN]-(:Region)-[link:IN_CATEGORY]->(category)
  WHERE link.period = $period
  RETURN collect(DISTINCT link) AS placed
}
RETURN links + placed AS facts
