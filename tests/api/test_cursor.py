"""Cursors: what goes in comes out, and nothing else gets in."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kb.api.cursor import decode, encode
from kb.errors import BadInput

VALUES = st.lists(
    st.text(st.characters(codec="utf-8"))
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False),
    min_size=1,
    max_size=4,
)


@given(VALUES)
def test_what_is_written_is_read(values: list[object]) -> None:
    cursor = encode(values)
    assert decode(cursor, [type(each) for each in values]) == values
    assert set(cursor) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


@given(VALUES, st.lists(st.sampled_from([str, int, float]), max_size=6))
def test_the_cursor_of_another_list_is_refused(values: list[object], types: list[type]) -> None:
    fits = [
        isinstance(value, (int, float) if type_ is float else type_)
        for value, type_ in zip(values, types, strict=False)
    ]
    if len(values) != len(types) or not all(fits):
        with pytest.raises(BadInput):
            decode(encode(values), types)


@given(st.text())
@example("")
@example("é")
@example("====")
@example("ITC4")
def test_any_text_is_a_cursor_or_refused(text: str) -> None:
    try:
        values = decode(text, [str])
    except BadInput as error:
        assert "endCursor" in str(error)  # noqa: PT017
    else:
        assert len(values) == 1


def written(values: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "values",
    [
        [None],
        [["ITC4"]],
        [{"id": "ITC4"}],
        {"id": "ITC4"},
        "ITC4",
        7,
        None,
        [],
        ["ITC4", "ITC4"],
        [7],
        [True],
    ],
)
def test_values_that_none_of_ours_have_are_refused(values: object) -> None:
    with pytest.raises(BadInput):
        decode(written(values), [str])


BROKEN = ["", "x", "ITC4", "not a cursor", "é", "\0", "W10", written([None]), written(["a", "b"]), written([2**63])]


@pytest.mark.parametrize("after", BROKEN)
def test_a_broken_cursor_is_bad_input(service, after: str) -> None:
    query = 'query($after: String) { region(id: "ITC4") { clusters(after: $after) { nodes { id } } } }'
    (error,) = service.execute(query, {"after": after}).errors
    assert error.extensions["code"] == "BAD_USER_INPUT"
    assert "endCursor" in error.message
    assert service.statements == []


@pytest.mark.parametrize("value", [2**63, -(2**63) - 1, True, 0.5])
def test_what_is_no_number_of_neo4j_is_refused(value: object) -> None:
    with pytest.raises(BadInput):
        decode(written([value]), [int])


@pytest.mark.parametrize("value", ["", "zzzz", "'}) RETURN 1"])
def test_a_cursor_made_up_finds_a_page_or_nothing(service, value: object) -> None:
    answer = service.ask(
        "query($after: String) { regions(first: 1, after: $after) { nodes { id } } }", {"after": written([value])}
    )
    assert len(answer["regions"]["nodes"]) <= 1
