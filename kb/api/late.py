"""Variables whose values are nothing but parameters of a statement: it is the same whatever they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from graphql import (
    ArgumentNode,
    DocumentNode,
    GraphQLSchema,
    ObjectFieldNode,
    TypeInfo,
    TypeInfoVisitor,
    VariableDefinitionNode,
    VariableNode,
    Visitor,
    get_named_type,
    is_scalar_type,
    visit,
)

from kb.api.inputs import FILTER
from kb.api.operators import OPERATORS
from kb.api.reach import ById, reach_by


@dataclass(frozen=True)
class Late:
    """The value of a variable, which a statement is given when it runs."""

    name: str


def late_variables(document: DocumentNode, schema: GraphQLSchema) -> frozenset[str]:
    """Name the variables of a valid document that are used for nothing but to compare with, or as the id of a node."""
    places = _Places(schema)
    visit(document, TypeInfoVisitor(places.types, places))
    return frozenset(places.late - places.others)


class _Places(Visitor):
    def __init__(self, schema: GraphQLSchema) -> None:
        super().__init__()
        self.types = TypeInfo(schema)
        self.late, self.others = set[str](), set[str]()

    def enter_variable(self, node: VariableNode, _key: Any, parent: Any, *_: Any) -> None:
        if not isinstance(parent, VariableDefinitionNode):
            (self.late if self._is_late(parent) else self.others).add(node.name.value)

    def _is_late(self, parent: Any) -> bool:
        if isinstance(parent, ArgumentNode):
            field = self.types.get_field_def()
            return parent.name.value == "id" and field is not None and isinstance(reach_by(field), ById)
        if not isinstance(parent, ObjectFieldNode):
            return False
        filter_, value = get_named_type(self.types.get_parent_input_type()), get_named_type(self.types.get_input_type())
        return (
            filter_ is not None
            and filter_.name.endswith(FILTER)
            and parent.name.value in OPERATORS
            and is_scalar_type(value)
        )
