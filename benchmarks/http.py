"""A client of HTTP/1.1 that keeps its connection and costs little: what is measured is the server."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httptools
import orjson


@dataclass
class Answer:
    """What came back."""

    status: int = 0
    headers: dict[bytes, bytes] = field(default_factory=dict)
    body: bytearray = field(default_factory=bytearray)


def post(asked: dict[str, Any]) -> bytes:
    """Give a request that asks in its body, as it goes over the wire."""
    content = orjson.dumps(asked)
    lines = ["POST /graphql HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/json"]
    return "\r\n".join([*lines, f"Content-Length: {len(content)}", "", ""]).encode() + content


def get(asked: dict[str, str], **headers: str) -> bytes:
    """Give a request that asks in the address."""
    lines = [f"GET /graphql?{urlencode(asked)} HTTP/1.1", "Host: 127.0.0.1"]
    return "\r\n".join([*lines, *(f"{name}: {value}" for name, value in headers.items()), "", ""]).encode()


class Client(asyncio.Protocol):
    """One connection."""

    @classmethod
    async def to(cls, port: int) -> Client:
        """Connect to a port of this machine."""
        _, client = await asyncio.get_running_loop().create_connection(cls, "127.0.0.1", port)
        return client

    def __init__(self) -> None:
        self._done: asyncio.Future[Answer] | None = None

    async def ask(self, request: bytes) -> Answer:
        """Send a request and give its answer."""
        self._done = asyncio.get_running_loop().create_future()
        self._answer, self._parser = Answer(), httptools.HttpResponseParser(self)
        self._transport.write(request)
        return await self._done

    def close(self) -> None:
        """Hang up."""
        self._transport.close()

    # What asyncio and the parser call

    def connection_made(self, transport: Any) -> None:  # noqa: D102
        self._transport: asyncio.WriteTransport = transport

    def connection_lost(self, error: Exception | None) -> None:  # noqa: D102
        if self._done and not self._done.done():
            self._done.set_exception(error or ConnectionError("The server hung up."))

    def data_received(self, data: bytes) -> None:  # noqa: D102
        self._parser.feed_data(data)

    def on_header(self, name: bytes, value: bytes) -> None:  # noqa: D102
        self._answer.headers[name.lower()] = value

    def on_body(self, body: bytes) -> None:  # noqa: D102
        self._answer.body += body

    def on_message_complete(self) -> None:  # noqa: D102
        assert self._done
        self._answer.status = self._parser.get_status_code()
        self._done.set_result(self._answer)


async def busy(port: int, requests: Iterable[bytes], seconds: float) -> list[float]:
    """Have a client for each request ask it without pause, and give how long each answer took; raise ValueError."""
    times: list[float] = []
    until = time.perf_counter() + seconds

    async def one(request: bytes) -> None:
        client = await Client.to(port)
        now = time.perf_counter()
        while now < until:
            began, answer = now, await client.ask(request)
            if answer.status not in (200, 304):
                raise ValueError(f"{answer.status}: {answer.body[:200].decode()}")
            now = time.perf_counter()
            times.append(now - began)
        client.close()

    await asyncio.gather(*map(one, requests))
    return times
