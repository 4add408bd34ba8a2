"""Finding things by their words."""

# The bodies of the queries are Cypher.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from kb.schema import KINDS, Entity
from kb.schema.cypher import searched
from kb.schema.model import field
from kb.signature import Doc, KindName, SearchText, made, query
from kb.words import Highlight, highlights

Kinds = Annotated[list[KindName] | None, Doc("Only these kinds; all if empty.")]
Words = Annotated[SearchText, Doc("Words to find; accents do not matter, the last letters may be left out.")]

TEXTS = f"[labels(that)[0], that {{{', '.join(f'.{each}' for each in searched(KINDS))}}}]"
"""The kind of a node, and all of it that `search` looks in."""


def highlighted(node: tuple[str, dict[str, Any]], arguments: Mapping[str, Any]) -> list[Highlight]:
    """Give the texts of a node, as `TEXTS` reads it, that have the words of a search."""
    kind, values = node
    names = {each.stored_as: each.name for each in reversed(KINDS[kind].fields.values())}
    texts = [(names[each], values[each]) for each in reversed(names) if values.get(each)]
    return highlights(arguments["query"], ((name, text) for name, value in texts for text in _listed(value)))


def _listed(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]


class Hit:
    """How well a node answers a search."""

    score: float = field("How well it fits: higher is better; comparable within one search only.")
    highlights: list[Highlight] = made("The texts that have the words, with the words told apart.", TEXTS, highlighted)


@query(of=None, order=("-score", "that.id", "labels(that)[0]"), edge=Hit)
def search(query: Words, kinds: Kinds = None) -> list[Entity]:
    """Find anything by its id or the words of its names and descriptions, best first."""
    ...
