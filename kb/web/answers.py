"""Answers that are kept: each as long as the graph is at the load it is of."""

from __future__ import annotations

from asyncio import Future, get_running_loop, shield
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeAlias

from cachetools import LRUCache

from kb.api.freshness import Freshness
from kb.errors import KbError
from kb.web.body import Body

Work: TypeAlias = Callable[[], Coroutine[Any, Any, Body]]


@dataclass(frozen=True)
class _Kept:
    load: str
    body: Body


@dataclass(frozen=True)
class _Begun:
    load: str
    body: Future[Body]


class Answers:
    """Keeps answers by what was asked, so many megabytes of them; what is asked twice at a time is answered once."""

    def __init__(self, freshness: Freshness, megabytes: int) -> None:
        self._freshness = freshness
        self._kept: LRUCache[bytes, _Kept] = LRUCache(megabytes * 1_000_000, getsizeof=lambda each: each.body.size)
        self._begun: dict[bytes, _Begun] = {}

    async def get(self, key: bytes, work: Work) -> Body:
        """Give what `work` comes to, or came to when `key` was asked for before and the graph was at this load."""
        load = self._freshness.last
        if load is None or key in self._kept or key in self._begun:
            try:
                load = await self._freshness.now()
            except KbError:
                return await work()  # it tells what is wrong
        if (kept := self._kept.get(key)) and kept.load == load:
            return kept.body
        begun = self._begun.get(key)
        if begun and begun.load == load:
            return await shield(begun.body)
        # It reads after `load` was seen. Should the graph be at a later one by then, nobody is given it later on.
        begun = self._begun[key] = _Begun(load, get_running_loop().create_future())
        try:
            body = await work()
            begun.body.set_result(body)
        except Exception as error:
            begun.body.set_exception(error)
            begun.body.exception()  # maybe nobody else waits for it
            raise
        finally:
            begun.body.cancel()  # unless it is there
            if self._begun.get(key) is begun:
                del self._begun[key]
        if body.whole and body.size <= self._kept.maxsize:
            self._kept[key] = _Kept(load, body)
        return body
