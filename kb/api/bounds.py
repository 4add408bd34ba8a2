"""How large an operation is: looked at before it is validated, which takes long for what is large in the wrong way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    ListValueNode,
    Node,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    StringValueNode,
    ValueNode,
)
from graphql.language.ast import QUERY_DOCUMENT_KEYS

from kb.api.limits import Limits, at_most
from kb.errors import BadInput

INTROSPECTION = ("__schema", "__type")
SEVERAL = "Ask in several operations."


def check(document: DocumentNode, limits: Limits) -> None:
    """Raise BadInput if an operation of `document`, or a fragment, is larger than it may be."""
    at_most("operations and fragments", len(document.definitions), limits.definitions, SEVERAL)
    nodes = list(_nodes(document))
    at_most("directives", sum(isinstance(each, DirectiveNode) for each in nodes), limits.directives, SEVERAL)
    aliases = sum(isinstance(each, FieldNode) and each.alias is not None for each in nodes)
    at_most("aliases", aliases, limits.aliases, SEVERAL)
    _Values(limits).check([each for each in nodes if isinstance(each, ValueNode)])
    sizes = _Sizes(document)
    try:
        _check_selections(document, sizes, limits)
    except RecursionError:
        raise BadInput("The operation is nested too deeply.", "Ask in two queries.") from None


def _check_selections(document: DocumentNode, sizes: _Sizes, limits: Limits) -> None:
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode | FragmentDefinitionNode):
            size = sizes.of(definition.selection_set)
            at_most("fields", size.fields, limits.fields, SEVERAL)
            at_most("fields that repeat another", size.duplicates, limits.duplicates, "Ask for each once.")
            at_most("levels of braces", size.depth, limits.depth, "Ask in two queries.")
        if isinstance(definition, OperationDefinitionNode):
            names = [each.name.value for each in sizes.opened(definition.selection_set)]
            at_most("fields at the top", len(names), limits.root_fields, SEVERAL)
            at_most("fields of introspection", sum(name in INTROSPECTION for name in names), 1, SEVERAL)


def check_variables(variables: dict[str, Any], limits: Limits) -> None:
    """Raise BadInput if the variables hold more than they may."""
    _Values(limits).check(list(variables.values()))


def _nodes(document: DocumentNode) -> Iterator[Node]:
    """Give the nodes of a document but for the values in values."""
    waiting: list[Node] = [document]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, ValueNode):
            continue
        for key in QUERY_DOCUMENT_KEYS[node.kind]:
            child = getattr(node, key, None)
            if isinstance(child, Node):
                waiting.append(child)
            elif child:
                waiting.extend(child)


@dataclass(frozen=True)
class _Values:
    """Looks at values, which are nodes of the text or JSON."""

    limits: Limits

    def check(self, values: list[Any]) -> None:
        """Raise BadInput if they hold more than they may, without looking at all that is too much."""
        count = objects = depth = 0
        while values:
            count += len(values)
            at_most("values in its arguments or variables", count, self.limits.values, "Ask for fewer at a time.")
            at_most("values nested in each other", depth, self.limits.nesting, "Make it flatter.")
            objects += sum(isinstance(each, dict | ObjectValueNode) for each in values)
            at_most("conditions in its arguments or variables", objects, self.limits.objects, "Ask for fewer at once.")
            for each in values:
                self._check_text(each)
            values = [inner for each in values for inner in self._inside(each)]
            depth += 1

    def _check_text(self, value: Any) -> None:
        text = value.value if isinstance(value, StringValueNode) else value
        if isinstance(text, str) and len(text) > self.limits.text:
            raise BadInput(f"A text has more than {self.limits.text:,} characters.", "Give a shorter one.")

    @staticmethod
    def _inside(value: Any) -> Any:
        if isinstance(value, dict):
            return value.values()
        if isinstance(value, list):
            return value
        if isinstance(value, ListValueNode):
            return value.values
        if isinstance(value, ObjectValueNode):
            return [each.value for each in value.fields]
        return ()


@dataclass(frozen=True)
class _Size:
    depth: int = 0
    fields: int = 0
    duplicates: int = 0


class _Sizes:
    """Counts what selections come to with their fragments opened, each once: what doubles need not be walked."""

    def __init__(self, document: DocumentNode) -> None:
        self._fragments = {
            each.name.value: each.selection_set
            for each in document.definitions
            if isinstance(each, FragmentDefinitionNode)
        }
        self._known: dict[int, _Size] = {}

    def of(self, selections: SelectionSetNode) -> _Size:
        """Give the size of a selection; what is in itself counts as nothing there: validation refuses it."""
        if id(selections) not in self._known:
            self._known[id(selections)] = _Size()
            fields = list(self.opened(selections))
            below = [(each, self.of(each.selection_set)) for each in fields if each.selection_set]
            keys = {(each.alias or each.name).value for each in fields}
            self._known[id(selections)] = _Size(
                1 + max((size.depth for each, size in below if each.name.value not in INTROSPECTION), default=0),
                len(fields) + sum(size.fields for _, size in below),
                len(fields) - len(keys) + sum(size.duplicates for _, size in below),
            )
        return self._known[id(selections)]

    def opened(self, selections: SelectionSetNode) -> Iterator[FieldNode]:
        """Give the fields of a selection and of the fragments in it, each fragment once."""
        waiting, seen = [selections], set()
        while waiting:
            for each in waiting.pop().selections:
                if isinstance(each, FieldNode):
                    yield each
                elif isinstance(each, FragmentSpreadNode):
                    name = each.name.value
                    if name not in seen and name in self._fragments:
                        seen.add(name)
                        waiting.append(self._fragments[name])
                else:
                    waiting.append(each.selection_set)  # type: ignore[attr-defined]
