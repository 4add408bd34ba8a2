"""How often an operation touches the graph: `dbhits.json` has it for the starter dataset, so that none rises unseen.

`python -m benchmarks.dbhits` writes the table anew, on the starter dataset of the benchmarks.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

import typer

from benchmarks.questions import QUESTIONS, STARTER
from benchmarks.scenes import DATA, Data, starter
from kb.api.service import Service
from kb.graph import Graph
from kb.reader import Reader
from kb.web import operations

FILE = Path(__file__).with_name("dbhits.json")
MORE = 1.1
"""More than a tenth above the table is too many."""


def committed() -> dict[str, int]:
    """Give the table."""
    return dict(json.loads(FILE.read_text(encoding="utf-8")))


def counted(graph: Graph) -> dict[str, int]:
    """Give the hits of every example operation and of every question of the benchmarks, on the starter dataset."""
    asked = {each.name: (each.query, each.variables) for each in operations.read()}
    asked |= {each.name: (each.kb, each.given(each.kb, STARTER)) for each in QUESTIONS}
    return asyncio.run(_counted(graph.reader(), asked))


async def _counted(reader: Reader, asked: Mapping[str, tuple[str, Mapping[str, object]]]) -> dict[str, int]:
    service = Service(reader)
    try:
        return {name: await _hits(service, *operation) for name, operation in asked.items()}
    finally:
        await reader.close()


async def _hits(service: Service, query: str, variables: Mapping[str, object]) -> int:
    answer = await service.answer(query, dict(variables), profile=True)
    if answer.errors or answer.cost is None:
        raise ValueError(f"{query}: {answer.errors}")
    return answer.cost["dbHits"]


def risen(now: Mapping[str, int], before: Mapping[str, int]) -> list[str]:
    """Say what touches the graph more often than the table has it, and what the table does not have."""
    return [
        f"{name}: {hits:,} db hits, and {before.get(name, 0):,} in {FILE.name}; if that must be, write it anew"
        for name, hits in now.items()
        if hits > MORE * before.get(name, 0)
    ]


def main(data: Data = DATA) -> None:
    """Write the table anew."""
    with ExitStack() as stack:
        graph = stack.enter_context(Graph(starter(stack, data).server, timeout=60))
        FILE.write_text(json.dumps(counted(graph), indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
