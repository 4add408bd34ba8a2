// { search(query: "Photonics now", kinds: [CLUSTER]) { edges { score node { id } } totalCount } }

RETURN [COLLECT { CALL () {
CALL db.index.fulltext.queryNodes('search', $p0.lucene) YIELD node AS that, score
WHERE $p1 IS NULL OR labels(that)[0] IN $p1
RETURN that AS that_1, CASE toLower(that.id) WHEN toLower(trim($p0.typed)) THEN score + 1000 ELSE score END AS score_1
} WITH that_1, score_1 ORDER BY score_1 DESC, that_1.id, (labels(that_1)[0]) LIMIT $p2 RETURN [score_1, [labels(that_1)[0], [that_1.id]]] AS row }, COUNT { CALL () {
CALL db.index.fulltext.queryNodes('search', $p0.lucene) YIELD node AS that, score
WHERE $p1 IS NULL OR labels(that)[0] IN $p1
RETURN that AS that_1, CASE toLower(that.id) WHEN toLower(trim($p0.typed)) THEN score + 1000 ELSE score END AS score_1
} RETURN that_1 }] AS row;

// {"p0": {"typed": "Photonics now", "lucene": "(photonics OR photonics*) AND (now OR now*)"}, "p1": ["Cluster"], "p2": 50}
