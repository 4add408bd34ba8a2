"""A load that is killed, or whose Neo4j is, and is then run again leaves the graph as if nothing had happened."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kb import engine
from kb.graph import Graph
from kb.settings import Settings
from tests.conftest import free_port
from tests.sync.conftest import exported

MOMENTS = 20
COMMAND = """
from kb.cli import main
from kb.sync import write
write.AT_ONCE, write.BATCH, write.PIECE = 200, 20, 100  # a small load in as many pieces as a large one
main()
"""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Give the settings of a Neo4j that may be killed."""
    own = Settings(data=tmp_path_factory.mktemp("killed"), bolt_port=free_port())  # type: ignore[call-arg]
    yield own
    engine.down(own)


def dataset(folder: Path, numbers: range, name: str) -> Path:
    """Write a dataset of clusters, cluster partnerships and who is a member of which."""
    folder.mkdir()
    tables = {
        "sources": ("id,name", ["page,A page"]),
        "clusterPartnerships": ("id,name,sources,confidence", [f"p{n},P {n},page,READ" for n in range(20)]),
        "clusters": ("id,name,sources,confidence", [f"c{n},{name} {n},page,READ" for n in numbers]),
        "clusters.clusterPartnerships": (
            "this,that,role,sources,confidence",
            [f"c{n},p{(n + k) % 20},,page,READ" for n in numbers for k in range(2)],
        ),
    }
    for table, (header, lines) in tables.items():
        (folder / f"{table}.csv").write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return folder


def load(settings: Settings, folder: Path) -> subprocess.Popen[bytes]:
    given = {"KB_DATA": str(settings.data), "KB_BOLT_PORT": str(settings.bolt_port)}
    command = [sys.executable, "-c", COMMAND, "load", "starter", str(folder), "--allow-shrink"]
    nowhere = subprocess.DEVNULL
    return subprocess.Popen(command, env=os.environ | given, stdout=nowhere, stderr=nowhere)


def everything(settings: Settings) -> list[Any]:
    """Give all that is in the graph, and what is on record of the last load but its version and the times."""
    with Graph(engine.up(settings), timeout=60) as graph:
        last = graph.read(
            "MATCH (l:Load) RETURN l.checksum, l.facts, l.created, l.updated, l.withdrawn, l.finished IS NULL"
            " ORDER BY l.version DESC LIMIT 1"
        )
        return [*exported(graph), *last]


def test_whenever_it_is_killed_the_same_again_makes_it_good(settings: Settings, tmp_path: Path) -> None:
    old, new = dataset(tmp_path / "old", range(300), "Old"), dataset(tmp_path / "new", range(100, 600), "New")
    undisturbed: dict[Path, list[Any]] = {}
    took = 0.0
    for folder in (old, new, old):
        began = time.monotonic()
        assert load(settings, folder).wait() == 0
        took, undisturbed[folder] = time.monotonic() - began, everything(settings)
    chance, killed = random.Random(2016), 0
    for moment in range(MOMENTS):
        folder = (new, old)[moment % 2]
        running = load(settings, folder)
        time.sleep(chance.uniform(0.2, 1.1) * took)
        if moment % 4 < 2:
            running.kill()
        else:
            server = engine.find(settings)
            assert server is not None
            assert server.pid is not None
            os.kill(server.pid, signal.SIGKILL)
        killed += running.wait() != 0
        assert load(settings, folder).wait() == 0
        assert everything(settings) == undisturbed[folder], f"moment {moment}"
    assert killed > MOMENTS / 3, "most were over before they were killed"
