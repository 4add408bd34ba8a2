"""`kb sources`: what there is to load, and what is loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import typer

from kb import console, engine, status
from kb.commands.shared import Json
from kb.errors import KbError
from kb.graph import Graph
from kb.loaders import LOADERS, named
from kb.settings import Settings
from kb.settings import load as load_settings
from kb.sources import described, tables


def sources(
    name: Annotated[str | None, typer.Argument(help="A source, to be told all of it.")] = None, as_json: Json = False
) -> None:
    """List what can be loaded, and what is loaded.

    With a SOURCE, tell all of it.
    """
    chosen = [named(name)] if name else [*LOADERS.values()]
    loads, problem = _loads(load_settings())
    told = [described(each) | {"loaded": loads.get(each.name)} for each in chosen]
    if as_json:
        console.json({"answers": not problem, "sources": told})
    elif name:
        console.pairs(_all(told[0], problem))
    else:
        console.table(["source", "what it is", "loaded", "rows"], list(map(_row, told)))
        console.out.print(f"\n{problem or '`kb sources NAME` tells all of one.'}", markup=False)


def _loads(settings: Settings) -> tuple[dict[str, Any], str]:
    """Give the last load of each source, or why it is not known; no Neo4j is started for it."""
    server = engine.find(settings)
    if server is None:
        return {}, "Neo4j does not run, so what is loaded is not known: `kb up` starts it."
    try:
        with Graph(server, settings.timeout) as graph:
            last = {each["dataset"]: each for each in status.last_loads(graph)}
    except KbError as error:
        return {}, f"What is loaded is not known: {error.message}"
    return {name: {key: load[key] for key in ("version", "finished", "rows")} for name, load in last.items()}, ""


def _row(source: Mapping[str, Any]) -> list[Any]:
    loaded = source["loaded"]
    with_kb = " (comes with kb)" if source["comesWithKb"] else ""
    return [source["name"], source["title"] + with_kb, *([_ended(loaded), loaded["rows"]] if loaded else "  ")]


def _ended(load: Mapping[str, Any]) -> str:
    return load["finished"][:10] if load["finished"] else "not ended"


def _all(source: Mapping[str, Any], problem: str) -> Iterator[tuple[str, str]]:
    loaded = source["loaded"]
    yield "source", source["name"]
    yield "title", source["title"]
    yield "what it is", source["about"]
    yield "publisher", source["publisher"]
    yield "licence", source["licence"] or "not stated"
    yield "address", source["url"]
    yield "where to get it", source["where"] or "It comes with kb."
    yield "load first", ", ".join(source["after"])
    yield (
        "loaded",
        (f"version {loaded['version']} of {_ended(loaded)}, {loaded['rows']:,} rows" if loaded else problem or "no"),
    )
    for files, columns in tables(source):
        yield "file", files
        yield from columns
