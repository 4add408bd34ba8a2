"""Cursors: the sort values of a row, so that a page goes on after it whatever was added meanwhile."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Any

import orjson

from kb.errors import BadInput


def encode(values: list[Any]) -> str:
    """Give the cursor of a row with these sort values."""
    return base64.urlsafe_b64encode(orjson.dumps(values)).decode().rstrip("=")


def decode(cursor: str, types: Sequence[type]) -> list[Any]:
    """Give the sort values of a cursor, which have these types; raise BadInput for anything that is not one of ours."""
    try:
        values = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error):
        values = None
    if not isinstance(values, list) or len(values) != len(types) or not all(map(_sorts, values, types)):
        raise BadInput("`after` is not a cursor of this list.", "Use `endCursor` of the page before.")
    return values


def _sorts(value: Any, type_: type) -> bool:
    """Tell whether a value is one that rows are sorted by; Neo4j knows no larger integers."""
    if isinstance(value, bool):
        return False
    if isinstance(value, int):
        return type_ in (int, float) and -(2**63) <= value < 2**63
    return isinstance(value, type_)
