"""What loading is measured on: synthetic files, and data folders that begin alike."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import generate
from kb import engine
from kb.graph import Graph
from kb.loaders import LOADERS, SHIPPED
from kb.migrate import migrate
from kb.settings import Settings
from kb.sync.load import load


class Folders:
    """A folder of the benchmarks, in which everything is made."""

    def __init__(self, folder: Path, port: int) -> None:
        """Neo4j is to listen on `port`."""
        self.folder, self._port = folder.resolve(), port

    def files(self, projects: int) -> Path:
        """Make synthetic files, and give their folder."""
        folder = self.folder / f"files-{projects}"
        generate.write(folder, projects)
        return folder

    @contextmanager
    def fresh(self) -> Iterator[Settings]:
        """Give a data folder that holds what the lists speak of: regions, funds, programmes and categories."""
        base, settings = self._base(), self._settings("fresh")
        shutil.rmtree(settings.data, ignore_errors=True)
        shutil.copytree(base, settings.data)
        try:
            yield settings
        finally:
            engine.down(settings, engine.silent)
            shutil.rmtree(settings.data)

    def with_projects(self, projects: int) -> Settings:
        """Give a data folder that holds a synthetic list of so many projects, too; it is made once and kept."""
        settings = self._settings(f"with-{projects}")
        ready = settings.data / "ready-too"
        if not ready.exists():
            shutil.rmtree(settings.data, ignore_errors=True)
            shutil.copytree(self._base(), settings.data)
            subprocess.run(kb_load(self.files(projects), "--bulk"), env=os.environ | environment(settings), check=True)
            ready.touch()
        return settings

    def _base(self) -> Path:
        settings = self._settings("base")
        ready = settings.data / "ready"
        if ready.exists():
            return settings.data
        shutil.rmtree(settings.data, ignore_errors=True)
        made = self.files(0)
        with engine.running(settings, print) as server, Graph(server, timeout=60) as graph:
            migrate(graph)
            for loader in SHIPPED:
                load(graph, loader, settings)
            load(graph, LOADERS["intervention-fields"], settings, file=made / generate.CATEGORIES)
            load(graph, LOADERS["programmes"], settings, file=made / generate.PROGRAMMES)
        ready.touch()
        return settings.data

    def _settings(self, name: str) -> Settings:
        return Settings(data=self.folder / name, bolt_port=self._port)  # type: ignore[call-arg]


def kb_load(made: Path, *options: str) -> list[str]:
    """Give the command by which kb loads a list."""
    named = str(made / generate.LIST), "--mapping", str(made / generate.MAPPING)
    return [sys.executable, "-m", "kb", "load", "operations", *named, "--json", *options]


def environment(settings: Settings) -> dict[str, str]:
    """Give the settings for another process."""
    return {"KB_DATA": str(settings.data), "KB_BOLT_PORT": str(settings.bolt_port)}
