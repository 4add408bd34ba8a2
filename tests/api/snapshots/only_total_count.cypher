// { regions { totalCount } }

RETURN COUNT { MATCH (n1:Region) RETURN n1 } AS row;

// {}
