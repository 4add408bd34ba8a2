CALL (project, partnership) {
  MATCH (project)-[fact:PROJECT_OF|APPLIES|INVOLVES|FINANCED_BY]->() RETURN fact
  UNION
  MATCH (partnership)-[fact:WORKS_ON]->() RETURN fact
  UNION
  MATCH (project)-[under:FINANCED_UNDER]->(:Programme)-[spends:FUNDED_BY]->() UNWIND [under, spends] AS fact RETURN fact
  UNION
  MATCH (partnership)-[fact:ON_PLATFORM|PILOT_OF]->() WHERE $platform IS NOT NULL RETURN fact
}
WITH facilityFacts, collect(DISTINCT fact) AS found
RETURN found + facilityFacts AS facts
