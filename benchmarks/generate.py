"""Makes a synthetic graph in a data folder of its own: `python -m benchmarks.generate --projects 1000000`.

The facts are written as CSV for Neo4j's own import; what columns there are follows from the model.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from benchmarks.synthetic import DATASET, Size, facts
from kb import engine
from kb.graph import Graph
from kb.loaders.facts import Fact, LinkFact, NodeFact, relation_of
from kb.migrate import migrate
from kb.schema import EDGES, KINDS, Field, Point
from kb.schema.cypher import keys
from kb.settings import Settings

TYPES = {int: "long", float: "double", bool: "boolean", date: "date", datetime: "datetime", Point: "point{crs:WGS-84}"}
SEPARATOR = ";"


class Table:
    """One CSV file of a kind of node, or of a relation between two kinds."""

    def __init__(self, folder: Path, stack: ExitStack, fact: Fact) -> None:
        if isinstance(fact, NodeFact):
            self.option, named, columns = _of_nodes(fact)
        else:
            self.option, named, columns = _of_links(fact)
        self.path = folder / f"{named}.csv"
        self._names = [name for name, _ in columns]
        self._writer = csv.writer(stack.enter_context(self.path.open("w", encoding="utf-8", newline="")))
        self._writer.writerow([header for _, header in columns])

    def write(self, row: dict[str, Any]) -> None:
        """Add a row; what it has no value for stays empty, which is null."""
        self._writer.writerow([_cell(row.get(name)) for name in self._names])


def write(given: Iterable[Fact], folder: Path) -> list[str]:
    """Write facts as CSV files, and give the options of `neo4j-admin database import` that name them."""
    tables: dict[tuple[str, ...], Table] = {}
    with ExitStack() as stack:
        for fact in given:
            told_by = (fact.kind,) if isinstance(fact, NodeFact) else (fact.kind, fact.relation, fact.that_kind)
            if told_by not in tables:
                tables[told_by] = Table(folder, stack, fact)
            tables[told_by].write(_row(fact))
    return [f"{table.option}={table.path}" for table in tables.values()]


def _of_nodes(fact: NodeFact) -> tuple[str, str, list[tuple[str, str]]]:
    fields = [each for each in KINDS[fact.kind].fields.values() if each.mark != "key"]
    # two fields may be stored as one property
    columns = [("id", f"id:ID({fact.kind})"), *dict(map(_column, fields)).items(), ("sources", "sources:string[]")]
    return f"--nodes={fact.kind}", fact.kind, columns


def _of_links(fact: LinkFact) -> tuple[str, str, list[tuple[str, str]]]:
    relation = relation_of(fact.kind, fact.relation)
    start, end = (fact.kind, fact.that_kind) if relation.outgoing else (fact.that_kind, fact.kind)
    ends = [("start", f":START_ID({start})"), ("end", f":END_ID({end})")]
    fields = [_column(each) for each in EDGES[relation.edge or "Link"].fields.values()]
    key = [("key", "key:string")] if keys(relation) else []
    columns = [*ends, *fields, *key, ("sources", "sources:string[]")]
    return f"--relationships={relation.type}", f"{fact.kind}.{fact.relation}.{fact.that_kind}", columns


def _column(field: Field) -> tuple[str, str]:
    return field.stored_as, f"{field.stored_as}:{TYPES.get(field.type, 'string')}{'[]' if field.many else ''}"


def _row(fact: Fact) -> dict[str, Any]:
    said = {**fact.properties, "confidence": fact.confidence, "sources": fact.sources or (DATASET,)}
    if isinstance(fact, NodeFact):
        return {**said, "id": fact.id}
    ends = (fact.this, fact.that) if relation_of(fact.kind, fact.relation).outgoing else (fact.that, fact.this)
    return {**said, "start": ends[0], "end": ends[1], "key": fact.key}


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
