"""Loads that meet: one overtaken by another, and others that come after one that was killed. No fact is made twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kb.commands.loads import _row
from kb.errors import LoadRefused
from kb.graph import Graph
from kb.loads import history
from kb.sync import write as writing
from kb.sync.load import whole_load
from kb.sync.report import Report

Tables = dict[str, str]
Loads = Callable[..., Report]
Export = Callable[[], list[Any]]


class Killed(Exception):
    """A load that ended in the middle."""


@pytest.fixture(autouse=True)
def in_small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, size in {"AT_ONCE": 2, "PIECE": 1, "BATCH": 1, "WRITERS": 1}.items():
        monkeypatch.setattr(writing, name, size)


@pytest.fixture
def kill(load_tidy: Loads, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Give a function that loads tables and dies after so many pieces."""

    def run(tables: Tables, pieces: int, **options: Any) -> None:
        go_on, left = writing._go_on, pieces

        def dying(*arguments: Any) -> None:
            nonlocal left
            if left == 0:
                raise Killed
            left -= 1
            go_on(*arguments)

        with monkeypatch.context() as patch:
            patch.setattr(writing, "_go_on", dying)
            with pytest.raises(Killed):
                load_tidy(tables, **options)

    return run


@pytest.fixture
def other(small: Tables) -> Tables:
    """Give another state of the small dataset, which lacks some relations altogether."""
    clusters = "id,name,sources,confidence\na,Alpha,page,READ\nb,Beta,page,READ\nd,Delta,book,READ\n"
    return {
        **small,
        "clusters": clusters,
        "clusters.clusterPartnerships": "this,that,sources,confidence\nd,P1,page,READ\n",
    }


def overtaken(load_tidy: Loads, by: Tables) -> Callable[[str], None]:
    """Give what, told that a load begins to write, has another one done first."""
    done: list[Report] = []

    def tell(what: str) -> None:
        if what.startswith("Writing") and not done:
            done.append(Report("", []))
            load_tidy(by, allow_shrink=True)

    return tell


@pytest.mark.parametrize("before", ["nothing", "a load", "a killed load"])
@pytest.mark.parametrize("at_once", [2, 50_000])
def test_a_load_that_another_overtook_is_refused(
    before: str, at_once: int, small: Tables, other: Tables, load_tidy: Loads, kill: Callable[..., None],
    export: Export, clear: Callable[[], None], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    load_tidy(small)
    undisturbed = export()
    clear()
    if before == "a load":
        load_tidy(other)
    elif before == "a killed load":
        kill(small, 4)
    monkeypatch.setattr(writing, "AT_ONCE", at_once)
    with pytest.raises(LoadRefused, match="Another load wrote meanwhile"):
        load_tidy(small, allow_shrink=True, report=overtaken(load_tidy, small))
    assert export() == undisturbed
    assert not load_tidy(small).changed


@pytest.mark.parametrize("pieces", [1, 6, 12])
def test_a_part_of_the_files_after_a_killed_load_makes_nothing_twice(
    pieces: int, small: Tables, load_tidy: Loads, kill: Callable[..., None], export: Export, clear: Callable[[], None]
) -> None:
    load_tidy(small)
    undisturbed = export()
    clear()
    kill(small, pieces)
    load_tidy(small, limit=1)
    load_tidy(small)
    assert export() == undisturbed


@pytest.mark.parametrize("pieces", [8, 14])
def test_other_files_after_a_killed_load_withdraw_what_it_wrote(
    pieces: int, small: Tables, other: Tables, load_tidy: Loads, kill: Callable[..., None], export: Export,
    clear: Callable[[], None], graph: Graph,
) -> None:  # fmt: skip
    load_tidy(other)
    undisturbed = export()
    clear()
    kill(small, pieces)
    kill(other, 1, allow_shrink=True)
    load_tidy(other, allow_shrink=True)
    assert export() == undisturbed
    assert graph.read("MATCH (l:Load) RETURN l.attempts, l.finished IS NOT NULL") == [[3, True]]
    load_tidy(small, allow_shrink=True)
    load_tidy(other, allow_shrink=True)
    assert export() == undisturbed


def test_one_that_was_killed_is_on_record_as_not_ended(graph: Graph, small: Tables, kill: Callable[..., None]) -> None:
    kill(small, 3)
    [load] = history(graph)
    assert load["finished"] is None
    assert load["version"] == 1
    assert "not ended" in _row(load)


def test_one_that_has_written_all_ends_even_after_another_dataset(
    graph: Graph, small: Tables, load_tidy: Loads, export: Export
) -> None:
    load_tidy(small)
    undisturbed = export()
    graph.write(lambda transaction: transaction.run("MATCH (l:Load) SET l.finished = null"))
    graph.write(lambda it: it.run("CREATE (:Load {id: 'other-2', dataset: 'other', version: 2, finished: datetime()})"))
    report = load_tidy(small)
    assert (report.version, report.created, report.updated, report.withdrawn) == (3, 0, 0, 0)
    assert whole_load(graph, "starter") == report.checksum
    assert export() == undisturbed
    assert load_tidy(small).last.startswith("load 3 of ")


def test_what_was_counted_first_is_told_only_of_the_same(
    graph: Graph, small: Tables, kill: Callable[..., None], load_tidy: Loads
) -> None:
    kill(small, 3)
    [[first]] = graph.read("MATCH (l:Load) RETURN l.created")
    load_tidy(small)
    assert graph.read("MATCH (l:Load) RETURN l.created") == [[first]]
    graph.write(lambda transaction: transaction.run("MATCH (l:Load) SET l.finished = null, l.facts = l.facts + 1"))
    load_tidy(small)
    assert graph.read("MATCH (l:Load) RETURN l.created, l.finished IS NOT NULL") == [[0, True]]


def test_what_goes_now_is_counted_although_it_stayed_when_the_load_was_begun(
    graph: Graph, small: Tables, other: Tables, kill: Callable[..., None], load_tidy: Loads
) -> None:
    load_tidy(small)
    kill(other, 2, keep_missing=True)
    [[stayed]] = graph.read("MATCH (l:Load {version: 2}) RETURN l.withdrawn")
    report = load_tidy(other, allow_shrink=True)
    assert report.withdrawn > stayed
    assert graph.read("MATCH (l:Load {version: 2}) RETURN l.withdrawn") == [[report.withdrawn]]
