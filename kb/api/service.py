"""Answers operations: the one way in, over HTTP and at the command line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from graphql import Executor, GraphQLError
from graphql.execution import ExecutionResult

from kb.api import bounds, codes
from kb.api.cost import estimate
from kb.api.documents import Asking, Documents, Invalid
from kb.api.schema import Context, Passing, executable
from kb.errors import KbError
from kb.graph import Graph


@dataclass(frozen=True)
class Answer:
    """What an operation comes to: `ran` says whether it began to run, `changes` that it asked to change something."""

    data: dict[str, Any] | None
    errors: list[GraphQLError] | None = None
    cost: dict[str, int] | None = None
    ran: bool = True
    changes: bool = False


class Service:
    """Answers operations over a graph."""

    def __init__(self, graph: Graph, asking: Asking | None = None) -> None:
        self._graph, self._asking = graph, asking or Asking()
        self._schema = executable()
        self._documents = Documents(self._schema, self._asking)

    async def answer(
        self, text: str, variables: dict[str, Any] | None = None, name: str | None = None, profile: bool = False
    ) -> Answer:
        """Answer the operation of `text` that is called `name`; `profile` has its db hits counted."""
        context = Context(self._graph, profile)
        try:
            executor = self._prepared(text, variables or {}, name, context)
            requested = estimate(executor, self._asking.limits)
        except Invalid as invalid:
            return _refused(invalid.errors, invalid.changes)
        except GraphQLError as error:
            return _refused([error])  # null for the condition of a directive
        except KbError as error:
            return _refused([codes.of(error)])
        result = executor.execute_operation()
        done = cast(ExecutionResult, await result if executor.is_awaitable(result) else result)
        for each in done.errors or ():
            codes.mark(each)
        cost = {"requested": requested, "actual": context.tally.rows}
        if profile:
            cost["dbHits"] = context.hits
        return Answer(done.data, done.errors, cost)

    def _prepared(self, text: str, variables: dict[str, Any], name: str | None, context: Context) -> Executor[Any]:
        bounds.check_variables(variables, self._asking.limits)
        made = Passing.build(
            self._schema,
            self._documents.get(text, name),
            context_value=context,
            raw_variable_values=variables,
            operation_name=name,
            max_coercion_errors=self._asking.limits.errors,
            hide_suggestions=not self._asking.suggestions,
        )
        if isinstance(made, list):
            raise Invalid(made)
        return made


def _refused(errors: list[GraphQLError], changes: bool = False) -> Answer:
    for each in errors:
        codes.mark(each)
    return Answer(None, errors, ran=False, changes=changes)
