// { regions { __typename } }

RETURN null AS row LIMIT 0;

// {}
