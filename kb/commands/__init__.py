"""Commands of `kb`, each in a file of its own; `kb.cli` puts them together."""
