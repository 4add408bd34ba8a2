"""Answers as tables: one row for each node, one cell for each value, lists joined."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from typing import Any, TextIO, cast

import orjson

from kb.errors import BadInput
from kb.schema import KINDS, Kind, Point

PAGE = 1000
Ask = Callable[[str, dict[str, Any]], dict[str, Any]]


def kind_named(name: str) -> Kind | None:
    """Give the kind with this name: `clusters`, `cluster` or `Cluster`."""
    return next((kind for kind in KINDS.values() if name in (kind.plural, kind.singular, kind.name)), None)


def everything(kind: Kind, ask: Ask) -> Iterator[dict[str, Any]]:
    """Give every node of a kind as a row: its fields, the ids of its single relations, its sources."""
    points = {name for name, field in kind.fields.items() if field.type is Point}
    fields = [f"{name} {{ latitude longitude }}" if name in points else name for name in kind.fields]
    ones = [each.name for each in kind.relations.values() if not each.many]
    chosen = " ".join([*fields, *(f"{name} {{ id }}" for name in ones), "sources(first: 1000) { nodes { id } }"])
    columns = [
        *(
            each
            for name in kind.fields
            for each in ((f"{name}.latitude", f"{name}.longitude") if name in points else (name,))
        ),
        *(f"{name}.id" for name in ones),
        "sources.id",
    ]
    query = f"query($after: String) {{ {kind.plural}(first: {PAGE}, after: $after) {{ nodes {{ {chosen} }} pageInfo {{ hasNextPage endCursor }} }} }}"  # noqa: E501
    after: str | None = None
    while True:
        page = ask(query, {"after": after})[kind.plural]
        for row in map(flat, page["nodes"]):
            yield {name: row.get(name) for name in columns}
        if not page["pageInfo"]["hasNextPage"]:
            return
        after = page["pageInfo"]["endCursor"]


def rows(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the first list of an answer as rows, or the answer as one row; raise BadInput where there is nothing."""
    found = _first_list(answer)
    if found is None:
        values = flat(answer)
        if all(each is None for each in values.values()):
            raise BadInput("The answer is empty: there is nothing to export.", "Check the ids in the variables.")
        return [values]
    return [flat(each) for each in found]


def total(answer: Any) -> int | None:
    """Give how many nodes the uppermost connection of an answer has on all pages, where that was asked for."""
    level: list[Any] = [answer]
    while level:
        if found := next((each for each in level if not {"nodes", "edges"}.isdisjoint(each)), None):
            return cast(int | None, found.get("totalCount"))
        level = [below for each in level for below in each.values() if isinstance(below, dict)]
    return None


def more(answer: Any) -> bool:
    """Tell whether the answer says that a page in it is not the last."""
    if isinstance(answer, dict):
        return answer.get("hasNextPage") is True or any(map(more, answer.values()))
    return isinstance(answer, list) and any(map(more, answer))


def _first_list(value: Any) -> list[Any] | None:
    """Find the uppermost list of objects, level by level; an empty list may be one of values, so others go first."""
    level: list[Any] = [value]
    empty: list[Any] | None = None
    while level:
        below: list[Any] = []
        for each in level:
            if isinstance(each, dict):
                for item in each.values():
                    if item == []:
                        empty = item if empty is None else empty
                    elif isinstance(item, list) and all(isinstance(one, dict) for one in item):
                        return item
                    below.append(item)
        level = below
    return empty


def flat(value: Any, path: str = "") -> dict[str, Any]:
    """Give nested objects as one level with dotted names; lists become one value, joined by `;`."""
    if isinstance(value, dict):
        parts: dict[str, Any] = {}
        for key, item in value.items():
            # `nodes` says nothing: sources.nodes.id is sources.id
            parts |= flat(item, path if key == "nodes" and path else f"{path}.{key}" if path else key)
        return parts
    if isinstance(value, list) and any(isinstance(each, dict) for each in value):
        columns: dict[str, list[str]] = {}
        for each in value:
            for name, item in flat(each, path).items():
                columns.setdefault(name, []).append("" if item is None else str(item))
        return {name: ";".join(items) for name, items in columns.items()}
    if isinstance(value, list):
        return {path: ";".join(map(str, value))}
    return {path: value}


def write_csv(found: Iterator[dict[str, Any]] | list[dict[str, Any]], to: TextIO) -> int:
    """Write rows as CSV, with the columns of all of them; give how many."""
    every = list(found)
    columns = list(dict.fromkeys(name for row in every for name in row))
    # what is an object in one row and null in another has columns of its own
    columns = [name for name in columns if not any(each.startswith(f"{name}.") for each in columns)]
    writer = csv.DictWriter(to, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: safe(value) for name, value in row.items()} for row in every)
    return len(every)


def write_jsonl(found: Iterator[dict[str, Any]] | list[dict[str, Any]], to: TextIO) -> int:
    """Write rows as JSON, one a line; give how many."""
    count = 0
    for row in found:
        to.write(orjson.dumps(row).decode() + "\n")
        count += 1
    return count


FORMS = {"csv": write_csv, "jsonl": write_jsonl}
"""How to write each format."""


FORMULA = re.compile(r"[=+@\t\r]|-(?![\d.,]+$)")
"""How a text begins that a spreadsheet takes for a formula; a negative number is none."""


def safe(value: Any) -> Any:
    """Give a value so that a spreadsheet shows it, and does not reckon with it."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value
