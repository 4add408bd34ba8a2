"""`kb load`: a source into the graph."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from kb import console, engine
from kb.commands.shared import Json, migrated, opened, settings_with
from kb.errors import EXIT_REJECTS, BadInput, FileRefused
from kb.graph import Graph
from kb.loaders import LOADERS, named
from kb.loaders.similarity import Similarity
from kb.settings import Settings
from kb.sync.load import load as run_load
from kb.sync.record import checked
from kb.sync.report import Report


def load(
    source: Annotated[str, typer.Argument(help=f"What to load: {', '.join(LOADERS)}.")],
    file: Annotated[
        Path | None,
        typer.Argument(help="File or folder; else what comes with kb."),
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option(help="How to read a list of operations (source `operations`): docs/mappings.md.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="Only so many rows of each file; only adds.")] = None,
    keep_missing: Annotated[
        bool, typer.Option("--keep-missing", help="Only add and update: withdraw nothing.")
    ] = False,
    allow_shrink: Annotated[bool, typer.Option("--allow-shrink", help="Withdraw however much the files lack.")] = False,
    max_rejects: Annotated[int | None, typer.Option(min=0, help="Load nothing if more rows are bad.")] = None,
    bulk: Annotated[bool, typer.Option("--bulk", help="Make the graph anew by Neo4j's import: for millions.")] = False,
    files_to: Annotated[
        Path | None,
        typer.Option(help="Folder for the files of such an import, to run on a server of yours: changes nothing."),
    ] = None,
    report_to: Annotated[
        Path | None,
        typer.Option(
            "--report", help="File for a report, .html or .json; a dry run lists in JSON all it would change."
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Make the graph hold what a source says.

    One FILE of the starter stands in for its namesake; the others are those that come with kb.
    Exit code 3: loaded, but some rows were rejected. 4: refused, nothing was changed.
    """
    reader = named(source, mapping)
    record = checked(report_to) if report_to else None
    if file is not None and not _is_there(file):
        raise FileRefused(f"There is no file {file}.", "Check its name.")
    settings = settings_with(max_rejects=max_rejects)
    if files_to:
        _make_folder(files_to, bulk)
    with console.progress() as say, opened(settings, say) as graph:
        for line in [] if dry_run else migrated(graph):
            say.done(line)
        report = run_load(
            graph, reader, settings, file=file, dry_run=dry_run, limit=limit, keep_missing=keep_missing,
            allow_shrink=allow_shrink, bulk=_import(settings, say) if bulk else None, files_to=files_to,
            record=record, report=say,
        )  # fmt: skip
        alike = _compared(graph, settings, report, say)
    if as_json:
        console.json(report.as_dict())
    else:
        for line in (*report.lines(), *alike):
            console.out.print(line, markup=False)
        for reject in report.at_fault[:10]:
            console.err.print(console.plain(f"rejected: {reject}"), markup=False)
    if report.rejected:
        raise typer.Exit(EXIT_REJECTS)


def _compared(graph: Graph, settings: Settings, report: Report, say: console.Progress) -> list[str]:
    """Compare the regions anew after a load that changed something, and say what came of it."""
    similarity = LOADERS[Similarity.name]
    if report.version is None or not report.created + report.updated + report.withdrawn:
        return []
    if report.dataset == similarity.name or report.script:
        return []
    again = run_load(graph, similarity, settings, allow_shrink=True, report=say)
    changed = again.created + again.updated + again.withdrawn
    return [f"Regions are compared anew: {changed:,} of {again.facts:,} facts of {similarity.name} changed."]


def _make_folder(folder: Path, bulk: bool) -> None:
    if bulk:
        raise BadInput("--bulk runs the import, --files-to leaves it to you.", "Give one of them.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise BadInput(f"{folder} is not empty.", "Name a folder that is, or that is not there yet.")
    except OSError as error:
        raise BadInput(f"{folder} cannot be made: {error.strerror}.", "Name another folder.") from None


def _is_there(file: Path) -> bool:
    try:
        return file.exists()
    except OSError:  # its name is too long, or it is in a folder that nobody may look into
        return False


def _import(settings: Settings, say: console.Progress) -> Callable[[list[str]], None]:
    """Give what makes the managed database anew; raise BadInput where Neo4j is not ours to stop."""
    if settings.neo4j_uri:
        raise BadInput(f"The Neo4j at {settings.neo4j_uri} is not kb's to stop.", "Load with --files-to.")
    if "," in str(settings.data):
        raise BadInput(f"Neo4j's import takes no comma in the path {settings.data}.", "Set KB_DATA to another folder.")
    return lambda options: engine.replace_database(settings, *options, report=say)
