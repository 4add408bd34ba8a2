MATCH (partnership:Partnership)<-[:PROJECT_OF]-(project:Project)
WHERE ($stages IS NULL OR any(each IN project.stages WHERE each IN $stages))
  AND ($platform IS NULL OR EXISTS {
    (partnership)-[:ON_PLATFORM|PILOT_OF]->(:Platform)-[:PART_OF_PLATFORM*0..3]->(:Platform {id: $platform})
  })
WITH partnership, project, COLLECT {
  MATCH (project)-[:APPLIES]->(technology:Technology) RETURN technology
  UNION
  MATCH (partnership)-[:WORKS_ON]->(technology:Technology) RETURN technology
} AS technologies
WHERE $technologies IS NULL OR any(each IN technologies WHERE each.id IN $technologies)
WITH partnership, project, technologies,
  COLLECT { MATCH (project)-[:INVOLVES]->(region:Region) RETURN DISTINCT region } AS regions,
  COLLECT {
    MATCH (project)-[:FINANCED_BY]->(fund:Fund) RETURN fund
    UNION
    MATCH (project)-[:FINANCED_UNDER]->(:Programme)-[:FUNDED_BY]->(fund:Fund) RETURN fund
  } AS funds,
  ['LEARN', 'CONNECT', 'DEMONSTRATE', 'COMMERCIALISE', 'SCALE_UP'] AS way
WITH *, last([at IN range(1, size(way)) WHERE way[at - 1] IN project.stages]) AS reached
RETURN project, partnership, way[reached - 1] AS stage, coalesce(reached, 0) AS maturity,
       technologies, regions, funds
