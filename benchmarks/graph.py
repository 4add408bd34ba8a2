"""Makes a synthetic graph in a data folder of its own: `python -m benchmarks.graph --projects 1000000`.

The facts are written as CSV for Neo4j's own import; what columns there are follows from the model.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any

import typer

from benchmarks.synthetic import DATASET, Size, facts
from kb import engine
from kb.graph import Graph
from kb.loaders.facts import Fact, LinkFact, NodeFact
from kb.migrate import migrate
from kb.settings import Settings
from kb.sync.bulk import header, label
from kb.sync.shape import Shape, shape_for

SEPARATOR = ";"


class Table:
    """One CSV file of a kind of node, or of a relation between two kinds."""

    def __init__(self, folder: Path, stack: ExitStack, shape: Shape) -> None:
        self._shape = shape
        self.option = f"{label(shape)}={folder / f'{shape.name}.csv'}"
        file = (folder / f"{shape.name}.csv").open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(stack.enter_context(file))
        self._writer.writerow(header(shape))

    def write(self, fact: Fact) -> None:
        """Add a fact; what it says nothing of stays empty, which is null, and so does the line it would be from."""
        key: tuple[str, ...] = (fact.id,) if isinstance(fact, NodeFact) else (fact.this, fact.that)
        if isinstance(fact, LinkFact) and self._shape.keyed:
            key = (*key, fact.key)
        said = (fact.properties.get(name) for name in self._shape.fields)
        self._writer.writerow(map(_cell, (*key, *said, fact.confidence, fact.sources or (DATASET,), None)))


def write(given: Iterable[Fact], folder: Path) -> list[str]:
    """Write facts as CSV files, and give the options of `neo4j-admin database import` that name them."""
    tables: dict[Shape, Table] = {}
    with ExitStack() as stack:
        for fact in given:
            shape = shape_for(fact)
            if shape not in tables:
                tables[shape] = Table(folder, stack, shape)
            tables[shape].write(fact)
    return [table.option for table in tables.values()]


def _cell(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return SEPARATOR.join(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {each}" for name, each in value.items()) + "}"
    return str(value).lower() if isinstance(value, bool) else value


def generate(size: Size, settings: Settings, report: engine.Report = print) -> None:
    """Make the graph in the data folder of `settings`, unless it is there."""
    made = settings.data / "synthetic.txt"
    if made.exists() and made.read_text() == str(size):
        return
    engine.down(settings, engine.silent)
    folder = settings.data / "csv"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    report(f"Making {size}")
    options = write(facts(size), folder)
    report("Importing it")
    engine.admin(
        settings, "database", "import", "full", "neo4j", "--overwrite-destination", f"--array-delimiter={SEPARATOR}",
        *options,
    )  # fmt: skip
    shutil.rmtree(folder)
    report("Building its indexes")
    with engine.running(settings, engine.silent) as server, Graph(server) as graph:
        migrate(graph)
    made.write_text(str(size))


def main(
    data: Annotated[Path, typer.Option(help="The data folder to make it in.")],
    projects: Annotated[int, typer.Option(help="How many projects.")] = 1_000_000,
) -> None:
    """Make a synthetic graph: 300 regions, 3,000 clusters and as many projects as you like."""
    generate(Size(projects), Settings(data=data, heap_mb=2048))  # type: ignore[call-arg]


if __name__ == "__main__":
    typer.run(main)
