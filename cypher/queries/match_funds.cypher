MATCH (this)-[:WITHIN]->(:Region)<-[covers:COVERS]-(:Programme)-[spends:FUNDED_BY]->(fund:Fund)
WITH region, fund, collect(covers) + collect(spends) AS mine
MATCH (region)-[:WITHIN]->(:Region)<-[covers:COVERS]-(:Programme)-[spends:FUNDED_BY]->(fund)
WITH fund, mine, collect(covers) + collect(spends) AS theirs
RETURN collect(fund) AS funds, reduce(all = [], each IN collect(mine + theirs) | all + each) AS financing
