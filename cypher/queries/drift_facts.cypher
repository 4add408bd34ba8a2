// That these are priorities of strategies of the region, and the technologies they name.
UNWIND [priority] + after AS each
MATCH (each)-[set:SET_BY]->(:Strategy)-[of:OF_REGION]->(:Region)
OPTIONAL MATCH (each)-[need:DRAWS_ON]->(:Technology)
RETURN collect(DISTINCT of) + collect(DISTINCT set) + collect(DISTINCT need) AS facts
