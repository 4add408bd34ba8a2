"""Processes that share the rows of a file make of them what one process makes, and none of them outlives a load."""

from __future__ import annotations

import csv
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import psutil
import pytest

from kb.errors import FileRefused, KbError
from kb.loaders.base import RowLoader
from kb.loaders.catalogue import Catalogue
from kb.loaders.mapping import Mapping
from kb.loaders.operations import Operations
from kb.sync import workers
from kb.sync.gather import gather
from kb.sync.stage import Stage, name
from kb.sync.workers import Workers, workers_for

MAPPING = """\
id = "shared"
title = "A list for several processes"
key = ["code"]
[cells]
dates = ["yyyy-mm-dd"]
[constants]
period = "2014-2020"
[columns]
code = "code"
name = "name"
description = "about"
beneficiary = "who"
start = "from"
category = "category"
"""
CATALOGUE = Catalogue(categories=frozenset({"2014-2020-001"}), names={("2014-2020", "research"): "2014-2020-001"})


@pytest.fixture(autouse=True)
def in_small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "BATCH", 3)


@pytest.fixture
def loader() -> Operations:
    return Operations(Mapping.of(MAPPING, "shared.toml"), catalogue=CATALOGUE)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Give a list in which some rows are wrong in all the ways in which a row can be by itself."""
    path = tmp_path / "list.csv"
    with path.open("w", encoding="utf-8", newline="") as lines:
        rows = csv.writer(lines)
        rows.writerow(("code", "name", "about", "who", "from", "category"))
        for at in range(100):
            day = "2016-02-30" if at % 17 == 0 else f"2016-02-{at % 28 + 1:02}"
            about = f'On photonics,\nin "{at}" lines' if at % 3 else ""
            rows.writerow((f"c{at}" if at % 19 else "", f"Project {at}", about, f"Firm {at % 7}", day, f"{at % 2:03}"))
            if at % 23 == 0:
                lines.write(f"ragged,{at}\r\n")
                lines.write('"broken" quotes,,,,,\r\n')
    return path


Staged = tuple[dict[str, list[Any]], dict[str, int]]


@pytest.fixture
def staged(loader: Operations, file: Path, tmp_path: Path) -> Callable[[Workers], Staged]:
    """Give what is on the stage when so many processes have read the list, and what they counted."""

    def run(processes: Workers) -> Staged:
        loader.counted.clear()
        with Stage(tmp_path / "stage") as stage, processes as many:
            gather(loader, loader.rows([file]), loader.sources("0"), stage, many)
            tables = {
                each.name: sorted(stage.ask(f"SELECT * FROM {name(each.name)}"), key=repr) for each in stage.shapes
            }
            tables["rows"] = sorted(stage.ask("SELECT * FROM rows"))
            tables["rejects"] = sorted(stage.ask("SELECT * EXCLUDE (raw) FROM rejects"))
            return tables, dict(loader.counted)

    return run


def test_several_make_what_one_makes(staged: Callable[[Workers], Staged]) -> None:
    alone = staged(Workers(0))
    assert staged(Workers(3)) == alone
    tables, counted = alone
    assert len(tables["rows"]) == 110
    assert {row[3] for row in tables["rejects"]} == {"BAD_DATE", "MISSING_VALUE", "RAGGED_ROW", "BROKEN_QUOTES"}
    assert counted["category"] > 10
    assert {"Project", "Organisation", "Project.technologies.Technology"} <= tables.keys()


def test_they_are_started_for_large_files_only(loader: Operations, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with workers_for(loader, [file]) as small:
        assert not small
    monkeypatch.setattr(workers, "MANY_BYTES", file.stat().st_size)
    monkeypatch.setattr(workers, "cores", lambda: 2)
    with workers_for(loader, [file]) as large:
        assert large
    monkeypatch.setattr(workers, "cores", lambda: 1)
    with workers_for(loader, [file]) as alone:
        assert not alone


def children() -> list[psutil.Process]:
    """Ours that read rows; one that ended, but that nobody waited for, has no command line."""
    every = psutil.Process().children()
    return [each for each in every if "kb.sync.workers" in " ".join(each.as_dict(["cmdline"])["cmdline"] or ())]


def test_one_that_is_killed_is_told_and_nobody_waits_for_it(staged: Callable[[Workers], Staged]) -> None:
    processes = Workers(2)
    children()[0].kill()
    with pytest.raises(KbError, match="was ended; nothing was changed"):
        staged(processes)
    assert not children()


def test_none_is_left_when_the_file_is_refused(staged: Callable[[Workers], Staged], file: Path) -> None:
    with file.open("a", encoding="utf-8") as lines:
        lines.write('"never closed')
    with pytest.raises(FileRefused, match="never closed"):
        staged(Workers(2))
    assert not children()


def test_a_fault_of_the_loader_comes_through(tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "faulty.py").write_text(
        "from kb.loaders.base import RowLoader\nfrom kb.loaders.facts import NodeFact\n"
        "from kb.loaders.layout import Layout\n\n\n"
        "class Faulty(RowLoader):\n"
        "    name, title, layouts = 'faulty', 'Faulty', (Layout(('code',), others=True),)\n\n"
        "    def facts(self, row):\n        yield NodeFact('Project', 'p', {'colour': 'red'})\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    faulty: RowLoader = import_module("faulty").Faulty()
    with Stage(tmp_path / "stage") as stage, Workers(2) as many, pytest.raises(KbError, match=r"Project\.colour"):
        gather(faulty, faulty.rows([file]), [], stage, many)
