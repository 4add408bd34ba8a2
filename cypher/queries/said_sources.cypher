UNWIND said AS id
WITH DISTINCT id
MATCH (source:Source {id: id})
RETURN collect(source) AS sources
