"""GraphQL over HTTP: POST, GET and HEAD; every error with a code, and nothing internal in it."""

from __future__ import annotations

import hmac
import logging
from functools import partial
from hashlib import blake2b
from typing import Any

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from kb.api import codes
from kb.api.documents import Asking
from kb.api.limits import Limits
from kb.api.service import Service
from kb.errors import TooCostly
from kb.reader import Reader
from kb.settings import Settings
from kb.web import operations, request
from kb.web.answers import Answers
from kb.web.body import PLAIN, Body
from kb.web.persisted import Persisted
from kb.web.request import ANSWER, JSON, READING, Asked, Refused

log = logging.getLogger(__name__)

PATH = "/graphql"
METHODS = ("GET", "HEAD", "POST")
READ = "GraphQL over HTTP; `query`, `variables` and `operationName` in the address."
PROFILE = "X-KB-Profile"


def mount(app: FastAPI, reader: Reader, settings: Settings) -> None:
    """Add the GraphQL endpoint to `app`."""
    endpoint = Endpoint(reader, settings)
    app.add_middleware(Door, endpoint=endpoint)

    @app.head(PATH, summary=READ)
    @app.get(PATH, summary=READ)
    @app.post(PATH, summary="GraphQL over HTTP; `query`, `variables` and `operationName` in a JSON object.")
    async def graphql(request: Request) -> Response:
        return await endpoint.respond(request)

    @app.exception_handler(Exception)
    async def fault(*_: object) -> Response:
        return _refusal(Refused("Something went wrong inside kb; its log says what.", 500, codes.FAULT), JSON)


class Door:
    """Leads what asks for GraphQL past the routes, which take as long as all that is done for a small answer."""

    def __init__(self, app: ASGIApp, endpoint: Endpoint) -> None:
        self._app, self._endpoint = app, endpoint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "http" and scope["path"] == PATH:
            response = await self._endpoint.respond(Request(scope, receive))
            await response(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def limits(settings: Settings) -> Limits:
    """Give what may be asked for, as the settings say."""
    return Limits(depth=settings.max_depth, cost=settings.max_cost, answer_mb=settings.max_answer_mb)


class Endpoint:
    """Answers requests over a graph."""

    def __init__(self, reader: Reader, settings: Settings) -> None:
        saved = [each.query for each in operations.read()]
        only = saved if settings.saved_only else None
        self._service = Service(reader, Asking(limits(settings), settings.introspection, settings.suggestions, only))
        self._answers = Answers(self._service.freshness, settings.answers_mb)
        self._persisted = Persisted(saved)
        self._most_bytes = settings.max_answer_mb * 1_000_000
        self._token = settings.admin_token.get_secret_value().encode()

    async def respond(self, given: Request) -> Response:
        """Answer one request."""
        if given.method not in METHODS:
            refused = Refused(f"{given.method} is not for GraphQL: use POST or GET.", 405, "METHOD_NOT_ALLOWED")
            return _refusal(refused, JSON, Allow=", ".join(METHODS))
        if given.method in READING and "query" not in given.query_params and _is_browser(given):
            return RedirectResponse("/graphiql")
        media = JSON
        try:
            media = request.media(given)
            profile = self._profiles(given)
            asked = await request.read(given)
            text = self._persisted.text(asked)
            key = _key(text, asked)
        except Refused as refused:
            return _refusal(refused, media)
        work = partial(self._answered, text, asked, profile)
        body = await (work() if profile else self._answers.get(key, work))
        return await _response(given, body, media)

    def _profiles(self, given: Request) -> bool:
        """Tell whether db hits are to be counted; raise Refused if the one who asks may not have it."""
        token = given.headers.get(PROFILE)
        if token is None:
            return False
        if not self._token or not hmac.compare_digest(token.encode(), self._token):
            raise Refused(f"{PROFILE} is for administrators: give it what KB_ADMIN_TOKEN is set to.", 403, "FORBIDDEN")
        return True

    async def _answered(self, text: str, asked: Asked, profile: bool) -> Body:
        answer = await self._service.answer(text, asked.variables, asked.name, profile)
        content: dict[str, Any] = {}
        if answer.errors:
            for each in answer.errors:
                if (each.extensions or {}).get("code") == codes.FAULT:
                    log.error("A field could not be answered", exc_info=each.original_error)
            content["errors"] = [error.formatted for error in answer.errors]
        if answer.ran:
            said = {"cost": answer.cost, "coverage": answer.coverage}
            content |= {"data": answer.data, "extensions": {key: each for key, each in said.items() if each}}
        written = orjson.dumps(content)
        if len(written) > self._most_bytes:
            return self._too_large(len(written))
        return Body(written, answer.ran, answer.ran and not answer.errors, answer.changes)

    def _too_large(self, size: int) -> Body:
        error = codes.of(TooCostly(
            f"The answer has {size / 1_000_000:,.0f} megabytes, and {self._most_bytes // 1_000_000} are the most.",
            "Ask in pages, by a smaller `first`.",
        ))  # fmt: skip
        return Body(orjson.dumps({"errors": [error.formatted]}), ran=False)


def _is_browser(given: Request) -> bool:
    return "text/html" in given.headers.get("accept", "")


def _key(text: str, asked: Asked) -> bytes:
    try:
        parts = orjson.dumps([text, asked.name, asked.variables], option=orjson.OPT_SORT_KEYS)
    except TypeError:
        raise Refused("`variables` are nested too deeply.") from None
    return blake2b(parts, digest_size=32).digest()


async def _response(given: Request, body: Body, media: str) -> Response:
    headers = {"Vary": "Accept, Accept-Encoding", "Cache-Control": "no-cache" if body.whole else "no-store"}
    reading = given.method in READING
    if body.changes and reading:
        return Response(body.content, 405, headers | {"Allow": "POST"}, _type(media))
    if body.whole and reading:
        headers["ETag"] = body.tag
        if body.known(given.headers.get("if-none-match", "")):
            return Response(None, 304, headers)
    content, encoding = await body.encoded(given.headers.get("accept-encoding", ""))
    if encoding != PLAIN:
        headers["Content-Encoding"] = encoding
    # under plain JSON it is told from the errors alone that it could not run
    return Response(content, 400 if media == ANSWER and not body.ran else 200, headers, _type(media))


def _refusal(refused: Refused, media: str, **headers: str) -> Response:
    content = {"errors": [{"message": str(refused), "extensions": {"code": refused.code}}]}
    headers = {"Cache-Control": "no-store", "Vary": "Accept", **headers}
    return Response(orjson.dumps(content), refused.status, headers, _type(media))


def _type(media: str) -> str:
    return f"{media}; charset=utf-8"
