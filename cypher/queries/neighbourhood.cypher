MATCH (here:$middle {id: $of.id})
WITH here, COLLECT {
  MATCH p = ANY SHORTEST
    (here) ((one)-[:$types]-(next) WHERE $kinds IS NULL OR labels(next)[0] IN $kinds){1,$steps} (near)
  WHERE near <> here
  RETURN near ORDER BY length(p), labels(near)[0], near.id LIMIT $limit
} AS around
RETURN [here] + around[..$limit - 1] AS nodes, size(around) < $limit AS complete
