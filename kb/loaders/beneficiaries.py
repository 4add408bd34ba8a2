"""Organisations that a list knows by name only: one for all spellings that differ in case, accents and signs."""

from __future__ import annotations

from collections.abc import Iterable

from kb.loaders.facts import NodeFact
from kb.loaders.places import Read
from kb.loaders.slugs import slug

PREFIX = "beneficiary"
KNOWN = f"MATCH (o:Organisation) WHERE o.id STARTS WITH '{PREFIX}-' RETURN o.id, o.name"


class Beneficiaries:
    """The organisations met so far, each by the spelling it was first met with.

    All rows, and all lists, must say the same of an organisation. So nothing is said of it but its name and country,
    and the name is spelled as the graph has it, else as the first row has it.
    """

    def __init__(self, known: Iterable[tuple[str, str]] = ()) -> None:
        self._spelled = dict(known)
        self._facts: dict[tuple[str, str], NodeFact] = {}

    @classmethod
    def read(cls, read: Read) -> Beneficiaries:
        """Give those of the graph."""
        return cls((id, name) for id, name in read(KNOWN))

    def fact(self, name: str, country: str) -> NodeFact:
        """Give the organisation of that name in that country."""
        fact = self._facts.get((name, country))
        if fact is None:
            id = f"{PREFIX}-{country}-{slug(name)}" if country else f"{PREFIX}-{slug(name)}"
            properties = {"name": self._spelled.setdefault(id, name), "country": country}
            fact = self._facts[name, country] = NodeFact("Organisation", id, properties)
        return fact
