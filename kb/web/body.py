"""An answer as bytes: its tag, and the encodings that clients accept."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import blake2b

import brotli
from anyio import to_thread

SMALL = 1_000
"""Bytes below which an answer is not compressed."""
GZIP_LEVEL, BROTLI_QUALITY = 6, 5
ENCODINGS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda content: bytes(brotli.compress(content, quality=BROTLI_QUALITY)),
    "gzip": lambda content: gzip.compress(content, GZIP_LEVEL, mtime=0),
}
"""The encodings, the best first."""
PLAIN = "identity"


@dataclass
class Body:
    """An answer: `ran` says whether the operation began to run, `whole` that there are no errors in it."""

    content: bytes
    ran: bool = True
    whole: bool = False
    changes: bool = False
    _encoded: dict[str, bytes] = field(init=False, default_factory=dict)

    @cached_property
    def tag(self) -> str:
        """Give its tag, weak: one for all encodings."""
        return f'W/"{blake2b(self.content, digest_size=12).hexdigest()}"'

    @property
    def size(self) -> int:
        """Give how much memory it takes at most, with its encodings."""
        return 2 * len(self.content) + SMALL

    async def encoded(self, accepted: str) -> tuple[bytes, str]:
        """Give it in the best encoding that is accepted, each made once, and the name of that."""
        encoding = best(accepted) if len(self.content) > SMALL else PLAIN
        if encoding == PLAIN:
            return self.content, PLAIN
        if encoding not in self._encoded:
            self._encoded[encoding] = await to_thread.run_sync(ENCODINGS[encoding], self.content)
        return self._encoded[encoding], encoding

    def known(self, tags: str) -> bool:
        """Tell whether it is among the tags of `If-None-Match`, weak or strong."""
        each = [tag.strip().removeprefix("W/") for tag in tags.split(",")]
        return "*" in each or self.tag.removeprefix("W/") in each


@lru_cache(256)
def best(accepted: str) -> str:
    """Name the encoding that an `Accept-Encoding` likes best; of those it likes alike, the best."""
    likes: dict[str, float] = {}
    for each in accepted.lower().split(","):
        name, _, weight = each.partition(";")
        likes[name.strip()] = _quality(weight)
    others = likes.get("*", 0.0)
    liked = {name: likes.get(name, others) for name in ENCODINGS}
    liked[PLAIN] = likes.get(PLAIN, 0.001)  # it is always to be had, and never the first choice
    return max(liked, key=lambda name: liked[name])


def _quality(weight: str) -> float:
    name, _, value = weight.strip().partition("=")
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0
