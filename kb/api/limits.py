"""What a query may ask for, in one list."""

from __future__ import annotations

from kb.errors import BadInput

DEFAULT_FIRST = 50
"""How many nodes a connection gives when it is not told."""
MOST_FIRST = 1000
"""How many nodes a connection gives at most."""
MOST_LEVELS = 10
"""How many nodes deep a query goes: planning it takes Neo4j twice as long with every level or two."""


def page_size(first: int | None) -> int:
    """Give the size of a page; raise BadInput outside 0 to MOST_FIRST."""
    size = DEFAULT_FIRST if first is None else first
    return within("first", size, 0, MOST_FIRST)


def within(name: str, value: int, least: int, most: int) -> int:
    """Give `value` if it is between `least` and `most`; raise BadInput if not."""
    if not least <= value <= most:
        raise BadInput(f"`{name}` is {value}.", f"Give a number from {least} to {most}.")
    return value
