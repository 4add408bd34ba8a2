"""The GraphQL schema: every root field is one Cypher statement, whose shaped answer passes through."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import strawberry
from graphql import Executor, GraphQLResolveInfo, GraphQLSchema
from strawberry.schema.config import StrawberryConfig

from kb.api.make import SCALARS
from kb.api.plan import Run
from kb.api.types import root_type


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


async def resolve(root: Any, info: GraphQLResolveInfo[Run], **_: Any) -> Shaped:  # noqa: ARG001
    """Answer one root field."""
    run = info.context
    return Shaped(await run.answer(run.plan.statement(info)))


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
