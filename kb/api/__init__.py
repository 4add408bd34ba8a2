"""The GraphQL layer: types from the model, selections compiled to one Cypher statement each."""
