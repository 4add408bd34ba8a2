"""Operations, read from their text: parsed, bounded and validated once, and remembered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from cachetools import LRUCache
from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    NoSchemaIntrospectionCustomRule,
    OperationDefinitionNode,
    OperationType,
    parse,
    print_ast,
    specified_rules,
    validate,
)

from kb.api import bounds
from kb.api.late import late_variables
from kb.api.limits import Limits
from kb.errors import BadInput

REMEMBERED = 200_000
"""Characters of operations that are remembered; parsed, they take some hundred times as much memory."""


@dataclass(frozen=True)
class Asking:
    """Which operations are taken, and what is said of those that are not."""

    limits: Limits = field(default_factory=Limits)
    introspection: bool = True
    suggestions: bool = True
    only: Iterable[str] | None = None
    """The texts of the only operations that are run; None for any."""


@dataclass(frozen=True, eq=False)
class Operation:
    """An operation of a valid document, its variables, and those of them that are only parameters."""

    document: DocumentNode
    node: OperationDefinitionNode
    variables: frozenset[str]
    late: frozenset[str]
    characters: int


class Invalid(Exception):
    """An operation that cannot be run, and why."""

    def __init__(self, errors: list[GraphQLError], changes: bool = False) -> None:
        super().__init__()
        self.errors, self.changes = errors, changes


class Documents:
    """Gives the operations of texts."""

    def __init__(self, schema: GraphQLSchema, asking: Asking) -> None:
        self._schema, self._asking = schema, asking
        self._only = None if asking.only is None else {_normal(each) for each in asking.only}
        self._rules = [*specified_rules, *([] if asking.introspection else [NoSchemaIntrospectionCustomRule])]
        self._known: LRUCache[tuple[str, str | None], Operation] = LRUCache(REMEMBERED, lambda each: each.characters)

    def get(self, text: str, name: str | None) -> Operation:
        """Give the operation that `name` names, or the only one there is; raise Invalid or BadInput."""
        if known := self._known.get((text, name)):
            return known
        document = self._parsed(text)
        node = self._meant(document, name)
        self._validate(document)
        variables = frozenset(each.variable.name.value for each in node.variable_definitions or ())
        late = late_variables(document, self._schema)
        operation = self._known[text, name] = Operation(document, node, variables, late, len(text))
        return operation

    def _parsed(self, text: str) -> DocumentNode:
        limits = self._asking.limits
        if len(text) > limits.characters:
            raise BadInput(
                f"The operation has more than {limits.characters:,} characters.", "Give long values as variables."
            )
        try:
            document = parse(text, max_lexical_tokens=limits.tokens, max_comments=limits.tokens)
        except GraphQLError as error:
            if error.message.endswith("Parsing aborted."):
                raise BadInput(
                    f"The operation has more than {limits.tokens:,} words, numbers and signs, or comments.",
                    bounds.SEVERAL,
                ) from None
            raise Invalid([error]) from None
        bounds.check(document, limits)
        if self._only is not None and print_ast(document) not in self._only:
            raise Invalid([_error("Only saved operations are run here: `/operations` lists them.", "NOT_SAVED")])
        return document

    @staticmethod
    def _meant(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
        """Give the operation that is meant; raise Invalid unless that is clear, and it is a query."""
        operations = [each for each in document.definitions if isinstance(each, OperationDefinitionNode)]
        meant = [each for each in operations if name is None or (each.name and each.name.value == name)]
        if not meant:
            what = f"no operation named {name}" if name else "no operation"
            raise Invalid([_error(f"`query` holds {what}.", RESOLUTION)])
        if name is None and len(meant) > 1:
            text = "`query` holds several operations: say in `operationName` which one is meant."
            raise Invalid([_error(text, RESOLUTION)])
        if meant[0].operation is not OperationType.QUERY:
            text = "There are queries only: data change through `kb load`."
            raise Invalid([_error(text, VALIDATION)], changes=True)
        return meant[0]

    def _validate(self, document: DocumentNode) -> None:
        hide = not self._asking.suggestions
        most = self._asking.limits.errors
        if errors := validate(self._schema, document, self._rules, max_errors=most, hide_suggestions=hide):
            for each in errors:
                each.extensions = {**(each.extensions or {}), "code": VALIDATION}
            raise Invalid(errors)


RESOLUTION, VALIDATION = "OPERATION_RESOLUTION_FAILURE", "GRAPHQL_VALIDATION_FAILED"


def _error(message: str, code: str) -> GraphQLError:
    return GraphQLError(message, extensions={"code": code})


def _normal(text: str) -> str:
    return print_ast(parse(text))
