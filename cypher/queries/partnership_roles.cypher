MATCH (region:Region)-[link:TAKES_PART_IN]->(partnership:Partnership)
WITH region, collect(DISTINCT partnership) AS partnerships, collect(link) AS facts,
     collect(DISTINCT CASE WHEN link.role CONTAINS 'lead' THEN partnership END) AS leads,
     min(CASE WHEN link.role CONTAINS 'lead' THEN coalesce(link.from, link.asOf) END) AS leadsSince
WHERE size(partnerships) >= $atLeast AND ($leading IS NULL OR $leading = (size(leads) > 0))
RETURN region, size(partnerships) AS count, partnerships, leads, leadsSince,
       date().year - toInteger(left(leadsSince, 4)) AS yearsLeading, facts
