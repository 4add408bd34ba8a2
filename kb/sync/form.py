"""What may be said of a node or a link, and how it is read: the model, prepared for many facts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from kb.errors import KbError
from kb.loaders.rejects import Rejected
from kb.schema import KINDS, Relation
from kb.schema.cypher import stored
from kb.sync.shape import Cells, Shape, Text, shape_of
from kb.sync.value import reader


class Form:
    """The fields of a shape; `complete` is whether those must be there that the model requires."""

    def __init__(self, shape: Shape, complete: bool = True) -> None:
        self.shape = shape
        self._readers = {name: (at, reader(each)) for at, (name, each) in enumerate(shape.fields.items())}
        # a list that is empty says nothing and is not missing
        musts = [each.required and not each.many for each in shape.fields.values()]
        self._musts = [at for at, must in enumerate(musts) if must and complete]
        self._nothing: Cells = (None,) * len(musts)
        self._key_at = [list(shape.fields).index(name) for name in shape.keyed]

    def read(self, given: Mapping[str, Any]) -> Cells:
        """Give the cells of the fields, None where nothing is said of one; raise Rejected."""
        if not given and not self._musts:
            return self._nothing
        cells: list[Text] = list(self._nothing)
        readers = self._readers
        for name, value in given.items():
            if name not in readers:
                owner = f"{self.shape.kind}.{self.shape.relation}".strip(".")
                raise KbError(f"The loader gives {owner}.{name}, which the model does not know.")
            if value is not None:
                at, read = readers[name]
                cells[at] = read(value)
        for at in self._musts:
            if cells[at] is None:
                name, field = list(self.shape.fields.items())[at]
                raise Rejected("MISSING_VALUE", f"{name} is missing.", field.doc)
        return tuple(cells)

    def key(self, cells: Cells) -> Text:
        """Give what tells links with the same ends apart, of the cells of one; None where nothing does."""
        return "|".join(cells[at] or "" for at in self._key_at) if self._key_at else None


@cache
def form_of(kind: str, complete: bool = True) -> Form:
    """Give the form of the nodes of a kind; one that is not complete only adds to nodes that are there."""
    return Form(shape_of(kind), complete)


@cache
def form_of_link(kind: str, relation: str, that_kind: str) -> Form:
    """Give the form of the links of a relation to one of its targets; raise Rejected where it is none."""
    targets = relation_stored(kind, relation).targets
    if that_kind not in targets:
        hint = f"It leads to {', '.join(targets)}, written as Kind:id where there are several."
        raise Rejected("BAD_TARGET", f"{relation} cannot lead to {that_kind}.", hint)
    return Form(shape_of(kind, relation, that_kind))


@cache
def relation_stored(kind: str, relation: str) -> Relation:
    """Give a relation that can be loaded; raise KbError where there is none of that name."""
    found = stored(KINDS[kind]).get(relation)
    if found is None:
        raise KbError(f"The loader gives {kind}.{relation}, which the model does not store.")
    return found
