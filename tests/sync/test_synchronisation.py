"""Whatever was there before, a load leaves what its files say: nothing more, nothing less."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.sync.report import Report

IDS = st.sampled_from(["a", "b", "c", "d"])
PARTNERSHIPS = st.sampled_from(["P", "Q", "R"])
SOURCES = st.lists(st.sampled_from(["page", "book"]), min_size=1, max_size=2, unique=True).map(";".join)
CONFIDENCE = st.sampled_from(["READ", "INFERRED", "MAYBE"])
NOTES = st.sampled_from(["", "one", "two"])
ROLES = st.sampled_from(["", "lead"])
YEARS = st.sampled_from(["", "2016", "2018-02", "2018-20"])


def table(header: str, *columns: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    lines = st.lists(st.tuples(*columns).map(",".join), max_size=6)
    return lines.map(lambda each: "\n".join((header, *each)) + "\n")


DATASETS = st.fixed_dictionaries({
    "sources": st.sampled_from(["id,name\npage,Page\nbook,Book\n", "id,name\npage,Page II\n"]),
    "clusterPartnerships": table("id,name,start,sources,confidence", PARTNERSHIPS, IDS, YEARS, SOURCES, CONFIDENCE),
    "clusters": table("id,name,note,clusterPartnerships,sources,confidence",
                      IDS, NOTES, NOTES, st.sampled_from(["", "P", "P;Q"]), SOURCES, CONFIDENCE),
    "clusters.clusterPartnerships": table("this,that,role,asOf,note,sources,confidence",
                                          IDS, PARTNERSHIPS, ROLES, YEARS, NOTES, SOURCES, CONFIDENCE),
})  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=DATASETS, after=DATASETS)
def test_a_load_after_another_is_as_if_it_were_the_first(
    before: dict[str, str],
    after: dict[str, str],
    load_tidy: Callable[..., Report],
    export: Callable[[], list[Any]],
    clear: Callable[[], None],
) -> None:
    clear()
    load_tidy(before)
    second = load_tidy(after, allow_shrink=True)
    found = export()
    assert not load_tidy(after).changed
    clear()
    first = load_tidy(after)
    assert export() == found
    assert [str(each) for each in first.rejects] == [str(each) for each in second.rejects]
    assert first.facts == second.facts == first.created


def test_the_order_of_rows_does_not_matter(
    small: dict[str, str], load_tidy: Callable[..., Report], tmp_path: Path
) -> None:
    load_tidy(small)
    turned = {}
    for name, text in small.items():
        header, *lines = text.splitlines()
        turned[name] = "\n".join((header, *reversed(lines))) + "\n"
    report = load_tidy(turned)
    assert (report.created, report.updated, report.withdrawn) == (0, 1, 0)  # the checksum of the files
