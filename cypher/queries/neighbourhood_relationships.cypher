UNWIND nodes AS one
MATCH (one)-[link:$types]->(other)
WHERE other IN nodes
WITH one, link, other
ORDER BY one.id, labels(one)[0], type(link), other.id, labels(other)[0], coalesce(link.key, '')
RETURN collect(link) AS relationships
