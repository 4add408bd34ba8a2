UNWIND $found AS row
WITH row, COLLECT { UNWIND row.regions AS id MATCH (region:Region {id: id}) RETURN region } AS regions
WITH row, regions, COLLECT {
  UNWIND regions AS region
  WITH region.country AS country, count(*) AS count
  RETURN [country, count]
} AS countries
RETURN row.number AS number, size(regions) AS size, regions, countries, row.inside AS inside,
       row.modularity AS modularity, row.places AS places, [] AS standing
