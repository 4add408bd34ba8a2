"""What loading is measured against: a script that knows its one list by heart, and checks nothing.

It makes the nodes and relationships of the synthetic list that `kb load operations` makes, with the same properties,
by the plain driver, as many rows at a time: `python -m benchmarks.bare operations.csv`. What technologies a text speaks
of it asks kb: that is the list's content, not its loading.
"""

from __future__ import annotations

import csv
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import neo4j
import typer

from benchmarks.scenes import driver_of
from kb import engine
from kb.engine import Server
from kb.loaders.technologies import tags
from kb.settings import load as settings
from kb.sync.write import BATCH

DATASET = "operations-synthetic"
ENDS = {
    "INVOLVES": "Region",
    "FINANCED_BY": "Fund",
    "FINANCED_UNDER": "Programme",
    "COUNTED_UNDER": "InterventionField",
    "APPLIES": "Technology",
    "CARRIED_OUT_BY": "Organisation",
}
"""What the relationships of a project lead to."""
NODE = "UNWIND $rows AS row MERGE (n:{} {{id: row.id}}) SET n += row.properties"
LINK = (
    "UNWIND $rows AS row MATCH (this:Project {{id: row.this}}) MATCH (that:{that} {{id: row.that}})"
    " MERGE (this)-[link:{type}{key}]->(that) SET link += row.properties"
)
STATEMENTS = {kind: NODE.format(kind) for kind in ("Project", "Organisation")} | {
    type: LINK.format(type=type, that=that, key=" {key: row.key}" if type == "CARRIED_OUT_BY" else "")
    for type, that in ENDS.items()
}
VERSION = "MATCH (load:Load) RETURN max(load.version) + 1"
READ = {"sources": [DATASET], "confidence": "READ"}
INFERRED = {"sources": [DATASET], "confidence": "INFERRED"}

Fact = tuple[str, dict[str, Any]]
"""The label or type of what is made, and a row of its statement."""


def facts(row: dict[str, str], origin: list[int], met: set[str]) -> Iterator[Fact]:
    """Give what a row of the list makes; `met` are the organisations that were made before."""
    told: dict[str, Any] = {"origin": origin}
    read, inferred = READ | told, INFERRED | told
    id = f"{DATASET}-{row['code']}"
    yield "Project", {"id": id, "properties": _project(row) | read}
    organisation = f"beneficiary-{row['country']}-{row['beneficiary'].lower().replace(' ', '-')}"
    if organisation not in met:
        met.add(organisation)
        named = {"name": row["beneficiary"], "country": row["country"], **read}
        yield "Organisation", {"id": organisation, "properties": named}
    carried = {"role": "beneficiary", **read}
    yield "CARRIED_OUT_BY", {"this": id, "that": organisation, "key": "beneficiary|", "properties": carried}
    placed = {"method": "CODE", "place": row["nuts"], **read}
    yield "INVOLVES", {"this": id, "that": row["nuts"], "properties": placed}
    yield "FINANCED_BY", {"this": id, "that": row["fund"], "properties": read}
    yield "FINANCED_UNDER", {"this": id, "that": row["programme"], "properties": read}
    yield "COUNTED_UNDER", {"this": id, "that": f"2014-2020-{row['category']}", "properties": read}
    for tag in tags(row["name"], row["description"]):
        basis = {"basis": f"{tag.words} ({tag.rule})", **inferred}
        yield "APPLIES", {"this": id, "that": tag.technology, "properties": basis}


def _project(row: dict[str, str]) -> dict[str, Any]:
    return {
        "name": row["name"],
        "description": row["description"],
        "code": row["code"],
        "pipeline": False,
        "place": row["nuts"],
        "start": _day(row["start"]),
        "end": _day(row["end"]),
        "costEur": float(row["cost"]),
        "euEur": float(row["eu"]),
        "euRate": int(row["rate"].removesuffix("%")) / 100,
    }


def _day(text: str) -> str:
    return f"{text[6:]}-{text[3:5]}-{text[:2]}"


def write(driver: neo4j.Driver, server: Server, rows: Iterable[dict[str, str]]) -> None:
    """Make everything, a transaction for each batch of rows."""
    lines, met = enumerate(rows, start=2), set[str]()
    with driver.session(database=server.database) as session:
        version = session.run(VERSION).single(strict=True).value()
        while batch := list(islice(lines, BATCH)):
            made = defaultdict(list)
            for line, row in batch:
                for what, fact in facts(row, [version, 0, line], met):
                    made[what].append(fact)
            session.execute_write(_run, made)


def _run(transaction: neo4j.ManagedTransaction, made: dict[str, list[dict[str, Any]]]) -> None:
    for what, statement in STATEMENTS.items():
        transaction.run(statement, rows=made[what]).consume()


def main(file: Annotated[Path, typer.Argument(help="The list, as benchmarks.generate makes it.")]) -> None:
    """Write a synthetic list into the Neo4j that runs, and print how many seconds it took."""
    server = engine.find(settings())
    assert server, "Neo4j does not run"
    with driver_of(server) as driver, file.open(encoding="utf-8", newline="") as stream:
        driver.verify_connectivity()
        began = time.perf_counter()
        write(driver, server, csv.DictReader(stream))
        print(time.perf_counter() - began)


if __name__ == "__main__":
    typer.run(main)
