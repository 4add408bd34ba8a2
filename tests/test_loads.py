"""How two loads differ, as recorded."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from kb.errors import BadInput
from kb.graph import Graph
from kb.loads import SAID, differences, history, lines, named

ONE: dict[str, Any] = dict.fromkeys(SAID) | {
    "id": "a-1",
    "version": 1,
    "files": ["x.csv", "y.csv"],
    "rows": 5,
    "rejectCounts": {"BAD_DATE": 2},
    "counts": {"Project": 3, "Region": 1},
}
OTHER = ONE | {
    "id": "a-2",
    "version": 2,
    "files": ["x.csv", "z.csv"],
    "rejectCounts": {},
    "counts": {"Project": 4, "Region": 1},
}


def test_what_two_loads_recorded_otherwise() -> None:
    assert differences(ONE, OTHER) == [
        ("version", 1, 2),
        ("file y.csv", "read", None),
        ("rejected as BAD_DATE", 2, None),
        ("Project", 3, 4),
        ("file z.csv", None, "read"),
    ]
    assert differences(ONE, ONE) == []


def test_all_of_a_load_is_told_in_order() -> None:
    assert [name for name, value in lines(ONE) if value] == [
        "id", "version", "file x.csv", "file y.csv", "rows", "rejected as BAD_DATE", "Project", "Region",
    ]  # fmt: skip


def test_a_load_is_named_by_version_or_id() -> None:
    assert named([OTHER, ONE], "1") is ONE
    assert named([OTHER, ONE], "a-2") is OTHER
    with pytest.raises(BadInput, match="no load a"):
        named([OTHER, ONE], "a")


def test_a_load_of_before_counts_were_kept_has_none(graph: Graph) -> None:
    assert history(graph) == []
    old = {
        "id": "a-1",
        "version": 1,
        "rows": 9,
        "accepted": 6,
        "rejected": 1,
        "started": datetime(2026, 1, 2, tzinfo=UTC),
    }
    graph.write(lambda transaction: transaction.run("CREATE (l:Load) SET l = $old", old=old))
    [load] = history(graph)
    assert (load["leftOut"], load["counts"], load["rejectCounts"], load["by"]) == (2, {}, {}, None)
    assert load["started"] == "2026-01-02T00:00:00Z"
