// { regions { __typename } }

RETURN [null, null] AS row;

// {}
