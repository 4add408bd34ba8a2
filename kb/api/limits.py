"""What a query may ask for, in one list."""

from __future__ import annotations

from kb.errors import BadInput

DEFAULT_FIRST = 50
"""How many nodes a connection gives when it is not told."""
MOST_FIRST = 1000
"""How many nodes a connection gives at most."""
MOST_LEVELS = 10
"""How many nodes deep a query goes: planning it takes Neo4j twice as long with every level or two."""


def asked_size(first: int | None, last: int | None) -> tuple[bool, int]:
    """Tell whether a page is counted from the end, and its size; raise BadInput outside 0 to MOST_FIRST."""
    if first is not None and last is not None:
        raise BadInput("`first` and `last` are both given.", "Ask for one of them.")
    if last is not None:
        return True, within("last", last, 0, MOST_FIRST)
    return False, within("first", DEFAULT_FIRST if first is None else first, 0, MOST_FIRST)


def within(name: str, value: int, least: int, most: int) -> int:
    """Give `value` if it is between `least` and `most`; raise BadInput if not."""
    if not least <= value <= most:
        raise BadInput(f"`{name}` is {value}.", f"Give a number from {least} to {most}.")
    return value
