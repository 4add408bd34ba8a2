// What has exactly this id comes before all that has it in a text.
CALL db.index.fulltext.queryNodes('search', $query.lucene) YIELD node AS that, score
WHERE $kinds IS NULL OR labels(that)[0] IN $kinds
RETURN that, CASE toLower(that.id) WHEN toLower(trim($query.typed)) THEN score + 1000 ELSE score END AS score
