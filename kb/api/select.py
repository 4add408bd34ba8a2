"""What an operation selects: fields by response key, with fragments opened and @skip and @include done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any, TypeAlias

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLIncludeDirective,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLSkipDirective,
    InlineFragmentNode,
    SelectionNode,
    get_directive_values,
)
from graphql.execution.values import VariableValues, get_argument_values

Selected: TypeAlias = dict[str, list[FieldNode]]
"""The fields of one object: for each response key the nodes that ask for it."""


class Selection:
    """Reads the selections of one operation."""

    def __init__(
        self, schema: GraphQLSchema, fragments: Mapping[str, FragmentDefinitionNode], variables: VariableValues
    ) -> None:
        self.schema, self.fragments, self._variables = schema, fragments, variables

    def arguments(self, parent: GraphQLObjectType, node: FieldNode) -> dict[str, Any]:
        """Give the arguments of a field, coerced, with variables and defaults filled in."""
        return get_argument_values(parent.fields[node.name.value], node, self._variables)

    def under(self, nodes: Iterable[FieldNode], parent: GraphQLObjectType) -> Selected:
        """Give what is selected under `nodes`, which all answer to one response key, on an object of type `parent`."""
        selected: Selected = {}
        seen: set[str] = set()
        for node in nodes:
            if node.selection_set:
                self._collect(node.selection_set.selections, parent, selected, seen)
        return selected

    def _collect(
        self, selections: Iterable[SelectionNode], parent: GraphQLObjectType, into: Selected, seen: set[str]
    ) -> None:
        for each in selections:
            if not self.included(each):
                continue
            if isinstance(each, FieldNode):
                key = each.alias.value if each.alias else each.name.value
                into.setdefault(key, []).append(each)
            elif isinstance(each, InlineFragmentNode):
                if each.type_condition is None or self._is(parent, each.type_condition.name.value):
                    self._collect(each.selection_set.selections, parent, into, seen)
            elif isinstance(each, FragmentSpreadNode) and each.name.value not in seen:
                seen.add(each.name.value)
                fragment = self.fragments[each.name.value]
                if self._is(parent, fragment.type_condition.name.value):
                    self._collect(fragment.selection_set.selections, parent, into, seen)

    def included(self, node: SelectionNode) -> bool:
        """Tell whether @skip and @include let a field or a fragment be."""
        skip = get_directive_values(GraphQLSkipDirective, node, self._variables)
        if skip and skip["if"]:
            return False
        include = get_directive_values(GraphQLIncludeDirective, node, self._variables)
        return not include or bool(include["if"])

    def _is(self, parent: GraphQLObjectType, name: str) -> bool:
        return parent.name == name or any(each.name == name for each in parent.interfaces)


def plain(value: Any) -> Any:
    """Give enum members as their values, also in a list or an object."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    return value.value if isinstance(value, Enum) else value
