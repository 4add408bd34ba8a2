UNWIND $found AS row
WITH row,
  COLLECT { UNWIND row.regions AS id MATCH (region:Region {id: id}) RETURN region } AS regions,
  COLLECT { UNWIND row.leaderless AS id MATCH (partnership:Partnership {id: id}) RETURN partnership } AS leaderless,
  COLLECT { UNWIND row.isolated AS id MATCH (region:Region {id: id}) RETURN region } AS isolated,
  COLLECT {
    UNWIND row.pairs AS pair
    MATCH (one:Region {id: pair[0]}), (other:Region {id: pair[1]})
    RETURN [one.id, one.name, other.id, other.name]
  } AS lost
CALL (regions) {
  UNWIND regions AS region
  MATCH (region)<-[:WITHIN]-(place:Region)<-[stands:STANDS_IN]-(facility:Facility)
  WITH DISTINCT facility, place, stands ORDER BY facility.id, place.id
  RETURN collect(DISTINCT facility) AS facilities, collect(stands) AS standing
}
RETURN regions, leaderless, row.pairsBefore AS pairsBefore, row.pairsAfter AS pairsAfter, lost, isolated, facilities,
       row.places AS places, standing
