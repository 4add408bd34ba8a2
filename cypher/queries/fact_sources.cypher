// Who names a region does not say what it takes part in.
UNWIND facts AS fact
UNWIND coalesce(fact.sources, [])
  + CASE WHEN 'Region' IN labels(startNode(fact)) THEN [] ELSE coalesce(startNode(fact).sources, []) END AS id
WITH DISTINCT id
MATCH (source:Source {id: id})
RETURN collect(source) AS sources
