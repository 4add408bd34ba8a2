MATCH (region)<-[of:OF_REGION]-(:Strategy)<-[set:SET_BY]-(priority:Priority)-[tag:DRAWS_ON]->(technology:Technology)
WHERE technology IN technologies
MATCH (this)-[topic:WORKS_ON]->(technology)
WITH collect(DISTINCT priority) AS priorities, collect(DISTINCT of) + collect(DISTINCT set) + collect(DISTINCT tag) AS links,
  collect(DISTINCT topic) AS topics
RETURN priorities, links + topics AS chosen
