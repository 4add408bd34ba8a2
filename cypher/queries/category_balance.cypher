MATCH (region:Region)-[link:TAKES_PART_IN]->(partnership:Partnership) WHERE current(link)
WITH region, collect(DISTINCT partnership) AS partnerships
// The category of the region it lies in or, where there is none, the one that all inside it have.
WITH region, partnerships,
  COLLECT {
    MATCH (region)-[:WITHIN]->(:Region)-[link:IN_CATEGORY]->(category:RegionCategory)
    WHERE link.period = $period
    RETURN DISTINCT category
  } AS around,
  COLLECT {
    MATCH (region)<-[:WITHIN]-(:Region)-[link:IN_CATEGORY]->(category:RegionCategory)
    WHERE region.level < 2 AND link.period = $period
    RETURN DISTINCT category
  } AS inside
WITH region, partnerships, CASE WHEN size(around) > 0 THEN around ELSE inside END AS found
UNWIND partnerships AS partnership
WITH partnership, CASE WHEN size(found) = 1 THEN found[0] END AS category, collect(region) AS regions
// Against all regions that have a category.
WITH category, collect({partnership: partnership, regions: regions}) AS groups,
     COUNT { MATCH (:Region)-[link:IN_CATEGORY]->(:RegionCategory) WHERE link.period = $period } AS all
WITH category, groups, all,
     COUNT { MATCH (:Region)-[link:IN_CATEGORY]->(category) WHERE link.period = $period } AS its
WITH category, groups, CASE WHEN all > 0 AND category IS NOT NULL THEN round(1.0 * its / all, 4) END AS euShare
UNWIND groups AS group
WITH group.partnership AS partnership, collect({of: category, regions: group.regions, euShare: euShare}) AS groups,
     sum(CASE WHEN category IS NOT NULL THEN size(group.regions) END) AS known
UNWIND groups AS group
WITH partnership, group.of AS category, group.regions AS regions, group.euShare AS euShare, known
RETURN partnership, category, regions, size(regions) AS count,
       CASE WHEN category IS NOT NULL THEN round(1.0 * size(regions) / known, 4) END AS share,
       euShare
