"""`kb demo` and `kb serve`: the service, with the dataset that comes with kb or as the graph stands."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Annotated

import typer

from kb import console, engine
from kb import status as held
from kb.commands.shared import migrated, settings_with
from kb.graph import Graph
from kb.loaders import SHIPPED
from kb.loaders.base import Loader, checksum
from kb.migrate import migrate
from kb.settings import Settings
from kb.sync.load import load, whole_load

Port = Annotated[int | None, typer.Option(help="Port of the web service (KB_PORT).")]
Host = Annotated[str | None, typer.Option(help="Address of the web service (KB_HOST).")]


def demo(port: Port = None, host: Host = None) -> None:
    """Start Neo4j, load the starter dataset, serve it."""
    with _serving(port, host) as (graph, settings, say, ready):
        for line in migrated(graph):
            say.done(line)
        for loader in SHIPPED:
            _bring(graph, loader, settings, say)
        counts = held.read(graph)["nodes"]
        shown = ("regions", "priorities", "clusters", "partnerships")
        say.done(f"The graph holds {', '.join(f'{counts[name]:,} {name}' for name in shown)}")
        ready()


def serve(port: Port = None, host: Host = None) -> None:
    """Serve what the graph holds; start Neo4j if need be."""
    with _serving(port, host) as (graph, _, _, ready):
        migrate(graph)
        ready()


@contextmanager
def _serving(
    port: int | None, host: str | None
) -> Iterator[tuple[Graph, Settings, console.Progress, Callable[[], None]]]:
    """Give a graph to prepare, and what serves it then until told to stop."""
    from kb.ask import warm
    from kb.serve import address, door
    from kb.serve import serve as run_serve

    settings = settings_with(port=port, host=host)
    with (
        door(settings) as taken,
        console.progress() as say,
        engine.owned(settings, say) as server,
        Graph(server, settings.timeout) as graph,
    ):
        say.done(f"Neo4j answers on {server.uri}")

        def ready() -> None:
            say.done(f"Serving on {address(taken)}")
            say.rest()
            console.err.print(WELCOME.replace("ADDRESS", address(taken)), markup=False)
            Thread(target=warm, args=(graph, settings, FIRST), daemon=True).start()

        yield graph, settings, say, lambda: run_serve(graph, settings, taken, ready)


FIRST = (
    '{ region(id: "ITC4") { name sharingPriorities(first: 3) '
    "{ totalCount nodes { hops region { id name } technologies { id } } } } }"
)
WELCOME = f"""
  Open   ADDRESS/graphiql
  Try    curl -s ADDRESS/graphql -H 'content-type: application/json' \\
           -d '{json.dumps({"query": FIRST})}'

  Ctrl-C stops it.
"""


def _bring(graph: Graph, loader: Loader, settings: Settings, say: console.Progress) -> None:
    """Load a dataset that comes with kb, unless the graph holds it: what was loaded since is the user's."""
    if done := whole_load(graph, loader.name):
        same = done == checksum(loader.files(None))
        other = f", from other files than come with kb: `kb load {loader.name}` brings these"
        say.done(f"{loader.name}: in the graph already{'' if same else other}")
        return
    report = load(graph, loader, settings, report=say)
    say.done(f"{loader.name}: {report.facts:,} facts of {report.rows:,} rows, {report.rejected:,} rows rejected")
    if report.reject_file:
        say.done(f"The rejected rows, with reasons: {report.reject_file}")
