"""Makes keys of names, for things that come without one."""

from __future__ import annotations

import re
from hashlib import blake2b

from kb.words import folded

LONGEST = 140


def slug(*parts: str) -> str:
    """Give a key made of the words of names: small letters without accents, joined by hyphens.

    A long one is cut, and ends in a checksum that keeps it apart from others that begin alike. A name without a
    letter or digit is a checksum; of nothing there is no key.
    """
    text = " ".join(parts)
    key = re.sub(r"[\W_]+", "-", folded(text)).strip("-")
    if not key:
        return digest(text) if text.strip() else ""
    return key if len(key) <= LONGEST else f"{key[:LONGEST].rstrip('-')}-{digest(key)[:8]}"


def digest(text: str) -> str:
    """Give sixteen characters that are a text's own."""
    return blake2b(text.encode(), digest_size=8).hexdigest()
