"""What a request asks for: an operation, its variables and its name, from the address or from the body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson
from fastapi import Request

from kb.api.limits import Limits

REQUEST = "BAD_REQUEST"
JSON, ANSWER = "application/json", "application/graphql-response+json"
READING = ("GET", "HEAD")


class Refused(Exception):
    """The request never becomes an operation."""

    def __init__(self, message: str, status: int = 400, code: str = REQUEST) -> None:
        super().__init__(message)
        self.status, self.code = status, code


@dataclass(frozen=True)
class Asked:
    """An operation as it was asked for; without a text it is one that is known by its hash."""

    text: str | None
    variables: dict[str, Any]
    name: str | None
    extensions: dict[str, Any]


def media(request: Request) -> str:
    """Give the type of the answer; raise Refused if it is none of ours."""
    accepted = request.headers.get("accept", "*/*").lower()
    if ANSWER in accepted:
        return ANSWER
    if not any(each in accepted for each in (JSON, "application/*", "*/*")):
        raise Refused(f"Answers are {ANSWER} or {JSON}: accept one of them.", 406)
    return JSON


async def read(request: Request) -> Asked:
    """Give what is asked; raise Refused if it is not to be understood."""
    asked = _from_url(request) if request.method in READING else await _from_body(request)
    text, variables, name = asked.get("query"), asked.get("variables"), asked.get("operationName")
    extensions = asked.get("extensions")
    if not isinstance(variables, dict | None):
        raise Refused("`variables` are no object: give them by their names.")
    if not isinstance(name, str | None):
        raise Refused("`operationName` is no text.")
    if not isinstance(extensions, dict | None):
        raise Refused("`extensions` are no object.")
    if not isinstance(text, str | None) or (not text and (extensions or {}).get("persistedQuery") is None):
        raise Refused("`query` is missing: give GraphQL as a text.")
    return Asked(text or None, variables or {}, name or None, extensions or {})


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
    asked = _parsed(await _body(request, Limits.body_bytes), "The body is not JSON.")
    if not isinstance(asked, dict):
        raise Refused('The body is no object: send {"query": "..."}.')
    return asked


async def _body(request: Request, most: int) -> bytes:
    length = request.headers.get("content-length", "")
    body = bytearray()
    if not length.isdigit() or int(length) <= most:
        async for chunk in request.stream():
            body += chunk
            if len(body) > most:
                break
        else:
            return bytes(body)
    raise Refused(f"The body is larger than {most:,} bytes.", 413)


def _parsed(text: str | bytes, otherwise: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        raise Refused(otherwise) from None
