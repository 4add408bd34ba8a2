"""How values are read: each type in the ways it may be written, and what says nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from kb.loaders.rejects import Rejected
from kb.schema import Confidence, Field, Point
from kb.sync.shape import read, written
from kb.sync.value import LONGEST_CELL, reader

FIELD = Field("x", str, many=False, required=False, mark="", doc="", stored_as="x")


def field(type_: Any, **more: Any) -> Field:
    return replace(FIELD, type=type_, **more)


READ = [
    (field(str), "  as it is ", "as it is"),
    (field(str, mark="when"), "2016-06", "2016-06"),
    (field(str, mark="when"), 2016, "2016"),
    (field(date), "2016-06-01", date(2016, 6, 1)),
    (field(datetime), "2016-06-01T12:00:00Z", datetime(2016, 6, 1, 12, tzinfo=UTC)),
    (field(bool), "true", True),
    (field(bool), False, False),
    (field(int), "-12", -12),
    (field(int), str(2**63 - 1), 2**63 - 1),
    (field(float), "1.5e3", 1500.0),
    (field(float), 3, 3.0),
    (field(Point), "45.46 9.19", {"latitude": 45.46, "longitude": 9.19}),
    (field(Point), (45, "9.19"), {"latitude": 45.0, "longitude": 9.19}),
    (field(Confidence), "READ", "READ"),
    (field(Confidence), Confidence.READ, "READ"),
    (field(str, many=True), "a; b;;", ["a", "b"]),
    (field(int, many=True), ["1", 2, None], [1, 2]),
]
BAD = [
    (field(str), 5, "BAD_TEXT"),
    (field(str), "a\0b", "BAD_TEXT"),
    (field(str), "x" * (LONGEST_CELL + 1), "TOO_LONG"),
    (field(str, mark="when"), "2016-02-30", "BAD_DATE"),
    (field(str, mark="when"), "in 2016", "BAD_DATE"),
    (field(date), "2016", "BAD_DATE"),
    (field(datetime), "noon", "BAD_DATE"),
    (field(bool), "yes", "BAD_BOOLEAN"),
    (field(bool), 1, "BAD_BOOLEAN"),
    (field(int), "1.0", "BAD_NUMBER"),
    (field(int), True, "BAD_NUMBER"),
    (field(int), 2**63, "BAD_NUMBER"),
    (field(float), float("nan"), "BAD_NUMBER"),
    (field(float), float("inf"), "BAD_NUMBER"),
    (field(float), "1e999", "BAD_NUMBER"),
    (field(float), True, "BAD_NUMBER"),
    (field(Point), "91 0", "BAD_POINT"),
    (field(Point), "45", "BAD_POINT"),
    (field(Confidence), "PERHAPS", "BAD_CHOICE"),
    (field(int, many=True), "1;x", "BAD_NUMBER"),
]


@pytest.mark.parametrize(("of", "given", "stored"), READ, ids=lambda each: repr(each)[:30])
def test_a_value_is_read(of: Field, given: Any, stored: Any) -> None:
    text = reader(of)(given)
    assert text == written(stored)
    back = read(of, str(text))
    assert back == stored
    assert type(back) is type(stored)


@pytest.mark.parametrize(("of", "given", "code"), BAD, ids=lambda each: repr(each)[:30])
def test_what_is_not_of_its_type_is_rejected_each_time(of: Field, given: Any, code: str) -> None:
    reads = reader(of)
    for _ in range(2):  # what is remembered is only what was found, not that it was asked for
        with pytest.raises(Rejected) as rejected:
            reads(given)
        assert rejected.value.code == code
        assert rejected.value.hint


@pytest.mark.parametrize("nothing", [None, "", "  "])
@pytest.mark.parametrize("of", [field(str), field(float), field(bool), field(str, mark="when"), field(str, many=True)])
def test_nothing_is_none(of: Field, nothing: Any) -> None:
    assert reader(of)(nothing) is None


@pytest.mark.parametrize("nothing", ["", ";", [], [None, " "]])
def test_an_empty_list_is_nothing(nothing: Any) -> None:
    assert reader(field(str, many=True))(nothing) is None
