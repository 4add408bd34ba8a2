"""How long the examples take on the starter dataset with a million projects: `make bench-traversals`.

Each is asked with its own variables, of one service, with no answer kept.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import Annotated

import typer

from benchmarks.folders import Folders
from benchmarks.measure import Times
from benchmarks.results import FOLDER, Results, shown, versions
from benchmarks.scenes import DATA, Data
from kb import engine
from kb.api.documents import Asking
from kb.api.service import Answer, Service
from kb.errors import GraphTimeout
from kb.graph import Graph
from kb.reader import Reader
from kb.signature import QUERIES
from kb.web import operations
from kb.web.operations import Operation

FILE = FOLDER / "traversals.md"
HEAD = """\
# The examples on a graph with a million projects

Made by `make bench-traversals`: the starter dataset, funds, programmes and a synthetic list of a million
projects. Each example of `graphql/operations/` is asked by itself, with its own variables, with all its sources, of a
service that keeps no answer; Neo4j has 2 GB of heap and 1 GB of page cache. *first* is the first time it is asked:
Neo4j plans it then, and what is computed of the whole network has that read.
"""
PORT = 7874
MOST_MS, MOST_OF_NETWORK_MS = 100, 10_000
LEAST_TIMES = 5
LONGEST_SECONDS = 60
REASONS = {
    "how-two-are-connected": "Four steps lead from a region by its projects and their fund to all projects there are. "
    "`kinds` and `relationships` say which ways are meant.",
    "money-summary": "It adds up what each of the region's 13,000 projects has from the EU.",
    "priorities-without-support": "It looks at what each of the region's projects is about.",
    "search": "The word is in some ten thousand texts, all of which are ranked.",
}
"""Why an example takes longer."""


@dataclass(frozen=True)
class Measured:
    """What was measured of an example."""

    operation: Operation
    first: float
    times: Times
    hits: int
    rows: int
    missing: list[str]
    """The kinds it asks for of which there is nothing, there either."""


@dataclass(frozen=True)
class TooLong:
    """An example that has no answer in time."""

    operation: Operation


def main(
    data: Data = DATA,
    projects: Annotated[int, typer.Option(help="Projects of the graph.")] = 1_000_000,
    seconds: Annotated[float, typer.Option(help="How long each is asked.")] = 3.0,
) -> None:
    """Measure the examples, and write traversals.md."""
    settings = Folders(data / "loading", PORT).with_projects(projects)
    large = settings.model_copy(update={"heap_mb": 2048, "pagecache_mb": 1024})
    with engine.running(large) as server, Graph(server, timeout=LONGEST_SECONDS) as graph:
        measured = asyncio.run(_measured(graph.reader(), seconds))
    results = Results(HEAD, versions("neo4j", "rustworkx", "networkx"))
    for each in measured:
        most = MOST_OF_NETWORK_MS if _is_computed(each.operation) else MOST_MS
        if isinstance(each, Measured):
            results.claim(_named(each.operation), 1000 * each.times.median, most, " ms")
        else:
            results.missing(_named(each.operation), f"at most {most} ms", f"none within {LONGEST_SECONDS} s")
    columns = ["example", "first, ms", "median / p95, ms", "db hits", "rows", "why longer, or with little in it"]
    results.section(f"{projects:,} projects", "", columns, [_row(each) for each in measured])
    FILE.write_text(results.text(), encoding="utf-8")


async def _measured(reader: Reader, seconds: float) -> list[Measured | TooLong]:
    service = Service(reader, Asking())
    try:
        return [await _of(service, each, seconds) for each in operations.read()]
    finally:
        await reader.close()


async def _of(service: Service, operation: Operation, seconds: float) -> Measured | TooLong:
    times: list[float] = []
    answer = await _timed(service, operation, times)
    if answer.errors:
        print(f"{operation.name}: no answer within {LONGEST_SECONDS} s", flush=True)
        return TooLong(operation)
    until = time.perf_counter() + seconds
    while len(times) <= LEAST_TIMES or time.perf_counter() < until:
        await _timed(service, operation, times)
    profiled = await service.answer(operation.query, operation.variables, profile=True)
    assert answer.cost
    assert profiled.cost
    missing = [each["kind"] for each in answer.coverage or () if each["missing"]]
    found = Measured(
        operation, times[0], Times(times[1:]), profiled.cost["dbHits"], answer.cost["actual"], missing,
    )  # fmt: skip
    print(f"{operation.name}: {shown(found.times)} ms, first {1000 * found.first:.0f} ms", flush=True)
    return found


async def _timed(service: Service, operation: Operation, times: list[float]) -> Answer:
    began = time.perf_counter()
    answer = await service.answer(operation.query, operation.variables)
    times.append(time.perf_counter() - began)
    if any((each.extensions or {}).get("code") != GraphTimeout.code for each in answer.errors or ()):
        raise ValueError(f"{operation.name}: {answer.errors}")
    return answer


def _is_computed(operation: Operation) -> bool:
    """Tell whether an example begins with what is computed of the whole network."""
    return any(each.computed and f" {each.name}(" in operation.query for each in QUERIES.values())


def _named(operation: Operation) -> str:
    return f"{operation.number}. {operation.name}" if operation.number else operation.name


def _row(measured: Measured | TooLong) -> list[object]:
    reason = REASONS.get(measured.operation.name, "")
    if isinstance(measured, TooLong):
        return [_named(measured.operation), "", "", "", "", reason]
    return [
        _named(measured.operation), f"{1000 * measured.first:,.0f}", shown(measured.times), f"{measured.hits:,}",
        measured.rows, reason or (f"There is no {', '.join(measured.missing)} there." if measured.missing else ""),
    ]  # fmt: skip


if __name__ == "__main__":
    typer.run(main)
