"""Automatic persisted queries, as Apollo's clients ask: by the SHA-256 of a text that was sent once before."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from cachetools import LRUCache

from kb.web.request import Asked, Refused

MOST_BYTES = 5_000_000
"""Memory for texts; those that were not asked for longest go first."""


class Persisted:
    """Remembers texts by their hashes; it knows those of the examples from the start, and keeps them."""

    def __init__(self, examples: Iterable[str]) -> None:
        self._examples = {_hash(each): each for each in examples}
        self._known: LRUCache[str, str] = LRUCache(MOST_BYTES, getsizeof=lambda text: len(text.encode()))

    def text(self, asked: Asked) -> str:
        """Give the text of what is asked, which may be its hash; raise Refused if it is not known."""
        persisted = asked.extensions.get("persistedQuery")
        if persisted is None:
            return str(asked.text)
        if not isinstance(persisted, dict) or persisted.get("version") != 1:
            raise Refused("`persistedQuery` is none of version 1.")
        key = persisted.get("sha256Hash")
        if not isinstance(key, str):
            raise Refused("`sha256Hash` is no text.")
        if asked.text is None:
            return self._found(key)
        if key != _hash(asked.text):
            raise Refused("`sha256Hash` is not that of `query`.")
        self._known[key] = asked.text
        return asked.text

    def _found(self, key: str) -> str:
        text = self._examples.get(key) or self._known.get(key)
        if text is None:
            # clients know it by these words, and send the text with its hash then
            raise Refused("PersistedQueryNotFound", 200, "PERSISTED_QUERY_NOT_FOUND")
        return text


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
