"""The example operations: the files of `graphql/operations/`, each explained in plain words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any

from graphql import GraphQLError, OperationDefinitionNode, OperationType, parse, value_from_ast_untyped

from kb import files
from kb.errors import KbError

FOLDER = files.GRAPHQL / "operations"
HEADLINE = "headline"
NUMBER = re.compile(r"Question (\d+) of the field's 25\.\s*")
"""How an example says which question it answers, of those that users ask."""
LAST = 100
"""The place of those that answer none of them."""


@dataclass(frozen=True)
class Operation:
    """One example: what it is called, what it tells, its text and its variables, at their defaults.

    `number` is that of the question it answers, of the 25 of the field; None for none of them.
    """

    name: str
    title: str
    description: str
    query: str
    variables: dict[str, Any]
    number: int | None


def read(folder: Path = FOLDER) -> tuple[Operation, ...]:
    """Give the operations of `folder`; raise `KbError` that names an ill-formed file.

    The headline comes first, then those that answer a question of the field, by its number, then the others.
    """
    found = map(_operation, folder.glob("*.graphql"))
    return tuple(sorted(found, key=lambda each: (each.name != HEADLINE, each.number or LAST, each.name)))


def _operation(path: Path) -> Operation:
    query = files.text(path)
    lines = [line.lstrip("#").strip() for line in takewhile(_is_comment, query.splitlines())]
    title, description = (lines[0], " ".join(filter(None, lines[1:]))) if lines else ("", "")
    if not title or not description:
        raise _ill_formed(path, "it begins with a comment line for the title, then one or more that describe it")
    number = NUMBER.search(description)
    described = NUMBER.sub("", description)
    return Operation(path.stem, title, described, query, _variables(path, query), number and int(number[1]))


def _variables(path: Path, query: str) -> dict[str, Any]:
    try:
        document = parse(query, no_location=True)
    except GraphQLError as error:
        raise _ill_formed(path, error.message) from None
    operations = [each for each in document.definitions if isinstance(each, OperationDefinitionNode)]
    if len(operations) != 1 or operations[0].operation is not OperationType.QUERY:
        raise _ill_formed(path, "it holds one operation, a query")
    values: dict[str, Any] = {}
    for definition in operations[0].variable_definitions or ():
        name = definition.variable.name.value
        if definition.default_value is None:
            raise _ill_formed(path, f"the variable ${name} needs a default value")
        values[name] = value_from_ast_untyped(definition.default_value)
    return values


def _is_comment(line: str) -> bool:
    return line.startswith("#")


def _ill_formed(path: Path, reason: str) -> KbError:
    return KbError(f"{path} is not an example operation: {reason}.")
