"""What may be said of a node or a link, and how it is read: the model, prepared for many facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from kb.errors import KbError
from kb.loaders.facts import edge_fields, fields_of
from kb.loaders.rejects import Rejected
from kb.schema import KINDS, Field, Relation
from kb.schema.cypher import stored
from kb.sync.value import reader


class Form:
    """The fields of a kind, or of the edge of a relation; `owner` is its name."""

    def __init__(self, owner: str, fields: Mapping[str, Field]) -> None:
        self._owner, self._fields, self._known = owner, fields, fields.keys()
        # a list that is empty says nothing and is not missing
        self._columns = [(name, reader(each), each.required and not each.many) for name, each in fields.items()]

    def read(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Give the properties as they are stored, without those of which nothing is said; raise Rejected."""
        if not given.keys() <= self._known:
            unknown = next(each for each in given if each not in self._known)
            raise KbError(f"The loader gives {self._owner}.{unknown}, which the model does not know.")
        found = {}
        for name, read, must in self._columns:
            value = given.get(name)
            if value is not None:
                value = read(value)
            if value is not None:
                found[name] = value
            elif must:
                raise Rejected("MISSING_VALUE", f"{name} is missing.", self._fields[name].doc)
        return found


@cache
def form_of(kind: str) -> Form:
    """Give the form of the nodes of a kind."""
    return Form(kind, fields_of(kind))


@cache
def form_of_added(kind: str, fields: tuple[str, ...]) -> Form:
    """Give the form of what only adds these fields to nodes of a kind."""
    return Form(kind, {name: replace(fields_of(kind)[name], required=False) for name in fields})


@cache
def form_of_link(kind: str, relation: str) -> Form:
    """Give the form of the links of a relation."""
    return Form(f"{kind}.{relation}", edge_fields(kind, relation))


@cache
def relation_stored(kind: str, relation: str) -> Relation:
    """Give a relation that can be loaded; raise KbError where there is none of that name."""
    found = stored(KINDS[kind]).get(relation)
    if found is None:
        raise KbError(f"The loader gives {kind}.{relation}, which the model does not store.")
    return found
