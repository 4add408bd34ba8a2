"""The GraphQL schema: every root field is one Cypher statement, whose shaped answer passes through."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

import strawberry
from anyio import to_thread
from graphql import Executor, GraphQLError, GraphQLResolveInfo, GraphQLSchema
from strawberry.schema.config import StrawberryConfig

from kb.api.compile import Statement, compile_field
from kb.api.make import SCALARS
from kb.api.shape import Tally
from kb.api.types import root_type
from kb.errors import KbError
from kb.graph import Graph


@dataclass
class Context:
    """What the root fields of one operation share: the graph, and what answering them took."""

    graph: Graph
    profile: bool = False
    tally: Tally = field(default_factory=Tally)
    hits: int = 0

    def answer(self, statement: Statement) -> Shaped:
        """Run a statement and shape what it returns."""
        if self.profile:
            found, hits = self.graph.profile(statement.cypher, statement.parameters)
            self.hits += hits
            rows = [statement.row(row) for row in found]
        else:
            rows = self.graph.read(statement.cypher, statement.parameters, shape=statement.row)
        return Shaped(statement.answer(rows))


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
        statement = compile_field(info, info.context.tally)
        return await to_thread.run_sync(info.context.answer, statement)
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
