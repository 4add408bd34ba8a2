"""Patterns without the labels that their relationships imply: Neo4j would look at each node for them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from typing import TypeAlias

Ends: TypeAlias = Mapping[tuple[str, bool], Set[str]]
"""The kinds that relationships of a type have at their end, or (False) at their start."""

PART = re.compile(r"\(\w*(?::\w+)?\)|<?-\[\w*:\w+\]->?")


def lean(pattern: str, ends: Ends) -> str:
    """Give a pattern without the labels of nodes that can be of no other kind, by the relationships beside them."""
    path, where, condition = pattern.partition(" WHERE ")
    parts = PART.findall(path)
    for at in range(0, len(parts), 2):
        name, _, label = parts[at].strip("()").partition(":")
        before, after = parts[at - 1 : at], parts[at + 1 : at + 2]
        beside = [_end(each, ends, each.endswith(">")) for each in before if at]
        beside += [_end(each, ends, each.startswith("<")) for each in after]
        if label and {label} in beside:
            parts[at] = f"({name})"
    return "".join(parts) + where + condition


def _end(relationship: str, ends: Ends, is_end: bool) -> Set[str]:
    type_ = relationship.strip("<->[]").partition(":")[2]
    return ends.get((type_, is_end), frozenset())
