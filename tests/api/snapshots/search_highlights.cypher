// { search(query: "Photonics now") { edges { highlights { field parts { text found } } node { id } } } }

RETURN COLLECT { CALL () {
CALL db.index.fulltext.queryNodes('search', $p0.lucene) YIELD node AS that, score
WHERE $p1 IS NULL OR labels(that)[0] IN $p1
RETURN that AS that_1, CASE toLower(that.id) WHEN toLower(trim($p0.typed)) THEN score + 1000 ELSE score END AS score_1
} WITH that_1, score_1 ORDER BY score_1 DESC, that_1.id, (labels(that_1)[0]) LIMIT $p2 RETURN [[labels(that_1)[0], that_1 {.id, .name, .description, .code, .originalTitle, .chain, .sector, .place, .city, .shortName, .latinName, .type, .category, .acronym, .englishName, .otherNames, .mainCity}], [labels(that_1)[0], [that_1.id]]] AS row } AS row;

// {"p0": {"typed": "Photonics now", "lucene": "(photonics OR photonics*) AND (now OR now*)"}, "p1": null, "p2": 50}
