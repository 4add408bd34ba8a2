// { regions { __typename } }

RETURN null AS row;

// {}
