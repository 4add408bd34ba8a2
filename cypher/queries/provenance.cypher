MATCH (node:$kind {id: $of.id})
CALL (node) {
  WITH node WHERE $relationships IS NULL
  RETURN null AS relationship, node.origin AS origin, node.confidence AS confidence, node.sources AS ids,
         '' AS kind, '' AS other, '' AS otherKind, '' AS key
  UNION ALL
  MATCH (node)-[relationship]-(other)
  WHERE $relationships IS NULL OR type(relationship) IN $relationships
  RETURN relationship, relationship.origin AS origin, relationship.confidence AS confidence,
         relationship.sources AS ids, type(relationship) AS kind, other.id AS other, labels(other)[0] AS otherKind,
         coalesce(relationship.key, '') AS key
}
OPTIONAL MATCH (load:Load {version: origin[0]})
WITH relationship, load, origin, confidence, kind, other, otherKind, key, COLLECT {
  UNWIND ids AS id
  MATCH (source:Source {id: id})
  RETURN source
} AS sources
RETURN relationship, load, load.files[origin[1]] AS file, origin[2] AS line, confidence, sources,
       kind, other, otherKind, key
