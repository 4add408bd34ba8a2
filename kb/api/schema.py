"""The GraphQL schema: every root field is one Cypher statement, whose shaped answer passes through."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import strawberry
from anyio import to_thread
from graphql import GraphQLError
from strawberry.extensions import SchemaExtension
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from kb.api.compile import Statement, compile_field
from kb.api.make import SCALARS
from kb.api.types import root_type
from kb.errors import KbError
from kb.graph import Graph


@dataclass(frozen=True)
class Shaped:
    """An answer that is complete: it needs no more work on its fields."""

    value: Any


class Executor(StrawberryGraphQLCoreExecutionContext):
    """Passes shaped answers through; everything else (introspection) goes the ordinary way."""

    def complete_value(
        self, return_type: Any, field_details_list: Any, info: Any, path: Any, result: Any, position_context: Any
    ) -> Any:
        """Give a shaped answer as it is."""
        if isinstance(result, Shaped):
            return result.value
        return super().complete_value(return_type, field_details_list, info, path, result, position_context)


async def resolve(root: Any, info: strawberry.Info[Any, Any], **_: Any) -> Shaped:  # noqa: ARG001
    """Answer one root field."""
    try:
        statement = compile_field(info._raw_info)
        return await to_thread.run_sync(answer, info.context["graph"], statement)
    except KbError as error:
        raise GraphQLError(str(error), extensions={"code": error.code}) from error


def answer(graph: Graph, statement: Statement) -> Shaped:
    """Run a statement and shape what it returns; no row is null."""
    rows = graph.read(statement.cypher, statement.parameters)
    return Shaped(statement.answer.shaped(rows[0][0]) if rows else None)


def build(extensions: Iterable[type[SchemaExtension]] = ()) -> strawberry.Schema:
    """Build the schema of the service."""
    return strawberry.Schema(
        query=root_type(resolve),
        execution_context_class=Executor,
        config=StrawberryConfig(auto_camel_case=False, scalar_map=SCALARS),
        extensions=list(extensions),
    )
