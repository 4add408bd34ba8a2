"""What is computed of the graph outside Neo4j: by networks and profiles, which know nothing of where they are from."""
