UNWIND $found AS row
MATCH (region:Region {id: row.region}), (one:Region {id: row.to})
WITH row, region, one, COLLECT {
  UNWIND row.technologies AS id MATCH (technology:Technology {id: id}) RETURN technology
} AS technologies
RETURN region, row.distance AS distance, row.known AS known, row.parts AS parts, technologies,
       [one, region] AS both, row.statistics AS statistics
