"""Columns that must be there, may be there, or are not known."""

from __future__ import annotations

import pytest

from kb.errors import FileRefused
from kb.loaders.layout import Layout


def test_other_columns_are_refused_unless_allowed_and_never_read() -> None:
    with pytest.raises(FileRefused, match="has unknown columns: c"):
        Layout(("a",), ("b",)).checked("t.csv", ["a", "c"])
    layout = Layout(("a",), ("b",), ignored=("d",), others=True)
    columns = layout.checked("t.csv", ["a", "b", "c", "d"])
    assert columns == ["a", "b", "c", "d"]
    assert layout.kept(columns) == {"a", "b"}


def test_what_must_be_there_must_be_there_among_others_too() -> None:
    with pytest.raises(FileRefused, match="lacks columns: a"):
        Layout(("a",), others=True).checked("t.csv", ["b"])
