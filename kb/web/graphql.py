"""GraphQL over HTTP: POST, and GET; every error with a code, and nothing internal in it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse
from graphql import GraphQLError, GraphQLSyntaxError, OperationDefinitionNode
from strawberry.extensions import SchemaExtension
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from kb.api.schema import build
from kb.errors import KbError
from kb.graph import Graph

log = logging.getLogger(__name__)
# It logs every mistake of a user with a stack trace; faults of ours are logged here.
logging.getLogger("strawberry.execution").setLevel(logging.CRITICAL)

PARSE, VALIDATION, INPUT = "GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED", "BAD_USER_INPUT"
REQUEST, OPERATION, FAULT = "BAD_REQUEST", "OPERATION_RESOLUTION_FAILURE", "INTERNAL_SERVER_ERROR"

JSON, ANSWER = "application/json", "application/graphql-response+json"
MOST_BYTES = 1_000_000


class Refused(Exception):
    """The request never becomes an operation."""

    def __init__(self, message: str, status: int = 400, code: str = REQUEST) -> None:
        super().__init__(message)
        self.status, self.code = status, code


def mount(app: FastAPI, graph: Graph) -> None:
    """Add the GraphQL endpoint to `app`."""
    schema = build(extensions=[Checks])

    @app.get("/graphql", summary="GraphQL over HTTP; `query`, `variables` and `operationName` in the address.")
    @app.post("/graphql", summary="GraphQL over HTTP; `query`, `variables` and `operationName` in a JSON object.")
    async def graphql(request: Request) -> Response:
        if request.method == "GET" and "query" not in request.query_params and _is_browser(request):
            return RedirectResponse("/graphiql")
        media = JSON
        try:
            media = _media(request)
            query, variables, name = await _asked(request)
            result = await schema.execute(
                query,
                variable_values=variables,
                operation_name=name,
                context_value={"graph": graph, "operation_name": name},
                allowed_operation_types={OperationType.QUERY},
            )
        except Refused as refused:
            return _refusal(refused, media)
        except InvalidOperationTypeError:
            status = 405 if request.method == "GET" else _status(media)
            return _refusal(
                Refused("There are queries only: data change through `kb load`.", status, VALIDATION), media
            )
        except CannotGetOperationTypeError:
            what = f"no operation named {name}" if name else "no operation"
            return _refusal(Refused(f"`query` holds {what}.", _status(media), OPERATION), media)
        return _answer(result, media)


class Checks(SchemaExtension):
    """Marks what is found wrong before an operation runs, and finds what strawberry lets pass."""

    def on_validate(self) -> Iterator[None]:
        """Mark errors of validation; see that it is clear which operation is meant."""
        context = self.execution_context
        found = context.graphql_document.definitions if context.graphql_document else ()
        operations = [each for each in found if isinstance(each, OperationDefinitionNode)]
        if len(operations) > 1 and not context.context["operation_name"]:
            text = "`query` holds several operations: say in `operationName` which one is meant."
            context.pre_execution_errors = [GraphQLError(text, extensions={"code": OPERATION})]
        yield
        for error in context.pre_execution_errors or ():
            if "code" not in (error.extensions or {}):
                _mark(error, VALIDATION)


def _is_browser(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


def _media(request: Request) -> str:
    """Give the type of the answer."""
    accepted = request.headers.get("accept", "*/*").lower()
    if ANSWER in accepted:
        return ANSWER
    if not any(each in accepted for each in (JSON, "application/*", "*/*")):
        raise Refused(f"Answers are {ANSWER} or {JSON}: accept one of them.", 406)
    return JSON


async def _asked(request: Request) -> tuple[str, dict[str, Any] | None, str | None]:
    """Give the query, the variables and the name of the operation."""
    asked = _from_url(request) if request.method == "GET" else await _from_body(request)
    query, variables, name = asked.get("query"), asked.get("variables"), asked.get("operationName")
    if not isinstance(query, str) or not query:
        raise Refused("`query` is missing: give GraphQL as a text.")
    if not isinstance(variables, dict | None):
        raise Refused("`variables` are no object: give them by their names.")
    if not isinstance(name, str | None):
        raise Refused("`operationName` is no text.")
    if not isinstance(asked.get("extensions"), dict | None):
        raise Refused("`extensions` are no object.")
    return query, variables, name or None


def _from_url(request: Request) -> dict[str, Any]:
    asked: dict[str, Any] = dict(request.query_params)
    for name in ("variables", "extensions"):
        if name in asked:
            asked[name] = _parsed(asked[name], f"`{name}` are not JSON.") if asked[name] else None
    return asked


async def _from_body(request: Request) -> dict[str, Any]:
    kind, _, parameters = request.headers.get("content-type", "").lower().partition(";")
    if kind.strip() != JSON or ("charset" in parameters and "utf-8" not in parameters):
        raise Refused(f"The body is JSON in UTF-8: send it as content-type {JSON}.", 415)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise Refused(f"The body is larger than {MOST_BYTES:,} bytes.", 413)
    asked = _parsed(bytes(body), "The body is not JSON.")
    if not isinstance(asked, dict):
        raise Refused('The body is no object: send {"query": "..."}.')
    return asked


def _parsed(text: str | bytes, otherwise: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        raise Refused(otherwise) from None


def _answer(result: ExecutionResult, media: str) -> Response:
    for error in result.errors or ():
        _code(error)
    content: dict[str, Any] = {}
    if result.errors:
        content["errors"] = [error.formatted for error in result.errors]
    if result.data is None and not any(error.path for error in result.errors or ()):
        return _response(content, media, _status(media))  # it never ran: there are no data, not even null
    return _response(content | {"data": result.data}, media, 200)


def _refusal(refused: Refused, media: str) -> Response:
    content = {"errors": [{"message": str(refused), "extensions": {"code": refused.code}}]}
    response = _response(content, media, refused.status)
    if refused.status == 405:
        response.headers["Allow"] = "POST"
    return response


def _response(content: dict[str, Any], media: str, status: int) -> Response:
    return Response(orjson.dumps(content), status, {"Vary": "Accept"}, f"{media}; charset=utf-8")


def _status(media: str) -> int:
    """Give the status of an operation that cannot run: under plain JSON it is told from the errors alone."""
    return 400 if media == ANSWER else 200


def _code(error: GraphQLError) -> None:
    """See that an error has a code, and says nothing internal, not even in Python's words."""
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
        _mark(error, PARSE)
    elif isinstance(cause, RecursionError):
        error.message = "The query is nested too deeply."
        _mark(error, INPUT)
    elif code or cause:
        # what it says may hold names and texts of the inside
        log.error("A field could not be answered", exc_info=cause)
        error.message = "Something went wrong inside kb; its log says what."
        _mark(error, FAULT)
    else:
        _mark(error, INPUT)


def _mark(error: GraphQLError, code: str) -> None:
    error.extensions = {**(error.extensions or {}), "code": code}
