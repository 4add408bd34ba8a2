// Everything the match rests on: the priorities, their tags, the memberships along the chain and where its ends are.
CALL (path) {
  UNWIND [path[0], path[-1]] AS end
  MATCH (end)-[place:LOCATED_IN]->(:Region)
  RETURN collect(place) AS places
}
WITH [fact IN myPriorities + theirPriorities | fact.sources] + [fact IN tags + memberships + places | fact.sources] AS named
UNWIND named AS ids
UNWIND ids AS id
WITH DISTINCT id
MATCH (source:Source {id: id})
RETURN collect(source) AS sources
