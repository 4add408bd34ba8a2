"""Cursors: the sort values of a row, so that a page goes on after it whatever was added meanwhile."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Any

import orjson

from kb.api.items import Order
from kb.errors import BadInput


def encode(mark: int, values: list[Any]) -> str:
    """Give the cursor of a row with these sort values, in the order that has this mark."""
    return base64.urlsafe_b64encode(orjson.dumps([mark, *values])).decode().rstrip("=")


def decode(cursor: str, argument: str, mark: int, orders: Sequence[Order]) -> list[Any]:
    """Give the sort values of a cursor of this order; raise BadInput for anything that is not one of ours."""
    try:
        values = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error):
        values = None
    if not isinstance(values, list) or values[:1] != [mark] or len(values) != len(orders) + 1:
        raise _foreign(argument)
    if not all(map(_sorts, values[1:], orders)):
        raise _foreign(argument)
    return values[1:]


def _foreign(argument: str) -> BadInput:
    hint = "`endCursor` of the page before" if argument == "after" else "`startCursor` of the page after"
    return BadInput(f"`{argument}` is not a cursor of this list in this order.", f"Use {hint}.")


def _sorts(value: Any, order: Order) -> bool:
    """Tell whether a value is one that rows are sorted by; Neo4j knows no larger integers."""
    if value is None or isinstance(value, bool):
        return order.nullable if value is None else order.type in (bool, object)
    if isinstance(value, int):
        return order.type in (int, float, object) and -(2**63) <= value < 2**63
    return isinstance(value, (str, float) if order.type is object else order.type)
