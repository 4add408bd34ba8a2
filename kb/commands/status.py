"""`kb status`: what runs, and what the graph holds."""

from __future__ import annotations

from typing import Any

import typer

from kb import __version__, console, engine
from kb import status as held
from kb.commands.shared import Json, minute
from kb.errors import GraphUnavailable, KbError
from kb.graph import Graph
from kb.settings import load as load_settings


def status(as_json: Json = False) -> None:
    """Say what runs, and what the graph holds.

    Exit code 5: no Neo4j answers.
    """
    settings = load_settings()
    server = engine.find(settings)
    answer: dict[str, Any] = {
        "kb": __version__,
        "data": str(settings.data),
        "neo4j": {"uri": server.uri, "managed": server.managed, "pid": server.pid} if server else None,
        "answers": False,
    }
    if server:
        try:
            with Graph(server, settings.timeout) as graph:
                answer |= {"answers": True, **held.read(graph)}
        except KbError as error:
            answer["problem"] = {"code": error.code, "message": error.message}
    if as_json:
        console.json(answer)
    else:
        _show(answer)
    if not answer["answers"]:
        raise typer.Exit(GraphUnavailable.exit_code)


def _show(answer: dict[str, Any]) -> None:
    server = answer["neo4j"]
    where = (
        f"{server['uri']}{' (run by kb)' if server['managed'] else ''}" if server else "does not run: `kb up` starts it"
    )
    console.out.print(f"kb {answer['kb']}, data in {answer['data']}\nNeo4j {where}", markup=False)
    if "problem" in answer:
        console.out.print(answer["problem"]["message"], markup=False)
    if answer["answers"] and not answer["loads"]:
        console.out.print("Nothing is loaded yet: `kb demo` or `kb load` does it", markup=False)
    elif answer["answers"]:
        console.table(["kind", "count"], [[name, count] for name, count in answer["nodes"].items() if count])
        columns = ["load", "version", "finished", "rows", "rejected", "facts"]
        rows = [
            [
                x["dataset"],
                x["version"],
                minute(x["finished"]) or "not yet",
                x["rows"],
                x["rejected"],
                x["facts"],
            ]
            for x in answer["loads"]
        ]
        console.table(columns, rows)
        for each in answer["loads"]:
            for reject in each["rejects"]:
                console.out.print(console.plain(f"rejected by {each['dataset']}: {reject}"), markup=False)
