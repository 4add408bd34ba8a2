"""Cursors: the sort values of a row, so that a page goes on after it whatever was added meanwhile."""

from __future__ import annotations

import base64
import binascii
from typing import Any

import orjson

from kb.errors import BadInput


def encode(values: list[Any]) -> str:
    """Give the cursor of a row with these sort values."""
    return base64.urlsafe_b64encode(orjson.dumps(values)).decode().rstrip("=")


def decode(cursor: str, size: int) -> list[Any]:
    """Give the `size` sort values of a cursor; raise BadInput for anything that is not one of ours."""
    try:
        values = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error):
        values = None
    if not isinstance(values, list) or len(values) != size or not all(map(_sorts, values)):
        raise BadInput("`after` is not a cursor of this list.", "Use `endCursor` of the page before.")
    return values


def _sorts(value: Any) -> bool:
    """Tell whether a value is one that rows are sorted by; Neo4j knows no larger integers."""
    return isinstance(value, str | float) or (isinstance(value, int) and value < 2**63)
