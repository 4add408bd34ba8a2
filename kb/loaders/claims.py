"""Sums that other sums make up: kept as claims, so that no money is counted twice."""

from __future__ import annotations

from collections.abc import Iterator

from kb.loaders.facts import Fact, LinkFact, NodeFact


def total(id: str, name: str, what: str, eur: str, period: str, about: tuple[str, str]) -> Iterator[Fact]:
    """Give a total in euro, of what was allocated or paid, as what a source says of something: a kind and an id."""
    properties = {
        "name": name,
        "attribute": f"total {what}",
        "value": f"{eur} EUR",
        "number": eur,
        "unit": "EUR",
        "period": period,
        "note": "A sum of other rows of the source, but for rounding.",
    }
    yield NodeFact("Claim", id, properties)
    yield LinkFact("Claim", id, "about", *about)
