// A source that gives several texts lists them, as the members of something: with that nobody disagrees. Of a number
// there is one, even where one source gives two.
MATCH (claim:Claim)-[fact:ABOUT]->(about)
WHERE ($kinds IS NULL OR labels(about)[0] IN $kinds) AND ($attribute IS NULL OR claim.attribute = $attribute)
WITH about, claim, fact, coalesce(toString(claim.number), claim.value) AS value
ORDER BY claim.number, claim.value, claim.id
WITH about, claim.attribute AS attribute, coalesce(claim.period, '') AS period, coalesce(claim.unit, '') AS unit,
     collect(claim) AS claims, collect(fact) AS facts, collect(value) AS values, collect([claim.sources, value]) AS said,
     count(claim.number) = count(*) AS counted, min(claim.number) AS least, max(claim.number) AS most
WHERE any(value IN values WHERE value <> values[0])
  AND (counted OR none(one IN said WHERE any(other IN said WHERE other[0] = one[0] AND other[1] <> one[1])))
RETURN about, labels(about)[0] AS aboutKind, attribute, CASE WHEN period <> '' THEN period END AS period,
       CASE WHEN unit <> '' THEN unit END AS unit, least, most, claims, facts
