UNWIND facts AS fact
UNWIND coalesce(fact.sources, []) + coalesce(startNode(fact).sources, []) AS id
WITH DISTINCT id
MATCH (source:Source {id: id})
RETURN collect(source) AS sources
