"""What commands have in common: an option, and the way to the graph."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from kb import console, engine
from kb.graph import Graph
from kb.settings import Settings

Json = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]


@contextmanager
def opened(settings: Settings, say: console.Progress) -> Iterator[Graph]:
    """Give the graph, in a Neo4j that is started if need be."""
    with engine.running(settings, say) as server, Graph(server, settings.timeout) as graph:
        yield graph
