"""Makes keys of names, for things that come without one."""

from __future__ import annotations

import hashlib
import re

from kb.words import folded

LONGEST = 150


def slug(*parts: str) -> str:
    """Give a key made of the words of names: small letters without accents, joined by hyphens.

    A long one is cut, and ends in a checksum that keeps it apart from others that begin alike.
    """
    key = re.sub(r"[\W_]+", "-", folded(" ".join(parts))).strip("-")
    if len(key) <= LONGEST:
        return key
    return f"{key[:LONGEST].rstrip('-')}-{hashlib.sha256(key.encode()).hexdigest()[:8]}"
