"""A question asked at the command line: where its text comes from, its variables, and the answer."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import orjson
from graphql import GraphQLError, NamedTypeNode, NonNullTypeNode, OperationDefinitionNode, TypeNode, parse

from kb.api.documents import Asking
from kb.api.service import Answer, Service
from kb.errors import BadInput, KbError
from kb.graph import Graph
from kb.settings import Settings
from kb.web import operations
from kb.web.graphql import limits

HELP = "`kb schema` prints what can be asked."
PLAIN = ("Int", "Float", "Boolean")
COLD_SECONDS = 60.0
"""How long a question may take here at least: a Neo4j that has just begun plans a large one for many seconds."""


def question(text: str) -> str:
    """Give the GraphQL that `text` is, or that the example or file of that name holds; raise BadInput."""
    saved = {each.name: each.query for each in operations.read()}
    if text in saved:
        return saved[text]
    if "{" in text:
        return text
    try:
        return Path(text).read_text(encoding="utf-8")
    except (OSError, ValueError):
        raise BadInput(
            f"{text} is neither GraphQL nor a file of it nor an example.", f"Examples: {', '.join(saved)}."
        ) from None


def variables(query: str, given: Iterable[str]) -> dict[str, Any]:
    """Give the values of `name=value`, read as JSON or plain text, as the operation declares them; raise BadInput."""
    declared = {each.variable.name.value: each.type for each in _operation(query).variable_definitions or ()}
    values: dict[str, Any] = {}
    for each in given:
        name, separator, value = each.partition("=")
        if not separator:
            raise BadInput(f"{each} is not a variable.", "Write --var name=value.")
        if name not in declared:
            known = f"It has: {', '.join(declared)}." if declared else "It has none."
            raise BadInput(f"The query has no variable {name}.", known)
        values[name] = _value(value, declared[name])
    return values


class Asker:
    """Answers queries with their variables; raises one of our errors where there is one."""

    def __init__(self, service: Service, runner: asyncio.Runner) -> None:
        self._service, self._runner = service, runner

    def __call__(self, query: str, values: dict[str, Any]) -> dict[str, Any]:
        """Give the data of an answer."""
        return dict(self.answer(query, values).data or {})

    def answer(self, query: str, values: dict[str, Any]) -> Answer:
        """Give an answer with what it rests on."""
        answer = self._runner.run(self._service.answer(query, values))
        if answer.errors:
            raise _cause(answer.errors[0])
        return answer


@contextmanager
def asker(graph: Graph, settings: Settings) -> Iterator[Asker]:
    """Give what answers queries over a graph."""
    reader = graph.reader(COLD_SECONDS)
    with asyncio.Runner() as runner:
        try:
            yield Asker(Service(reader, Asking(limits(settings))), runner)
        finally:
            runner.run(reader.close())


def warm(graph: Graph, settings: Settings, first: str) -> None:
    """Ask a question and every example once: Neo4j takes seconds to plan a large one, and nobody should wait for it."""
    with asker(graph, settings) as ask:
        for query, values in [(first, {}), *((each.query, each.variables) for each in operations.read())]:
            with suppress(KbError):  # whoever asks it next is told
                ask(query, values)


def _operation(query: str) -> OperationDefinitionNode:
    try:
        found = [each for each in parse(query).definitions if isinstance(each, OperationDefinitionNode)]
    except GraphQLError as error:
        raise BadInput(_sentence(error.message), HELP) from None
    if len(found) != 1:
        raise BadInput(f"There are {len(found)} operations in it.", "Ask one at a time.")
    return found[0]


def _value(text: str, type_: TypeNode) -> Any:
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        return text
    named = type_.type if isinstance(type_, NonNullTypeNode) else type_
    of_text = isinstance(named, NamedTypeNode) and named.name.value not in PLAIN
    return text if of_text and isinstance(value, int | float) else value


def _sentence(text: str) -> str:
    """Give a text with a full stop."""
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _cause(error: GraphQLError) -> BaseException:
    """Give what lies behind an error: one of ours, a fault, or else a mistake in the query."""
    found: BaseException | None = error.original_error
    while isinstance(found, GraphQLError):
        found = found.original_error or found.__cause__
    return found or BadInput(_sentence(error.message), HELP)
