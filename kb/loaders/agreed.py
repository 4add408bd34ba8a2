"""Settles what many rows say of the same things, before facts are made of any of them."""

from __future__ import annotations

from collections.abc import Mapping


class Agreed:
    """What the rows of a file agree on about each thing, such as an organisation that takes part in many projects.

    A detail on which rows differ is unknown. Only a name must be had: of several spellings, the first by the alphabet
    is taken. So it does not matter in which order the rows come, nor which of them stand.
    """

    def __init__(self) -> None:
        self._said: dict[str, dict[str, str]] = {}

    def hear(self, id: str, said: Mapping[str, str]) -> None:
        """Take in what one row says; what is empty is not said."""
        known = self._said.setdefault(id, {})
        for name, value in said.items():
            before = known.setdefault(name, value) if value else value
            if before != value:
                known[name] = min(before, value) if name == "name" else ""

    def of(self, id: str) -> dict[str, str]:
        """Give what all rows that say something say alike."""
        return {name: value for name, value in self._said.get(id, {}).items() if value}
