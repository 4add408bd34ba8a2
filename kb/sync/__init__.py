"""Makes the graph hold what the files of a loader say: a load is a synchronisation."""
