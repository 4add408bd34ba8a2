// Which codes are one territory: it is the region of the first of them ...
MATCH (region:Region)
RETURN 'REGION' AS what, COLLECT { MATCH (region)-[:SAME_TERRITORY]->(code:Region) RETURN min(code.id) }[0] AS region,
       region.id AS key, null AS value, region.country AS of
UNION ALL
// ... what its strategies draw on ...
MATCH (region:Region)<-[:OF_REGION]-(:Strategy)<-[:SET_BY]-(:Priority)-[:DRAWS_ON]->(technology:Technology)
WITH DISTINCT region, technology
RETURN 'TECHNOLOGIES' AS what, region.id AS region, technology.id AS key, null AS value, null AS of
UNION ALL
// ... the activities, fields of science and objectives they speak of ...
MATCH (region:Region)<-[:OF_REGION]-(:Strategy)<-[:SET_BY]-(:Priority)-[:CONCERNS|RESTS_ON|SERVES_TOPIC]->(theme)
WITH DISTINCT region, theme
RETURN 'PRIORITIES' AS what, region.id AS region, labels(theme)[0] + ' ' + theme.id AS key, null AS value, null AS of
UNION ALL
// ... and of each statistic the newest over all codes of the territory; of equally new ones that of the first code.
MATCH (statistic:Statistic)-[:MEASURED_IN]->(code:Region)-[:SAME_TERRITORY]->(same:Region)
WHERE statistic.indicator IN ['GERD', 'GDP'] AND statistic.unit IN ['PC_GDP', 'MIO_EUR']
WITH statistic, code, min(same.id) AS region ORDER BY statistic.year DESC, code.id, statistic.id
WITH region, statistic.indicator AS indicator, head(collect(statistic)) AS newest
RETURN CASE indicator WHEN 'GERD' THEN 'RESEARCH' ELSE 'ECONOMY' END AS what, region, newest.id AS key,
       newest.value AS value, null AS of
UNION ALL
MATCH (sector:Sector)<-[:MEASURES]-(statistic:Statistic {indicator: 'PERSONS_EMPLOYED'})-[:MEASURED_IN]->(code:Region),
      (code)-[:SAME_TERRITORY]->(same:Region)
WITH sector, statistic, code, min(same.id) AS region ORDER BY statistic.year DESC, code.id, statistic.id
WITH region, sector, head(collect(statistic)) AS newest
RETURN 'SECTORS' AS what, region, newest.id AS key, newest.value AS value, sector.id AS of
