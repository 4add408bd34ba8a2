"""How much of each kind is loaded, and as of when: what every answer has to be read beside."""

# The bodies of the queries are Cypher.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from kb.projection import Computed, Projection
from kb.schema import KINDS, Kind
from kb.schema.model import field
from kb.signature import Doc, KindName, query

Kinds = Annotated[list[KindName] | None, Doc("Only these kinds; all if empty.")]


class Coverage:
    """How much of a kind the graph holds."""

    kind: str = field("The kind, by the name of its type.")
    count: int = field("How many there are.")
    regions: int | None = field("How many regions have at least one; null for a kind that belongs to no region.")
    as_of: str | None = field("When the last load ended that brought any, ISO 8601, UTC; null where none is loaded.")
    missing: bool = field("Whether none is loaded: what an answer does not say of this kind, nobody can know.")


def _counted(kind: Kind) -> str:
    relation = next((kind.relations[each] for each in ("regions", "region") if each in kind.relations), None)
    regions = "null"
    if relation and relation.targets == ("Region",) and kind.name != "Region":
        found = relation.pattern.replace("(this)", f"(this:{kind.name})", 1)
        regions = f"COUNT {{ MATCH (that:Region) WHERE EXISTS {{ MATCH {found} }} RETURN that }}"
    return (
        f"RETURN '{kind.name}' AS kind, COUNT {{ (:{kind.name}) }} AS count, {regions} AS regions, "
        f"COLLECT {{ MATCH (load:Load) WHERE any(each IN load.counts WHERE each STARTS WITH '{kind.name} ') "
        "RETURN toString(max(load.finished)) }[0] AS asOf"
    )


TEXT = " UNION ALL ".join(map(_counted, KINDS.values()))
NAMES = ("kind", "count", "regions", "asOf")


def _made(rows: list[list[Any]]) -> dict[str, dict[str, Any]]:
    """Give what is known of each kind."""
    return {row[0]: {**dict(zip(NAMES, row, strict=True)), "missing": row[1] == 0} for row in rows}


def of_kinds(found: Mapping[str, dict[str, Any]], kinds: Iterable[str]) -> list[dict[str, Any]]:
    """Give what is known of some kinds, in the order of the model."""
    wanted = set(kinds)
    return [each for kind, each in found.items() if kind in wanted]


COVERAGE = Projection("coverage", _made, TEXT)


def _asked(found: Mapping[str, dict[str, Any]], arguments: Mapping[str, Any]) -> list[dict[str, Any]]:
    return of_kinds(found, arguments["kinds"] or found)


@query(of=None, order=("kind",), computed=Computed(COVERAGE, _asked))
def coverage(kinds: Kinds = None) -> list[Coverage]:
    """Tell how much of each kind is loaded, in how many regions, and as of when."""
    ...
