"""Groups the ordinary way, over all facts in memory: the part of the reference that puts nodes together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from graphql import get_named_type, is_leaf_type

from kb.schema import KINDS

Path = tuple[str, ...]
PARTS = {"YEAR": 4, "MONTH": 7, "DAY": 10}
TOLD: dict[str, Callable[[list[Any]], Any]] = {
    "count": len,
    "countDistinct": lambda values: len(set(values)),
    "sum": lambda values: float(sum(values)) if values else None,
    "avg": lambda values: sum(values) / len(values) if values else None,
    "min": lambda values: min(values, default=None),
    "max": lambda values: max(values, default=None),
}
"""What is told of a list of values that are known."""


@dataclass
class Place:
    """A place in a group: nodes, or the values that they have; `key` is what the group is by."""

    reference: Any
    target: str
    key: dict[Path, Any]
    path: Path
    nodes: list[Any]
    values: list[Any] | None = None

    def of(self, name: str) -> Any:
        """Give a field of the place: another place, or what is told here."""
        if self.values is not None:
            return self.key[self.path] if name == "value" else TOLD[name](self.values)
        if name == "count":
            return len(self.nodes)
        path = (*self.path, name)
        target = get_named_type(self.reference.schema.type_map[self.target].fields[name].type)
        if is_leaf_type(target):
            values = [value for node in self.nodes for value in values_of(node, name) if value is not None]
            return Place(self.reference, "", self.key, path, [], values)
        nodes = target.fields.get("nodes")
        further = {each: None for node in self.nodes for each in self.reference.related(node, name)}
        kind = get_named_type(nodes.type).name if nodes else target.name
        return Place(self.reference, kind, self.key, path, list(further))


def values_of(node: Any, name: str) -> list[Any]:
    """Give the value of a field, or all of a list."""
    field = KINDS[node.kind].fields[name]
    value = node.properties.get(field.stored_as, [] if field.many else None)
    return value if field.many else [value]


def groups(reference: Any, kind: str, nodes: Iterable[Any], by: list[Mapping[str, Any]]) -> list[Place]:
    """Put nodes together, in the order of what they are by; what is unknown comes last."""
    paths = [flat(each) for each in by]
    found: dict[tuple[Any, ...], dict[Any, None]] = {} if by else {(): {}}
    for node in nodes:
        for key in keys(reference, node, paths):
            found.setdefault(key, {})[node] = None

    def last(key: tuple[Any, ...]) -> list[tuple[bool, Any]]:
        return [(value is None, value if value is not None else 0) for value in key]

    return [
        Place(reference, kind, {path: value for (path, _), value in zip(paths, key, strict=True)}, (), list(found[key]))
        for key in sorted(found, key=last)
    ]


def keys(reference: Any, node: Any, paths: list[tuple[Path, str]]) -> Iterable[tuple[Any, ...]]:
    """Give every key of a node: paths that begin alike go over the same related nodes."""
    ways: list[dict[Path, Any]] = [{(): node}]
    for step in dict.fromkeys(path[:end] for path, _ in paths for end in range(1, len(path))):
        ways = [{**way, step: each} for way in ways for each in related(reference, way[step[:-1]], step[-1])]
    for way in ways:
        yield from product(*(at(way[path[:-1]], path[-1], part) for path, part in paths))


def related(reference: Any, node: Any, name: str) -> list[Any]:
    return (list(reference.related(node, name)) if node else []) or [None]


def at(node: Any, name: str, part: str) -> list[Any]:
    values = (values_of(node, name) if node else []) or [None]
    return [value[: PARTS[part]] if value is not None and part in PARTS else value for value in values]


def flat(given: Mapping[str, Any]) -> tuple[Path, str]:
    """Give the path of nested inputs of one field each, and what it ends with."""
    [(name, below)] = given.items()
    if not isinstance(below, Mapping):
        return (name,), below
    path, part = flat(below)
    return (name, *path), part
