// What is counted once for each load.
UNWIND $found AS row
RETURN row.kind AS kind, row.count AS count, row.regions AS regions, row.asOf AS asOf, row.missing AS missing
