"""The types of groups, made from the fields of their nodes: what they may be by, and what is told of them."""

from __future__ import annotations

from collections.abc import Iterable

from strawberry.types.field import StrawberryField

from kb.api.aggregates import COUNT, DATES, PARTS, aggregates
from kb.api.inputs import SCALARS, Inputs
from kb.api.make import Maker, bare
from kb.api.reach import Along, Inside, Reach, Rows, Told, Value


class GroupTypes:
    """Makes, for each type of node, that of its groups, their filter and order, and what they may be by."""

    def __init__(self, make: Maker, inputs: Inputs) -> None:
        self.make, self.inputs = make, inputs
        make.enum("Each", "What groups are by.", {"EACH": ("EACH", "Each value; of a list, each that is in it.")})
        parts = {name: (name, doc) for name, (doc, _) in PARTS.items()}
        make.enum("DatePart", "What of a date groups are by; what is known less exactly stays as it is.", parts)

    def of(self, target: str, fields: Iterable[StrawberryField]) -> None:
        """Make the types for groups of `target`, which has these fields."""
        name = f"{target}Group"
        by = {each.graphql_name or "": (f"{of} | None", each.description or "") for each in fields if (of := _by(each))}
        self.make.input(f"{target}By", f"What groups of {target} nodes are by: one field.", by, one_of=True)
        told = [self.make.field("count", "int", "How many nodes are in it.", Told(COUNT))]
        told += [
            self.make.field(each.graphql_name or "", of, each.description or "", Inside())
            for each in fields
            if (of := self._inside(each))
        ]
        self._told(name, f"{target} nodes that are alike in what `by` names, and what is told of them.", told)

    def _inside(self, field: StrawberryField) -> str | None:
        """Name the type of what is told of a field."""
        reach: Reach | None = field.metadata["reach"]
        if target := _leads_to(reach):
            return f"{target}Group"
        return self._values(bare(field.metadata["type"])[0]) if isinstance(reach, Value) else None

    def _values(self, scalar: str) -> str:
        """Name the type of what is told of values of a scalar."""
        name = f"{SCALARS.get(scalar, scalar)}Values"
        if name not in self.make.names:
            told = [
                self.make.field(
                    each.name,
                    each.type.replace("*", "PartialDate" if each.name == "value" and scalar in DATES else scalar),
                    each.doc,
                    Told(each),
                )
                for each in aggregates(scalar)
            ]
            self._told(name, "What can be told of all values that nodes have here, or that they have in common.", told)
        return name

    def _told(self, name: str, doc: str, fields: list[StrawberryField]) -> None:
        self.make.type(name, doc, fields)
        self.inputs.where(name, fields)
        self.inputs.order(name, fields)


def _by(field: StrawberryField) -> str | None:
    """Name the type of what groups are by at a field."""
    reach: Reach | None = field.metadata["reach"]
    if target := _leads_to(reach):
        return f"{target}By"
    if isinstance(reach, Value):
        return "DatePart" if bare(field.metadata["type"])[0] in DATES else "Each"
    return None


def _leads_to(reach: Reach | None) -> str | None:
    """Name the type that a relation leads to, or a query that is one."""
    if isinstance(reach, Along):
        return reach.target
    return str(reach.query.kind) if isinstance(reach, Rows) and reach.query.is_relation else None
