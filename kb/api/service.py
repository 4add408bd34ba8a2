"""Answers operations: the one way in, over HTTP and at the command line."""

from __future__ import annotations

import json
from asyncio import Semaphore
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any, cast

from cachetools import LRUCache
from graphql import GraphQLError
from graphql.execution import ExecutionResult
from graphql.execution.values import get_variable_values

from kb.api import bounds, codes
from kb.api.documents import Asking, Documents, Invalid, Operation
from kb.api.freshness import Freshness, Reads
from kb.api.plan import Plan, Run
from kb.api.projections import Projections
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
    coverage: list[dict[str, Any]] | None = None
    """How much is loaded of what it rests on; none beside errors."""


class Service:
    """Answers operations over a graph."""

    def __init__(self, reader: Reads, asking: Asking | None = None, projections: Projections | None = None) -> None:
        self._reader, self._asking, self._turns = reader, asking or Asking(), Semaphore(AT_ONCE)
        self.freshness = Freshness(reader)
        self._projections = projections or Projections(reader, self.freshness)
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
            operation = self._documents.get(text, name)
            plan = self._plan(operation, given)
            run = Run(self._reader, self._projections, self._turns, plan, self._values(operation, given), profile)
            data, errors = await (plan.answer(run) if plan.is_whole else self._executed(operation, given, name, run))
            coverage = None if errors else await run.coverage()
        except Invalid as invalid:
            return _refused(invalid.errors, invalid.changes)
        except GraphQLError as error:
            return _refused([error])  # null for the condition of a directive
        except KbError as error:
            return _refused([codes.of(error)])
        for each in errors:
            codes.mark(each)
        cost = {"requested": plan.cost, "actual": run.tally.rows}
        if profile:
            cost["dbHits"] = run.hits
        return Answer(data, errors or None, cost, coverage=coverage)

    def _values(self, operation: Operation, given: dict[str, Any]) -> dict[str, Any]:
        """Give the values of the variables, as their types have them; raise Invalid."""
        values = get_variable_values(
            self._schema,
            operation.node.variable_definitions or (),
            given,
            max_errors=self._asking.limits.errors,
            hide_suggestions=not self._asking.suggestions,
        )
        if isinstance(values, list):
            raise Invalid(values)
        return values.coerced

    def _plan(self, operation: Operation, given: dict[str, Any]) -> Plan:
        """Give what the operation is compiled to: the same for all values of variables that are parameters only."""
        late = frozenset(each for each in operation.late if given.get(each) is not None)
        others = {each: given[each] for each in operation.variables - late if each in given}
        key = operation, late, json.dumps(others, sort_keys=True)  # which takes half characters and long numbers, too
        plan = self._plans.get(key)
        if plan is None:
            plan = self._plans[key] = Plan(late)
        return plan

    async def _executed(
        self, operation: Operation, given: dict[str, Any], name: str | None, run: Run
    ) -> tuple[dict[str, Any] | None, list[GraphQLError]]:
        """Give data and errors by way of graphql-core; raise TooCostly."""
        executor = Passing.build(
            self._schema, operation.document, context_value=run, raw_variable_values=given, operation_name=name
        )
        assert not isinstance(executor, list), "values that are right are coerced as before"
        run.plan.estimate(executor, self._asking.limits)
        result = executor.execute_operation()
        done = cast(ExecutionResult, await result if executor.is_awaitable(result) else result)
        run.plan.executed(done.data)
        return done.data, done.errors or []


def _refused(errors: list[GraphQLError], changes: bool = False) -> Answer:
    for each in errors:
        codes.mark(each)
    return Answer(None, errors, ran=False, changes=changes)
