"""The command `kb`."""

from __future__ import annotations

import logging
import os
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from threading import Thread
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from kb import __version__, console, engine, export
from kb import status as held
from kb.commands.loads import app as loads_app
from kb.commands.shared import Json, opened
from kb.commands.sources import sources
from kb.errors import EXIT_REJECTS, BadInput, FileRefused, GraphUnavailable, KbError
from kb.files import CYPHER, GRAPHQL, written
from kb.graph import Graph
from kb.loaders import LOADERS, SHIPPED, named
from kb.loaders.base import Loader, checksum
from kb.migrate import constraints_text
from kb.migrate import migrate as run_migrate
from kb.settings import Settings
from kb.settings import load as load_settings
from kb.sync.load import load as run_load
from kb.sync.load import whole_load
from kb.sync.record import checked


class Commands(TyperGroup):
    """The commands; what reads their output may stop when it has enough."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command, and see that its output is gone before it ends."""
        try:
            done = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit from None
        return done


app = typer.Typer(
    cls=Commands,
    name="kb",
    help="The knowledge base of European smart specialisation: a graph in Neo4j, asked in GraphQL.",
    epilog=(
        "Exit codes: 0 done; 1 a fault of kb; 2 wrong usage; 3 loaded, but some rows were rejected; "
        "4 nothing was loaded; 5 no database; 130 stopped by Ctrl-C; 143 stopped by a signal."
    ),
    rich_markup_mode=None,
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Port = Annotated[int | None, typer.Option(help="Port of the web service (KB_PORT).")]
Host = Annotated[str | None, typer.Option(help="Address of the web service (KB_HOST).")]


def main() -> None:
    """Run the command; every error is one line with a hint, and an exit code."""
    logging.basicConfig(level=logging.ERROR, format="%(message)s")
    try:
        app()
    except KbError as error:
        console.fail(error)
        sys.exit(error.exit_code)


def _sdl() -> str:
    # what it is made of takes most of a second to import, and most commands do without
    from kb.api.schema import build

    return build().as_str() + "\n"


def _settings(**changes: Any) -> Settings:
    given = {name: value for name, value in changes.items() if value is not None}
    return load_settings().model_copy(update=given)


@app.callback()
def options(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Take the options before a command; say what there is where there is none."""
    if version:
        console.out.print(f"kb {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        console.out.print(context.get_help(), markup=False)


@app.command()
def demo(port: Port = None, host: Host = None) -> None:
    """Start Neo4j, load the starter dataset, serve it."""
    with _serving(port, host) as (graph, settings, say, ready):
        for line in _migrated(graph):
            say.done(line)
        for loader in SHIPPED:
            _bring(graph, loader, settings, say)
        counts = held.read(graph)["nodes"]
        shown = ("regions", "priorities", "clusters", "partnerships")
        say.done(f"The graph holds {', '.join(f'{counts[name]:,} {name}' for name in shown)}")
        ready()


@app.command()
def serve(port: Port = None, host: Host = None) -> None:
    """Serve what the graph holds; start Neo4j if need be."""
    with _serving(port, host) as (graph, _, _, ready):
        run_migrate(graph)
        ready()


@contextmanager
def _serving(
    port: int | None, host: str | None
) -> Iterator[tuple[Graph, Settings, console.Progress, Callable[[], None]]]:
    """Give a graph to prepare, and what serves it then until told to stop."""
    from kb.ask import warm
    from kb.serve import address, door
    from kb.serve import serve as run_serve

    settings = _settings(port=port, host=host)
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
            Thread(target=warm, args=(graph, settings), daemon=True).start()

        yield graph, settings, say, lambda: run_serve(graph, settings, taken, ready)


WELCOME = """
  Open   ADDRESS/graphiql
  Try    curl -s ADDRESS/graphql -H 'content-type: application/json' \\
           -d '{"query":"{ region(id: \\"ITC4\\") { name sharingPriorities(first: 3) { totalCount nodes { hops region { id name } technologies { id } } } } }"}'

  Ctrl-C stops it.
"""  # noqa: E501


def _migrated(graph: Graph) -> list[str]:
    """Bring the graph to its form, and say so in a line or two."""
    done = run_migrate(graph)
    others = [line for line in done if not line.startswith(("created ", "changed "))]
    indexes = len(done) - len(others)
    return [*([f"Prepared {indexes} indexes and constraints"] if indexes else []), *others]


def _bring(graph: Graph, loader: Loader, settings: Settings, say: console.Progress) -> None:
    """Load a dataset that comes with kb, unless the graph holds it: what was loaded since is the user's."""
    if done := whole_load(graph, loader.name):
        same = done == checksum(loader.files(None))
        other = f", from other files than come with kb: `kb load {loader.name}` brings these"
        say.done(f"{loader.name}: in the graph already{'' if same else other}")
        return
    report = run_load(graph, loader, settings, report=say)
    say.done(f"{loader.name}: {report.facts:,} facts of {report.rows:,} rows, {report.rejected:,} rows rejected")
    if report.reject_file:
        say.done(f"The rejected rows, with reasons: {report.reject_file}")


@app.command()
def up() -> None:
    """Start Neo4j and let it run, until `kb down`."""
    with console.progress() as say:
        server = engine.up(load_settings(), say)
    console.out.print(f"Neo4j runs on {server.uri}")


@app.command()
def down() -> None:
    """Stop the Neo4j of the data folder."""
    with console.progress() as say:
        if engine.down(load_settings(), say):
            say.done("Neo4j is stopped")


@app.command()
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
    settings = _settings(max_rejects=max_rejects)
    if files_to:
        _make_folder(files_to, bulk)
    with console.progress() as say, opened(settings, say) as graph:
        for line in [] if dry_run else _migrated(graph):
            say.done(line)
        report = run_load(
            graph, reader, settings, file=file, dry_run=dry_run, limit=limit, keep_missing=keep_missing,
            allow_shrink=allow_shrink, bulk=_import(settings, say) if bulk else None, files_to=files_to,
            record=record, report=say,
        )  # fmt: skip
    if as_json:
        console.json(report.as_dict())
    else:
        for line in report.lines():
            console.out.print(line, markup=False)
        for reject in report.rejects[:10]:
            console.err.print(console.plain(f"rejected: {reject}"), markup=False)
    if report.rejected:
        raise typer.Exit(EXIT_REJECTS)


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


app.command()(sources)
app.add_typer(loads_app, name="loads")
mapping_app = typer.Typer(help="Mappings, by which lists of operations are read.", rich_markup_mode=None)
app.add_typer(mapping_app, name="mapping")


@mapping_app.command()
def guess(file: Annotated[Path, typer.Argument(help="A list of operations: CSV or a workbook.")]) -> None:
    """Draft a mapping for a list: prints it, and shows on standard error how the first rows would load."""
    from kb.loaders.draft import PREVIEW, draft, preview

    text = draft(file)
    sys.stdout.write(text)
    sys.stdout.flush()
    console.table(PREVIEW, preview(text, file), console.err)


@mapping_app.callback()
def mappings() -> None:
    """Keep `guess` a command of its own: an app with one command would be that command."""


def _import(settings: Settings, say: console.Progress) -> Callable[[list[str]], None]:
    """Give what makes the managed database anew; raise BadInput where Neo4j is not ours to stop."""
    if settings.neo4j_uri:
        raise BadInput(f"The Neo4j at {settings.neo4j_uri} is not kb's to stop.", "Load with --files-to.")
    if "," in str(settings.data):
        raise BadInput(f"Neo4j's import takes no comma in the path {settings.data}.", "Set KB_DATA to another folder.")
    return lambda options: engine.replace_database(settings, *options, report=say)


Variables = Annotated[list[str] | None, typer.Option("--var", help="A variable, as name=value; JSON or plain text.")]


@app.command()
def query(
    text: Annotated[str, typer.Argument(help="GraphQL, a file of it, or the name of an example (headline).")],
    var: Variables = None,
) -> None:
    """Ask in GraphQL; prints the answer as JSON."""
    from kb import ask

    question = ask.question(text)
    values = ask.variables(question, var or [])
    settings = load_settings()
    with console.progress() as say, opened(settings, say) as graph:
        run_migrate(graph)
        with ask.asker(graph, settings) as asked:
            answer = asked(question, values)
    console.json(answer)


@app.command("export")
def export_(
    what: Annotated[str, typer.Argument(help="A kind (clusters) or an example operation (headline).")],
    to: Annotated[Path | None, typer.Option("--to", "-o", help="File to write; without it, standard output.")] = None,
    form: Annotated[str, typer.Option("--format", "-f", help="csv or jsonl; by the file's name if not given.")] = "",
    var: Variables = None,
) -> None:
    """Write a kind or an answer as CSV or JSON lines."""
    from kb import ask

    form = form or (to.suffix.removeprefix(".") if to else "") or "csv"
    if form not in export.FORMS:
        raise BadInput(f"{form} is not a format.", f"Choose {' or '.join(export.FORMS)}.")
    kind = export.kind_named(what)
    question = "" if kind else ask.question(what)
    values = {} if kind else ask.variables(question, var or [])
    settings = load_settings()
    with console.progress() as say, opened(settings, say) as graph:
        run_migrate(graph)
        with ask.asker(graph, settings) as asked:
            answer = {} if kind else asked(question, values)
            found = export.everything(kind, asked) if kind else iter(export.rows(answer))
            with written(to) if to else nullcontext(sys.stdout) as file:
                count = export.FORMS[form](found, file)
    more = "; more follow: ask with a larger `first`" if export.more(answer) else ""
    console.err.print(f"{count:,} rows{f' in {to}' if to else ''}{more}", markup=False)


@app.command()
def migrate() -> None:
    """Bring the graph to the form this version needs."""
    with console.progress() as say, opened(load_settings(), say) as graph:
        for line in _migrated(graph) or ["Nothing to do: the graph has the form this version needs"]:
            say.done(line)


@app.command()
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
                (x["finished"] or "not yet")[:16].replace("T", " "),
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


def _minute(moment: str | None) -> str:
    return moment[:16].replace("T", " ") if moment else "not yet"


@app.command()
def credentials() -> None:
    """Print how to reach Neo4j, as lines of an environment file.

    For a shell: set -a; eval "$(kb credentials)". Notebooks and Neo4j's own tools read the same names.
    """
    server = engine.find(load_settings())
    if server is None:
        raise GraphUnavailable("Neo4j does not run.", "`kb up` starts it.")
    known = {"URI": server.uri, "USERNAME": server.user, "PASSWORD": server.password, "DATABASE": server.database}
    for name, value in known.items():
        sys.stdout.write(f"NEO4J_{name}={shlex.quote(value)}\n")


GENERATED: dict[Path, Callable[[], str]] = {
    GRAPHQL / "schema.graphql": _sdl,
    CYPHER / "constraints.cypher": constraints_text,
}


@app.command()
def schema(
    check: Annotated[
        bool, typer.Option("--check", help="Tell whether the files in the checkout are up to date.")
    ] = False,
    write: Annotated[bool, typer.Option("--write", help="Write them.")] = False,
) -> None:
    """Print the GraphQL schema.

    Or check, or write, what is generated from the model: the schema and the constraints.
    """
    if not check and not write:
        sys.stdout.write(_sdl())
        return
    for path, make in GENERATED.items():
        current = path.read_text(encoding="utf-8") if path.exists() else ""
        if write:
            path.write_text(make(), encoding="utf-8")
        elif current != make():
            raise BadInput(f"{path.name} is not what the model gives.", "`kb schema --write` writes it anew.")
    console.out.print("written" if write else "up to date")
