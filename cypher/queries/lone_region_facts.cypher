// The priorities that are counted; that it takes part in nothing is no fact, it follows from there being none.
MATCH (region)<-[of:OF_REGION]-(:Strategy)<-[set:SET_BY]-(priority:Priority)
OPTIONAL MATCH (priority)-[need:DRAWS_ON]->(technology:Technology)
WITH of, set, need, technology
WHERE $technologies IS NULL OR technology.id IN $technologies
RETURN collect(DISTINCT of) + collect(DISTINCT set) + collect(DISTINCT need) AS facts
