"""The GraphQL schema: every root field is one Cypher statement, whose shaped answer passes through."""

from __future__ import annotations

from asyncio import Semaphore
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any, Protocol

import strawberry
from graphql import Executor, GraphQLError, GraphQLResolveInfo, GraphQLSchema
from strawberry.schema.config import StrawberryConfig

from kb.api.compile import Statement, compile_field
from kb.api.cost import estimate
from kb.api.limits import Limits
from kb.api.make import SCALARS
from kb.api.shape import Shape, Tally
from kb.api.types import root_type
from kb.errors import KbError


class Reads(Protocol):
    """What statements are run by: `kb.reader.Reader`."""

    async def read(self, cypher: str, parameters: Mapping[str, Any], *, shape: Callable[[Any], Any]) -> list[Any]: ...  # noqa: D102
    async def profile(self, cypher: str, parameters: Mapping[str, Any]) -> tuple[list[Any], int]: ...  # noqa: D102


@dataclass
class Plan:
    """What an operation is compiled to, for all values of the variables that are `late`: kept, since it takes long."""

    late: Collection[str]
    _cost: int | None = None
    _statements: dict[str | int, Statement] = field(default_factory=dict)

    def cost(self, executor: Executor[Any], limits: Limits) -> int:
        """Give what the operation may cost; raise TooCostly if that is more than it may."""
        if self._cost is None:
            self._cost = estimate(executor, limits)
        return self._cost

    def statement(self, info: GraphQLResolveInfo[Any]) -> Statement:
        """Give the statement of a root field; raise BadInput for an argument that is not allowed."""
        key = info.path.key
        if key not in self._statements:
            self._statements[key] = compile_field(info, self.late)
        return self._statements[key]


@dataclass
class Context:
    """What the root fields of one operation share: the way to the graph, and what answering them took.

    `turns` bounds how many statements run at a time.
    """

    reader: Reads
    turns: Semaphore
    plan: Plan
    profile: bool = False
    tally: Tally = field(default_factory=Tally)
    hits: int = 0

    async def answer(self, statement: Statement, variables: Mapping[str, Any]) -> Shaped:
        """Run a statement and shape what it returns."""
        parameters = statement.given(variables)
        async with self.turns:
            if self.profile:
                found, hits = await self.reader.profile(statement.cypher, parameters)
                self.hits += hits
                rows = [statement.row(row, self.tally) for row in found]
            else:
                shape = partial(_shaped, statement.row, self.tally)
                rows = await self.reader.read(statement.cypher, parameters, shape=shape)
        return Shaped(statement.answer(rows, self.tally))


def _shaped(shape: Shape, tally: Tally, row: Any) -> Any:
    return shape(row, tally)


@dataclass(frozen=True)
class Shaped:
    """An answer that is complete: it needs no more work on its fields."""

    value: Any


class Passing(Executor[Any]):
    """Passes shaped answers through; everything else (introspection) goes the ordinary way."""

    def complete_value(
        self, return_type: Any, field_details_list: Any, info: Any, path: Any, result: Any, position_context: Any
    ) -> Any:
        """Give a shaped answer as it is."""
        if isinstance(result, Shaped):
            return result.value
        return super().complete_value(return_type, field_details_list, info, path, result, position_context)


async def resolve(root: Any, info: GraphQLResolveInfo[Context], **_: Any) -> Shaped:  # noqa: ARG001
    """Answer one root field."""
    try:
        return await info.context.answer(info.context.plan.statement(info), info.variable_values.coerced)
    except KbError as error:
        raise GraphQLError(str(error), extensions={"code": error.code}) from error


def build() -> strawberry.Schema:
    """Build the schema of the service."""
    return strawberry.Schema(
        query=root_type(resolve), config=StrawberryConfig(auto_camel_case=False, scalar_map=SCALARS)
    )


@cache
def executable() -> GraphQLSchema:
    """Give the schema as graphql-core runs it, without the work strawberry does for each resolver of its own."""
    made: GraphQLSchema = build()._schema
    assert made.query_type is not None
    for each in made.query_type.fields.values():
        each.resolve = resolve
    return made
