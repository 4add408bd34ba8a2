"""What is told of each source, and the page of them all."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks import sources as measured
from kb.loaders import LOADERS
from kb.loaders.base import Loader
from kb.sources import described, tables


@pytest.mark.parametrize("loader", LOADERS.values(), ids=LOADERS)
def test_every_source_says_what_it_is_and_where_it_comes_from(loader: Loader) -> None:
    told = described(loader)
    assert told["title"]
    assert told["about"].endswith(".")
    assert told["publisher"]
    assert told["comesWithKb"] == (loader.name in ("nuts", "starter", "similarity")) == (not told["where"])
    assert set(told["after"]) <= LOADERS.keys()
    assert bool(told["tables"]) == (loader.name not in ("nuts", "boundaries", "similarity"))


def test_what_must_be_loaded_before_comes_before() -> None:
    names = list(LOADERS)
    for loader in LOADERS.values():
        assert all(names.index(each) < names.index(loader.name) for each in loader.after)


def test_columns_are_told_as_required_optional_and_not_read() -> None:
    [table] = described(LOADERS["kohesio-projects"])["tables"]
    [layout] = LOADERS["kohesio-projects"].layouts
    assert (table["required"], table["optional"]) == (list(layout.columns), list(layout.optional))
    [(files, columns)] = tables(described(LOADERS["kohesio-projects"]))
    assert files == "*.csv"
    assert dict(columns)["may be there"] == ", ".join(layout.optional)
    assert dict(columns)["not read"] == "any others"


def test_tables_that_look_alike_are_told_once() -> None:
    told = dict(tables(described(LOADERS["starter"])))
    assert len(told) < len(LOADERS["starter"].layouts)
    assert sorted(", ".join(told).split(", ")) == sorted(each.files[0] for each in LOADERS["starter"].layouts)
    [links] = [columns for files, columns in told.items() if "platforms.topics.csv" in files.split(", ")]
    assert links == (("must be there", "this, that, sources, confidence"), ("may be there", "note"))


def test_how_a_file_is_written_is_told_where_it_is_not_plain_csv() -> None:
    forms = {name: next(tables(described(LOADERS[name])))[0] for name in ("operations-greece", "employment", "nace")}
    assert forms == {
        "operations-greece": "separated by semicolons, in CP1253",
        "employment": "sheet final, names of columns in line 4",
        "nace": "a CSV file or a workbook",
    }


# The page


def test_the_page_is_what_the_loaders_and_the_counts_give() -> None:
    page = measured.page(measured.committed())
    assert measured.PAGE.read_text(encoding="utf-8") == page, "python -m benchmarks.sources writes it anew"
    for name in LOADERS:
        assert f"\n## {name}\n" in page


def test_every_source_whose_file_is_known_is_counted() -> None:
    assert measured.committed().keys() == {*measured.FILES, *(each.name for each in LOADERS.values() if not each.where)}
    assert measured.FILES.keys() <= LOADERS.keys()


def test_rows_that_are_unaccounted_for_are_no_page() -> None:
    counts: dict[str, Any] = {"files": 1, "rows": 9, "accepted": 5, "fallen": {"BAD_DATE": 1, "LEFT_OUT": 3}}
    counts |= {"nodes": 5, "links": 0}
    assert "| 1 | 9 | 5 | BAD_DATE 1 | 3 | 5 | 0 |" in measured.page({"nace": counts})
    with pytest.raises(ValueError, match="unaccounted"):
        measured.page({"nace": counts | {"rows": 10}})
