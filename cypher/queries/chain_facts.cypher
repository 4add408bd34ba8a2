UNWIND chained AS fact
WITH DISTINCT fact
RETURN collect(fact) AS facts
