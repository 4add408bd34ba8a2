"""What commands have in common: an option, settings, and the way to the graph."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from kb import console, engine
from kb.graph import Graph
from kb.migrate import migrate
from kb.settings import Settings, load

Json = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]


@contextmanager
def opened(settings: Settings, say: console.Progress) -> Iterator[Graph]:
    """Give the graph, in a Neo4j that is started if need be."""
    with engine.running(settings, say) as server, Graph(server, settings.timeout) as graph:
        yield graph


def settings_with(**given: Any) -> Settings:
    """Give the settings, those that an option gives in place of the environment's."""
    return load().model_copy(update={name: value for name, value in given.items() if value is not None})


def migrated(graph: Graph) -> list[str]:
    """Bring the graph to its form, and say so in a line or two."""
    done = migrate(graph)
    others = [line for line in done if not line.startswith(("created ", "changed "))]
    indexes = len(done) - len(others)
    return [*([f"Prepared {indexes} indexes and constraints"] if indexes else []), *others]


def minute(moment: str | None) -> str:
    """Give a moment to the minute; nothing for none."""
    return (moment or "")[:16].replace("T", " ")
