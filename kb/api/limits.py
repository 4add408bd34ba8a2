"""What may be asked for, in one list; `docs/limits.md` shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from kb.errors import BadInput

DEFAULT_FIRST = 50
"""How many nodes a connection gives when it is not told."""
MOST_FIRST = 1000
MOST_LEVELS = 10
MOST_STEPS = 12
MOST_STEPS_DEEP = 6
MOST_KEYS = 5
MOST_KM = 20_040
"""Half way round the earth."""


T = TypeVar("T", int, float)


def _most(number: int, meaning: str, setting: str = "") -> Any:
    return field(default=number, metadata={"meaning": meaning, "setting": setting})


@dataclass(frozen=True)
class Limits:
    """The most there may be of each thing; what an operator may want to change is a setting."""

    body_bytes: int = _most(1_000_000, "Bytes of a request.")
    characters: int = _most(100_000, "Characters of an operation; longer values belong into variables.")
    tokens: int = _most(1_500, "Words, numbers and signs of an operation; and comments.")
    definitions: int = _most(50, "Operations and fragments of one text.")
    root_fields: int = _most(20, "Fields at the top: each is a statement of its own. Of introspection, one.")
    depth: int = _most(14, "How deep braces are nested, fragments opened; introspection aside.", "KB_MAX_DEPTH")
    levels: int = _most(
        MOST_LEVELS, "Nodes below each other: planning takes Neo4j twice as long with every level or two."
    )
    fields: int = _most(1_000, "Fields in all, fragments opened.")
    duplicates: int = _most(50, "Fields that give a response key that is there already.")
    aliases: int = _most(50, "Aliases.")
    directives: int = _most(30, "Directives.")
    errors: int = _most(5, "Mistakes that are told at once; finding the words for each takes time.")
    objects: int = _most(200, "Objects in arguments or variables: the conditions of a filter.")
    values: int = _most(10_000, "Values in arguments or variables, in lists and objects too.")
    nesting: int = _most(40, "How deep objects and lists of an argument or a variable are nested.")
    steps: int = _most(
        MOST_STEPS, "Relationships that a filter follows in all; values told of what groups are related to."
    )
    steps_deep: int = _most(
        MOST_STEPS_DEEP, "Relationships that a filter, or a path of groups, follows one after the other."
    )
    keys: int = _most(MOST_KEYS, "Keys of an `orderBy`, and fields that groups are `by`.")
    text: int = _most(10_000, "Characters of one text in an argument or a variable.")
    first: int = _most(MOST_FIRST, "`first` and `last` of a connection.")
    rows: int = _most(10_000_000, "Rows along one way down: the product of what each level may give for one above.")
    cost: int = _most(50_000_000, "What an operation may cost, by the estimate below.", "KB_MAX_COST")
    answer_mb: int = _most(20, "Size of an answer, in megabytes.", "KB_MAX_ANSWER_MB")


def at_most(what: str, found: int, most: int, hint: str) -> None:
    """Raise BadInput if more is found than there may be."""
    if found > most:
        raise BadInput(f"The operation has more than {most:,} {what}.", hint)


def asked_size(first: int | None, last: int | None) -> tuple[bool, int]:
    """Tell whether a page is counted from the end, and its size; raise BadInput outside 0 to MOST_FIRST."""
    if first is not None and last is not None:
        raise BadInput("`first` and `last` are both given.", "Ask for one of them.")
    if last is not None:
        return True, within("last", last, 0, MOST_FIRST)
    return False, within("first", DEFAULT_FIRST if first is None else first, 0, MOST_FIRST)


def within(name: str, value: T, least: int, most: int) -> T:
    """Give `value` if it is between `least` and `most`; raise BadInput if not."""
    if not least <= value <= most:
        raise BadInput(f"`{name}` is {value}.", f"Give a number from {least} to {most}.")
    return value


def within_many(name: str, values: Sequence[str], least: int, most: int) -> None:
    """Raise BadInput if a list has fewer or more entries than it may, or one of them twice."""
    twice = next((each for each, many in Counter(values).items() if many > 1), None)
    if twice is not None:
        raise BadInput(f"`{name}` names {twice} twice.", "Name each once.")
    if not least <= len(values) <= most:
        raise BadInput(f"`{name}` has {len(values)}.", f"Give {least} to {most}.")
