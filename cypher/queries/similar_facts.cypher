// What their priorities draw on and speak of, and the statistics they are compared by.
WITH both, statistics
WITH COLLECT {
  UNWIND both AS each
  MATCH (each)-[:SAME_TERRITORY]->(:Region)<-[of:OF_REGION]-(:Strategy)<-[set:SET_BY]-(priority:Priority)
        -[tag:DRAWS_ON|CONCERNS|RESTS_ON|SERVES_TOPIC]->(field)
  WITH of, set, tag, priority, field ORDER BY priority.id, field.id
  UNWIND [of, set, tag] AS fact
  RETURN DISTINCT fact
} AS said, COLLECT {
  UNWIND statistics AS id
  MATCH (:Statistic {id: id})-[measured:MEASURED_IN]->(:Region)
  RETURN measured
} AS measured
RETURN said + measured AS facts
