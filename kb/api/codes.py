"""The code of every error, and what it says: nothing internal, not even in Python's words."""

from __future__ import annotations

from graphql import GraphQLError, GraphQLSyntaxError

from kb.errors import BadInput, KbError

PARSE, FAULT = "GRAPHQL_PARSE_FAILED", "INTERNAL_SERVER_ERROR"


def of(error: KbError) -> GraphQLError:
    """Give one of our errors as GraphQL has it."""
    return GraphQLError(str(error), original_error=error, extensions={"code": error.code})


def mark(error: GraphQLError) -> None:
    """See that an error has a code, and says nothing internal."""
    error.message = error.message.replace(" not to be None.", " not to be null.")
    if error.message == "Validation aborted.":
        error.message = "The query is too large to be checked: ask in several."
    cause = error.original_error
    while isinstance(cause, GraphQLError):
        cause = cause.original_error
    code = (error.extensions or {}).get("code")
    if code and code != KbError.code:
        return
    if isinstance(error, GraphQLSyntaxError):
        _code(error, PARSE)
    elif isinstance(cause, RecursionError):
        error.message = "The query is nested too deeply."
        _code(error, BadInput.code)
    elif code or cause:
        # what it says may hold names and texts of the inside
        error.message = "Something went wrong inside kb; its log says what."
        _code(error, FAULT)
    else:
        _code(error, BadInput.code)


def _code(error: GraphQLError, code: str) -> None:
    error.extensions = {**(error.extensions or {}), "code": code}
