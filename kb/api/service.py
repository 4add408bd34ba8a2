"""Answers operations: the one way in, over HTTP and at the command line."""

from __future__ import annotations

from asyncio import Semaphore
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any, cast

import orjson
from cachetools import LRUCache
from graphql import Executor, GraphQLError
from graphql.execution import ExecutionResult

from kb.api import bounds, codes
from kb.api.documents import Asking, Document, Documents, Invalid
from kb.api.plan import Plan, Reads, Run
from kb.api.schema import Passing, executable
from kb.errors import KbError

AT_ONCE = 40
"""How many statements run at a time; others wait."""
KEPT_PLANS = 500
"""What so many operations are compiled to is kept."""


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

    def __init__(self, reader: Reads, asking: Asking | None = None) -> None:
        self._reader, self._asking, self._turns = reader, asking or Asking(), Semaphore(AT_ONCE)
        self._schema = executable()
        self._documents = Documents(self._schema, self._asking)
        self._plans: LRUCache[Hashable, Plan] = LRUCache(KEPT_PLANS)

    async def answer(
        self, text: str, variables: dict[str, Any] | None = None, name: str | None = None, profile: bool = False
    ) -> Answer:
        """Answer the operation of `text` that is called `name`; `profile` has its db hits counted."""
        given = variables or {}
        try:
            bounds.check_variables(given, self._asking.limits)
            document = self._documents.get(text, name)
            plan = self._plan(document, given, name)
            run = Run(self._reader, self._turns, plan, profile)
            executor = self._executor(document, given, name, run)
            run.variables = executor.variable_values.coerced
            cost = {"requested": plan.cost(executor, self._asking.limits)}
        except Invalid as invalid:
            return _refused(invalid.errors, invalid.changes)
        except GraphQLError as error:
            return _refused([error])  # null for the condition of a directive
        except KbError as error:
            return _refused([codes.of(error)])
        data, errors = await (plan.answer(run) if plan.is_whole else _executed(executor, plan))
        for each in errors:
            codes.mark(each)
        cost["actual"] = run.tally.rows
        if profile:
            cost["dbHits"] = run.hits
        return Answer(data, errors or None, cost)

    def _executor(self, document: Document, variables: dict[str, Any], name: str | None, run: Run) -> Executor[Any]:
        made = Passing.build(
            self._schema,
            document.node,
            context_value=run,
            raw_variable_values=variables,
            operation_name=name,
            max_coercion_errors=self._asking.limits.errors,
            hide_suggestions=not self._asking.suggestions,
        )
        if isinstance(made, list):
            raise Invalid(made)
        return made

    def _plan(self, document: Document, variables: dict[str, Any], name: str | None) -> Plan:
        """Give what the operation is compiled to: the same for all values of variables that are parameters only."""
        late = frozenset(each for each in document.late if variables.get(each) is not None)
        others = {each: variables[each] for each in document.variables - late if each in variables}
        key = document, name, late, orjson.dumps(others, option=orjson.OPT_SORT_KEYS)
        plan = self._plans.get(key)
        if plan is None:
            plan = self._plans[key] = Plan(late)
        return plan


async def _executed(executor: Executor[Any], plan: Plan) -> tuple[dict[str, Any] | None, list[GraphQLError]]:
    result = executor.execute_operation()
    done = cast(ExecutionResult, await result if executor.is_awaitable(result) else result)
    plan.executed(done.data)
    return done.data, done.errors or []


def _refused(errors: list[GraphQLError], changes: bool = False) -> Answer:
    for each in errors:
        codes.mark(each)
    return Answer(None, errors, ran=False, changes=changes)
