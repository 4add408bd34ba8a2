"""Measures loading against a bare script and Neo4j's bare import: `python -m benchmarks.load`, or `make bench-load`."""

from __future__ import annotations

from typing import Annotated

import typer

from benchmarks import by_driver, by_import
from benchmarks.folders import Folders
from benchmarks.results import FOLDER, Results, versions
from benchmarks.scenes import DATA, Data

FILE = FOLDER / "load.md"
HEAD = """\
# Results of loading

Made by `make bench-load`; [decision 15](../docs/decisions/0015-speed-is-a-ratio.md) says why these are ratios. *bare*
is a script that knows its one list by heart and checks nothing (`benchmarks/bare.py`) and, for millions of rows, the
import that comes with Neo4j, of files that lie ready. The lists are synthetic. Each run began on a copy of one data
folder with the settings that kb comes with, and the two made the same nodes and relationships.
"""
BOLT_PORT = 7873


def main(
    data: Data = DATA,
    rows: Annotated[list[int], typer.Option(help="Rows of a list that is loaded by the driver.")] = [20_000, 100_000],  # noqa: B006
    turns: Annotated[int, typer.Option(help="How often each loads it.")] = 2,
    bulk: Annotated[int, typer.Option(help="Rows of the list that is loaded by the import; 0 for none.")] = 1_000_000,
    port: Annotated[int, typer.Option(help="Port of Neo4j.")] = BOLT_PORT,
) -> None:
    """Measure loading, and write load.md."""
    folders = Folders(data / "loading", port)
    results = Results(HEAD, versions("neo4j", "neo4j-rust-ext", "duckdb"))
    for each in rows:
        by_driver.measure(folders, each, turns, results)
    if bulk:
        by_import.measure(folders, bulk, results)
    FILE.write_text(results.text(), encoding="utf-8")
    print(results.text())


if __name__ == "__main__":
    typer.run(main)
