"""GraphQL over HTTP: POST, and GET for queries; every error with a code and nothing internal in it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import orjson
from fastapi import Request
from graphql import GraphQLError, GraphQLSyntaxError
from strawberry.extensions import SchemaExtension
from strawberry.fastapi import GraphQLRouter
from strawberry.http import GraphQLHTTPResponse
from strawberry.types import ExecutionResult

log = logging.getLogger(__name__)

PARSE, VALIDATION, INPUT = "GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED", "BAD_USER_INPUT"
FAULT = "INTERNAL_SERVER_ERROR"


class Codes(SchemaExtension):
    """Marks what is found wrong before an operation runs."""

    def on_validate(self) -> Iterator[None]:
        """Mark errors of validation."""
        yield
        for error in self.execution_context.pre_execution_errors or ():
            if not isinstance(error, GraphQLSyntaxError):
                _mark(error, VALIDATION)


class Router(GraphQLRouter[Any, Any]):
    """The GraphQL endpoint."""

    def encode_json(self, data: object) -> bytes:
        """Write JSON."""
        return orjson.dumps(data)

    async def process_result(self, request: Request, result: ExecutionResult) -> GraphQLHTTPResponse:
        """Give the response for a result, its errors coded."""
        for error in result.errors or ():
            _code(error)
        return await super().process_result(request, result)


def _code(error: GraphQLError) -> None:
    if "code" in (error.extensions or {}):
        return
    if isinstance(error, GraphQLSyntaxError):
        _mark(error, PARSE)
    elif error.original_error is not None:
        # what it says may hold names and texts of the inside
        log.error("A field could not be answered", exc_info=error.original_error)
        error.message = "Something went wrong inside kb; its log says what."
        _mark(error, FAULT)
    else:
        _mark(error, INPUT)


def _mark(error: GraphQLError, code: str) -> None:
    error.extensions = {**(error.extensions or {}), "code": code}
