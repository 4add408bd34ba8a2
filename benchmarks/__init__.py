"""How fast kb is, and how it compares; never part of what is installed."""
