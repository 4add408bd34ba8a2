"""Days and numbers as sources write them."""

from __future__ import annotations

import pytest

from kb.loaders.cells import day, decimal


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("04/09/2023", "2023-09-04"),
        ("4.9.2023", "2023-09-04"),
        ("2023-09-04", "2023-09-04"),
        ("2023-09-04 00:00:00", "2023-09-04"),
        ("2023-09-04T00:00:00", "2023-09-04"),
        ("soon", "soon"),
        ("", ""),
    ],
)
def test_days(cell: str, expected: str) -> None:
    assert day(cell) == expected


@pytest.mark.parametrize(("cell", "expected"), [("7995922,4", "7995922.4"), (" 12.5 ", "12.5"), ("", "")])
def test_numbers(cell: str, expected: str) -> None:
    assert decimal(cell) == expected
