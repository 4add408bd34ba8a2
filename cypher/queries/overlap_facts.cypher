// Who takes part in either: who takes part in one only counts against them.
UNWIND [this, partnership] AS each
MATCH (each)<-[link:TAKES_PART_IN]-(:Region) WHERE current(link)
RETURN collect(link) AS facts
