// Each with the dates that its relationships give; a date may be a year or a month.
CALL () {
  MATCH (region:Region)-[link:TAKES_PART_IN]->(partnership:Partnership)
  RETURN region, region AS subject, partnership, link, [link.from, link.to, link.asOf] AS dates
UNION ALL
  MATCH (subject:Cluster)-[link:MEMBER_OF]->(partnership:ClusterPartnership)
  OPTIONAL MATCH (subject)-[:LOCATED_IN]->(region:Region)
  RETURN region, subject, partnership, link, [link.from, link.to, link.asOf] AS dates
UNION ALL
  MATCH (subject:Strategy)<-[link:SET_BY]-(:Priority)
  OPTIONAL MATCH (subject)-[:OF_REGION]->(region:Region)
  RETURN region, subject, null AS partnership, link, [right(subject.period, 4)] AS dates
}
WITH region, subject, partnership, link, dates
WHERE $regions IS NULL OR region.id IN $regions
// Of 2016 and 2016-02 it may be 2016 that is the newer.
UNWIND dates AS day
WITH region, subject, partnership, collect(DISTINCT link) AS facts,
  split(max(day + right('-12-31', 10 - size(day)) + ' ' + day), ' ')[1] AS said
WITH region, subject, partnership, facts, said, CASE WHEN said IS NULL THEN COLLECT {
  UNWIND facts AS link UNWIND link.sources AS id
  MATCH (source:Source {id: id})
  RETURN toString(max(source.retrieved))
}[0] END AS read
WITH region, subject, partnership, facts, coalesce(said, read) AS newest, said IS NULL AND read IS NOT NULL AS readOnly
WHERE newest < left($olderThan, size(newest)) OR (newest IS NULL AND $undated)
RETURN region, subject, partnership, newest, readOnly, facts
