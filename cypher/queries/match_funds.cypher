// `here` are the regions on this side, `there` is the one on the other.
CALL (here) {
  UNWIND here AS one
  MATCH (one)-[:WITHIN]->(:Region)<-[covers:COVERS]-(:Programme)-[spends:FUNDED_BY]->(fund:Fund)
  RETURN fund, collect(DISTINCT covers) + collect(DISTINCT spends) AS mine
}
MATCH (there)-[:WITHIN]->(:Region)<-[covers:COVERS]-(:Programme)-[spends:FUNDED_BY]->(fund)
WITH fund, mine, collect(covers) + collect(spends) AS theirs
RETURN collect(fund) AS funds, reduce(all = [], each IN collect(mine + theirs) | all + each) AS financing
