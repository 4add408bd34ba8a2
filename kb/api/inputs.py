"""The inputs of the schema, made from the fields they speak of: what can be filtered and ordered by."""

from __future__ import annotations

from collections.abc import Iterable

from strawberry.types.field import StrawberryField

from kb.api.make import Maker, bare
from kb.api.operators import IGNORE_CASE, NEAR, TEXTS, operators
from kb.api.reach import Along, Inside, PlaceOf, Reach, RowColumn, Rows, Told, Value

NULLS_FIRST = "_NULLS_FIRST"
FILTER = "Filter"
"""How the names of filters of values end, and of those of what is related."""
SCALARS = {"str": "String", "int": "Int", "float": "Float", "bool": "Boolean", "date": "Date", "datetime": "DateTime"}


class Inputs:
    """Makes filters and orders of types."""

    def __init__(self, make: Maker) -> None:
        self.make = make
        make.input(
            NEAR,
            "A circle on the earth.",
            {
                "latitude": ("float", "Degrees north of its middle."),
                "longitude": ("float", "Degrees east of its middle."),
                "km": ("float", "Its radius in kilometres."),
            },
        )
        make.input(
            "NodeInput",
            "Which node is meant: ids are unique only within a kind.",
            {"kind": ("Kind", "What kind it is of."), "id": ("ID", "Its key.")},
        )
        directions = {
            "ASC": "The least first; what is unknown comes last.",
            "DESC": "The greatest first; what is unknown comes last.",
            "ASC" + NULLS_FIRST: "What is unknown first, then the least.",
            "DESC" + NULLS_FIRST: "What is unknown first, then the greatest.",
        }
        make.enum("Direction", "In which order.", {each: (each, doc) for each, doc in directions.items()})
        count = {"count": ("Direction | None", "By how many there are.")}
        make.input("CountOrder", "By how many there are.", count, one_of=True)

    def where(self, target: str, fields: Iterable[StrawberryField]) -> None:
        """Make the filter of objects of a type that has these fields."""
        name = f"{target}Where"
        self.make.input(name, f"What a {target} is like: all that is given here must hold; null asks for nothing.", {
            **{each.graphql_name or "": (f"{filter} | None", each.description or "")
               for each in fields if (filter := self._filter(each))},
            "AND": (f"list[{name}] | None", "All of these."),
            "OR": (f"list[{name}] | None", "At least one of these."),
            "NOT": (f"{name} | None", "Not this."),
        })  # fmt: skip

    def order(self, target: str, fields: Iterable[StrawberryField]) -> None:
        """Make the order of objects of a type that has these fields: each input names one of them."""
        made = {
            each.graphql_name or "": (f"{order} | None", each.description or "")
            for each in fields
            if (order := _order(each))
        }
        self.make.input(f"{target}Order", f"What a list of {target} is ordered by: one field.", made, one_of=True)

    def related(self, target: str, edge: str | None) -> str:
        """Name the filter of a connection to `target`, over relationships with the properties of `edge`."""
        name = f"{target}{edge or ''}{FILTER}"
        if name not in self.make.names:
            fields = {
                "some": (f"{target}Where | None", "At least one is like this."),
                "none": (f"{target}Where | None", "None is like this."),
                "all": (f"{target}Where | None", "Each is like this, or there is none."),
                "count": ("IntFilter | None", "How many there are."),
            }
            if edge:
                fields["edge"] = (f"{edge}Where | None", "Only relationships like this are looked at.")
            self._compared("int", False)
            self.make.input(name, f"Which {target} nodes there are.", fields)
        return name

    def _filter(self, field: StrawberryField) -> str | None:
        """Name the type that a field is filtered by, if it is one to filter by."""
        reach: Reach | None = field.metadata["reach"]
        if isinstance(reach, Inside):
            return f"{field.metadata['type']}Where"
        if isinstance(reach, Value | PlaceOf | Told):
            scalar, many = bare(field.metadata["type"])
            return self._compared(scalar, many)
        if isinstance(reach, Along):
            return self.related(reach.target, reach.relation.edge) if reach.relation.many else f"{reach.target}Where"
        if isinstance(reach, Rows) and reach.query.is_relation:
            return self.related(str(reach.query.kind), None)
        if isinstance(reach, RowColumn) and reach.query is None:
            scalar, many = bare(field.metadata["type"])
            if not reach.is_node:
                return self._compared(scalar, many)
            return self.related(scalar, None) if many else f"{scalar}Where"
        return None

    def _compared(self, scalar: str, many: bool) -> str:
        """Name the filter of a scalar."""
        name = f"{SCALARS.get(scalar, scalar)}{'List' if many else ''}{FILTER}"
        if name not in self.make.names:
            fields = {
                each.name: (f"{each.takes.replace('*', scalar)} | None", each.doc) for each in operators(scalar, many)
            }
            if scalar in TEXTS and not many:
                fields[IGNORE_CASE] = ("bool | None", "Whether capital and small letters are alike here.")
            self.make.input(name, "All that is given here must hold; null asks for nothing.", fields)
        return name


def _order(field: StrawberryField) -> str | None:
    """Name the type that a field is ordered by, if it is one to order by."""
    reach: Reach | None = field.metadata["reach"]
    scalar, many = bare(field.metadata["type"])
    if isinstance(reach, Inside):
        return f"{scalar}Order"
    if isinstance(reach, Value | Told):
        return None if many else "Direction"
    if isinstance(reach, Along):
        if reach.relation.many:
            return "CountOrder"
        return f"{reach.target}Order"
    if isinstance(reach, Rows) and reach.query.is_relation:
        return "CountOrder"
    if isinstance(reach, RowColumn) and reach.query is None:
        if reach.is_node:
            return "CountOrder" if many else f"{scalar}Order"
        return "Direction"
    return None
