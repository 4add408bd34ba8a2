"""The loads that the graph records, and how two of them differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from kb.errors import BadInput
from kb.graph import Graph

Load: TypeAlias = dict[str, Any]

LOADS = """
MATCH (l:Load)
RETURN l {.*, started: toString(l.started), finished: toString(l.finished), leftOut: l.rows - l.accepted - l.rejected}
ORDER BY l.version DESC
"""
SAID = (
    "id", "version", "dataset", "by", "started", "finished", "seconds", "whole", "files", "checksum", "rows",
    "accepted", "rejected", "leftOut", "facts", "created", "updated", "withdrawn", "rejectCounts", "counts",
)  # fmt: skip
"""What is told of a load, in this order."""
COUNTED = ("rejectCounts", "counts")
"""Lists of a name and a number each, such as `Project 12`; loads of long ago do not have them."""


def history(graph: Graph) -> list[Load]:
    """Give all loads, the newest first."""
    return [_counted(row[0]) for row in graph.read(LOADS)]


def _counted(load: Mapping[str, Any]) -> Load:
    return {name: dict(map(_split, load.get(name) or ())) if name in COUNTED else load.get(name) for name in SAID}


def _split(text: str) -> tuple[str, int]:
    name, _, count = text.rpartition(" ")
    return name, int(count)


def named(loads: Sequence[Load], name: str) -> Load:
    """Give the load of that version or id; raise BadInput where there is none."""
    for load in loads:
        if name in (str(load["version"]), load["id"]):
            return load
    raise BadInput(f"There is no load {name}.", "`kb loads` lists them; name one by its version or its id.")


Line: TypeAlias = tuple[str, Any, Any]
"""What is recorded, for the one load and for the other; None where it is not."""


def differences(one: Load, other: Load) -> list[Line]:
    """Give what the two loads recorded that is not the same."""
    before, after = dict(lines(one)), dict(lines(other))
    return [
        (name, before.get(name), after.get(name))
        for name in dict.fromkeys((*before, *after))
        if before.get(name) != after.get(name) and name != "id"
    ]


def lines(load: Load) -> Iterator[tuple[str, Any]]:
    """Give what a load recorded, one value after the other."""
    for name, value in load.items():
        if name == "rejectCounts":
            yield from ((f"rejected as {code}", count) for code, count in value.items())
        elif name == "counts":
            yield from value.items()
        elif name == "files":
            yield from ((f"file {file}", "read") for file in value)
        else:
            yield ("left out" if name == "leftOut" else name), value
