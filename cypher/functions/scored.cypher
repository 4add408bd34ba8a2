// scored(parts): the mean of the parts that are known, by their weights; 0 where none has a weight. A part is its name,
// its value and its weight.
coalesce(round(
  reduce(sum = 0.0, part IN given | sum + coalesce(part[1] * part[2], 0.0))
    / nullIf(reduce(sum = 0.0, part IN given | sum + CASE WHEN part[1] IS NULL THEN 0.0 ELSE part[2] END), 0.0), 4), 0.0)
