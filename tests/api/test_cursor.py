"""Cursors: what goes in comes out, and nothing else gets in."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kb.api.cursor import decode, encode
from kb.api.items import Order
from kb.errors import BadInput

MARK = 7
VALUES = st.lists(
    st.text(st.characters(codec="utf-8"))
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.booleans()
    | st.none(),
    min_size=1,
    max_size=4,
)
TYPES = [str, int, float, bool]


def orders(*types: type, nullable: bool = False) -> list[Order]:
    return [Order("x", type=each, nullable=nullable) for each in types]


def fits(value: object, order: Order) -> bool:
    if value is None or isinstance(value, bool):
        return order.nullable if value is None else order.type is bool
    return isinstance(value, (int, float) if order.type is float else order.type)


@given(VALUES)
def test_what_is_written_is_read(values: list[object]) -> None:
    cursor = encode(MARK, values)
    types = [str if each is None else type(each) for each in values]
    assert decode(cursor, "after", MARK, orders(*types, nullable=True)) == values
    assert set(cursor) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


@given(VALUES, st.lists(st.sampled_from(TYPES), max_size=6), st.booleans())
def test_the_cursor_of_another_list_is_refused(values: list[object], types: list[type], nullable: bool) -> None:
    theirs = orders(*types, nullable=nullable)
    if len(values) != len(types) or not all(map(fits, values, theirs)):
        with pytest.raises(BadInput):
            decode(encode(MARK, values), "after", MARK, theirs)


def test_the_cursor_of_another_order_is_refused() -> None:
    with pytest.raises(BadInput, match="`before` is not a cursor of this list in this order"):
        decode(encode(MARK, ["a"]), "before", MARK + 1, orders(str))


@given(st.text())
@example("")
@example("é")
@example("====")
@example("ITC4")
def test_any_text_is_a_cursor_or_refused(text: str) -> None:
    with pytest.raises(BadInput, match="endCursor"):
        decode(text, "after", MARK, orders(str))


def written(values: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "values",
    [
        [MARK, None],
        [MARK, ["ITC4"]],
        [MARK, {"id": "ITC4"}],
        {"id": "ITC4"},
        "ITC4",
        MARK,
        None,
        [],
        ["ITC4"],
        [MARK, "ITC4", "ITC4"],
        [MARK, 7],
        [MARK, True],
    ],
)
def test_values_that_none_of_ours_have_are_refused(values: object) -> None:
    with pytest.raises(BadInput):
        decode(written(values), "after", MARK, orders(str))


@pytest.mark.parametrize("value", [2**63, -(2**63) - 1, True, 0.5])
def test_what_is_no_number_of_neo4j_is_refused(value: object) -> None:
    with pytest.raises(BadInput):
        decode(written([MARK, value]), "after", MARK, orders(int))


BROKEN = ["", "x", "ITC4", "not a cursor", "é", "\0", "W10", written([None]), written(["a", "b"]), written([2**63])]


@pytest.mark.parametrize("argument", ["after", "before"])
@pytest.mark.parametrize("cursor", BROKEN)
def test_a_broken_cursor_is_bad_input(service, argument: str, cursor: str) -> None:
    query = f'query($at: String) {{ region(id: "ITC4") {{ clusters({argument}: $at) {{ nodes {{ id }} }} }} }}'
    (error,) = service.execute(query, {"at": cursor}).errors
    assert error.extensions["code"] == "BAD_USER_INPUT"
    assert "Cursor` of the page" in error.message
    assert service.statements == []


@pytest.mark.parametrize("value", ["", "zzzz", "'}) RETURN 1"])
def test_a_cursor_made_up_finds_a_page_or_nothing(service, value: str) -> None:
    answer = service.ask(
        "query($after: String) { regions(first: 1, after: $after) { nodes { id } } }",
        {"after": service.cursor("id", value)},
    )
    assert len(answer["regions"]["nodes"]) <= 1
