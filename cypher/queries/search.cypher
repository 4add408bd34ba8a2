CALL db.index.fulltext.queryNodes('search', $query) YIELD node AS that, score
WHERE $kinds IS NULL OR labels(that)[0] IN $kinds
RETURN that, score
