UNWIND $found AS row
MATCH (region:Region {id: row.region})
WITH row, region, COLLECT {
  UNWIND row.groups AS id
  OPTIONAL MATCH (partnership:Partnership {id: id})
  OPTIONAL MATCH (alliance:ClusterPartnership {id: id})
  RETURN coalesce(partnership, alliance)
} AS groups
RETURN region, row.places AS places, [] AS standing, row.betweenness AS betweenness, row.closeness AS closeness,
       row.neighbours AS neighbours, row.pairsCut AS pairsCut, groups
