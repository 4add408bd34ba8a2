// Of the regions there are, under all codes of their territory; of those to add, their own.
UNWIND [one IN given | [one, true]] + [one IN regions | [one, false]] AS each
WITH each[0] AS one, each[1] AS any, technologies
MATCH (one)-[:SAME_TERRITORY]->(code:Region)<-[of:OF_REGION]-(:Strategy)<-[set:SET_BY]-(priority:Priority)-[tag:DRAWS_ON]->(technology:Technology)
WHERE technology IN technologies AND (any OR code = one)
WITH collect(DISTINCT priority) AS priorities, collect(of) AS ofs, collect(set) AS sets, collect(tag) AS tags
RETURN priorities, ofs + sets + tags AS chosen
