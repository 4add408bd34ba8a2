"""The command `kb`.

Exit codes: 0 done, 1 a fault of kb, 2 wrong usage, 3 loaded but some rows were rejected, 4 nothing was loaded,
5 no database, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from kb import __version__, console, engine, export
from kb import status as held
from kb.api.schema import build
from kb.errors import EXIT_REJECTS, BadInput, FileRefused, KbError, LoadRefused
from kb.files import CYPHER, GRAPHQL
from kb.graph import Graph
from kb.loaders import LOADERS
from kb.loaders.base import Loader, checksum
from kb.loaders.load import load as run_load
from kb.migrate import constraints_text
from kb.migrate import migrate as run_migrate
from kb.serve import check_port
from kb.serve import serve as run_serve
from kb.settings import Settings
from kb.settings import load as load_settings
from kb.web import operations

app = typer.Typer(
    name="kb",
    help=f"The knowledge base of European smart specialisation.\n\n{(__doc__ or '').split(chr(10), 2)[2]}",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Json = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]
Port = Annotated[int | None, typer.Option(help="Port of the web service (KB_PORT).")]
Host = Annotated[str | None, typer.Option(help="Address of the web service (KB_HOST).")]


def main() -> None:
    """Run the command; every error is one line with a hint, and an exit code."""
    try:
        app()
    except KbError as error:
        console.fail(error)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)


@contextmanager
def _graph(settings: Settings, say: console.Progress) -> Iterator[Graph]:
    with engine.running(settings, say) as server, Graph(server, settings.timeout) as graph:
        yield graph


def _settings(**changes: Any) -> Settings:
    given = {name: value for name, value in changes.items() if value is not None}
    return load_settings().model_copy(update=given)


def _version(wanted: bool) -> None:
    if wanted:
        console.out.print(f"kb {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Take the options before a command."""


@app.command()
def demo(port: Port = None, host: Host = None) -> None:
    """Start Neo4j, load the starter dataset if it is not there, and serve it."""
    settings = _settings(port=port, host=host)
    check_port(settings)
    with console.progress() as say, engine.owned(settings, say) as server, Graph(server, settings.timeout) as graph:
        say.done(f"Neo4j answers on {server.uri}")
        for line in run_migrate(graph):
            say(line)
        for loader in LOADERS.values():
            _bring(graph, loader, settings, say)
        counts = held.read(graph)["nodes"]
        say.done(
            ", ".join(f"{counts[name]:,} {name}" for name in ("regions", "priorities", "clusters", "partnerships"))
        )
        _serve(graph, settings, say)


def _bring(graph: Graph, loader: Loader, settings: Settings, say: console.Progress) -> None:
    """Load a dataset that comes with kb, unless the graph holds it as it is."""
    done = graph.read(
        "MATCH (l:Load {dataset: $dataset}) RETURN l.checksum ORDER BY l.version DESC LIMIT 1",
        {"dataset": loader.name},
    )
    if done and done[0][0] == checksum(loader.files(None)):
        say.done(f"{loader.name}: loaded already")
        return
    report = run_load(graph, loader, settings, report=say)
    say.done(f"{loader.name}: {report.facts:,} facts of {report.rows:,} rows, {report.rejected:,} rows rejected")
    if report.reject_file:
        say.done(f"rejected rows, with reasons: {report.reject_file}")


def _serve(graph: Graph, settings: Settings, say: console.Progress) -> None:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"http://{host}:{settings.port}"
    question = '{"query":"{ region(id: \\"ITC4\\") { name sharingPriorities(first: 3) { totalCount nodes { hops region { id name } technologies { id } } } } }"}'  # noqa: E501
    lines = (
        "",
        f"  [bold]Open[/bold]  {address}/graphiql",
        f"  [bold]Try[/bold]   curl -s {address}/graphql -H 'content-type: application/json' \\",
        f"          -d '{question}'".replace("[", "\\["),
        "",
        "  Ctrl-C stops it.",
    )

    def ready() -> None:
        say.done(f"serving on {address}")
        for line in lines:
            console.err.print(line)
        say("Serving; Ctrl-C stops it.") if console.err.is_terminal else None

    run_serve(graph, settings, ready)


@app.command()
def serve(port: Port = None, host: Host = None) -> None:
    """Serve what the graph holds; starts Neo4j if it does not run."""
    settings = _settings(port=port, host=host)
    check_port(settings)
    with console.progress() as say, engine.owned(settings, say) as server, Graph(server, settings.timeout) as graph:
        run_migrate(graph)
        _serve(graph, settings, say)


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
        stopped = engine.down(load_settings(), say)
    console.out.print("Neo4j is stopped" if stopped else "There was no Neo4j to stop")


@app.command()
def load(
    source: Annotated[str, typer.Argument(help=f"What to load: {', '.join(LOADERS)}.")],
    file: Annotated[Path | None, typer.Argument(help="The file or folder; without it, what comes with kb.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="Only so many rows of each file; only adds.")] = None,
    keep_missing: Annotated[bool, typer.Option(help="Only add and update: withdraw nothing.")] = False,
    allow_shrink: Annotated[bool, typer.Option(help="Withdraw however much the files lack.")] = False,
    max_rejects: Annotated[int | None, typer.Option(min=0, help="Load nothing if more rows are bad.")] = None,
    as_json: Json = False,
) -> None:
    """Bring a source into the graph, so that the graph holds what its files say.

    Exit code 3: loaded, but some rows were rejected. 4: refused, nothing was changed.
    """
    if source not in LOADERS:
        raise BadInput(f"There is no source {source}.", f"There are: {', '.join(LOADERS)}.")
    if file is not None and not file.exists():
        raise FileRefused(f"There is no file {file}.", "Check its name.")
    settings = _settings(max_rejects=max_rejects)
    with console.progress() as say, _graph(settings, say) as graph:
        run_migrate(graph)
        report = run_load(
            graph, LOADERS[source], settings, file=file, dry_run=dry_run, limit=limit, keep_missing=keep_missing,
            allow_shrink=allow_shrink, report=say,
        )  # fmt: skip
    if as_json:
        console.json(report.as_dict())
    else:
        for line in report.lines():
            console.out.print(line, markup=False)
        for reject in report.rejects[:10]:
            console.err.print(f"rejected: {reject}", markup=False)
    if report.rejected:
        raise typer.Exit(EXIT_REJECTS)


Variables = Annotated[list[str] | None, typer.Option("--var", help="A variable, as name=value; JSON or plain text.")]


@app.command()
def query(
    text: Annotated[str, typer.Argument(help="GraphQL, a file of it, or the name of an example operation.")],
    var: Variables = None,
) -> None:
    """Ask in GraphQL; prints the answer as JSON."""
    with console.progress() as say, _graph(load_settings(), say) as graph:
        answer = _ask(graph)(_operation(text), _variables(var or []))
    console.json(answer)


def _operation(text: str) -> str:
    saved = {each.name: each.query for each in operations.read()}
    if text in saved:
        return saved[text]
    if text.lstrip().startswith(("{", "query", "fragment", "#")):
        return text
    path = Path(text)
    if not path.is_file():
        raise BadInput(f"{text} is neither GraphQL nor a file nor an example.", f"Examples: {', '.join(saved)}.")
    return path.read_text(encoding="utf-8")


def _variables(given: list[str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for each in given:
        name, separator, value = each.partition("=")
        if not separator:
            raise BadInput(f"{each} is not a variable.", "Write --var name=value.")
        try:
            values[name] = orjson.loads(value)
        except orjson.JSONDecodeError:
            values[name] = value
    return values


def _ask(graph: Graph) -> Callable[[str, dict[str, Any]], dict[str, Any]]:
    schema = build()

    def ask(text: str, variables: dict[str, Any]) -> dict[str, Any]:
        result = asyncio.run(schema.execute(text, variable_values=variables, context_value={"graph": graph}))
        if result.errors:
            cause = result.errors[0].original_error
            inner = getattr(cause, "__cause__", None) or cause
            raise inner if isinstance(inner, KbError) else BadInput(result.errors[0].message)
        return dict(result.data or {})

    return ask


@app.command("export")
def export_(
    what: Annotated[str, typer.Argument(help="A kind (clusters) or an example operation (headline).")],
    to: Annotated[Path | None, typer.Option("--to", "-o", help="File to write; without it, standard output.")] = None,
    form: Annotated[str, typer.Option("--format", "-f", help="csv or jsonl; by the file's name if not given.")] = "",
    var: Variables = None,
) -> None:
    """Write a kind, or the answer of an example operation, as CSV or JSON lines."""
    form = form or ("jsonl" if to and to.suffix == ".jsonl" else "csv")
    if form not in ("csv", "jsonl"):
        raise BadInput(f"{form} is not a format.", "Choose csv or jsonl.")
    write = export.write_csv if form == "csv" else export.write_jsonl
    kind = export.kind_named(what)
    with console.progress() as say, _graph(load_settings(), say) as graph:
        ask = _ask(graph)
        found = (
            export.everything(kind, ask) if kind else iter(export.rows(ask(_operation(what), _variables(var or []))))
        )
        if to is None:
            count = write(found, sys.stdout)
        else:
            with to.open("w", encoding="utf-8", newline="") as file:
                count = write(found, file)
    console.err.print(f"{count:,} rows{f' in {to}' if to else ''}")


@app.command()
def migrate() -> None:
    """Bring constraints, indexes and data to the form this version needs."""
    with console.progress() as say, _graph(load_settings(), say) as graph:
        done = run_migrate(graph)
    for line in done or ["Nothing to do."]:
        console.out.print(line, markup=False)


@app.command()
def status(as_json: Json = False) -> None:
    """Say what runs where, what the graph holds, and which loads brought it."""
    settings = load_settings()
    server = engine.find(settings)
    answer: dict[str, Any] = {
        "kb": __version__,
        "data": str(settings.data),
        "neo4j": {"uri": server.uri, "managed": server.managed, "pid": server.pid} if server else None,
        "answers": False,
    }
    problem: KbError | None = None
    if server:
        try:
            with Graph(server, settings.timeout) as graph:
                answer |= {"answers": True, **held.read(graph)}
        except KbError as error:
            problem = error
            answer["problem"] = {"code": error.code, "message": str(error)}
    if as_json:
        console.json(answer)
    else:
        _show(answer)
    if problem:
        raise typer.Exit(problem.exit_code)


def _show(answer: dict[str, Any]) -> None:
    server = answer["neo4j"]
    where = (
        f"{server['uri']}{' (run by kb)' if server['managed'] else ''}" if server else "does not run: `kb up` starts it"
    )
    console.out.print(f"kb {answer['kb']}, data in {answer['data']}\nNeo4j {where}", markup=False)
    if "problem" in answer:
        console.out.print(answer["problem"]["message"], markup=False)
    if answer["answers"]:
        console.table("", ["kind", "count"], [[name, count] for name, count in answer["nodes"].items() if count])
        rows = [
            [x["dataset"], x["version"], x["finished"][:19], x["rows"], x["rejected"], x["facts"]]
            for x in answer["loads"]
        ]
        console.table("", ["load", "version", "finished", "rows", "rejected", "facts"], rows)
        for each in answer["loads"]:
            for reject in each["rejects"]:
                console.out.print(f"rejected by {each['dataset']}: {reject}", markup=False)


@app.command()
def credentials() -> None:
    """Print how to reach Neo4j, as lines for a shell, a notebook or Neo4j's own tools."""
    server = engine.find(load_settings())
    if server is None:
        raise engine_missing()
    for name, value in (("URI", server.uri), ("USERNAME", server.user), ("PASSWORD", server.password)):
        sys.stdout.write(f"NEO4J_{name}={value}\n")


def engine_missing() -> KbError:
    """Give the error that no Neo4j runs."""
    from kb.errors import GraphUnavailable

    return GraphUnavailable("Neo4j does not run.", "`kb up` starts it.")


GENERATED: dict[Path, Callable[[], str]] = {
    GRAPHQL / "schema.graphql": lambda: build().as_str() + "\n",
    CYPHER / "constraints.cypher": constraints_text,
}


@app.command()
def schema(
    check: Annotated[
        bool, typer.Option("--check", help="Tell whether the files in the checkout are up to date.")
    ] = False,
    write: Annotated[bool, typer.Option("--write", help="Write them.")] = False,
) -> None:
    """Print the GraphQL schema; or check or write what is generated from the model."""
    if not check and not write:
        sys.stdout.write(build().as_str() + "\n")
        return
    for path, make in GENERATED.items():
        current = path.read_text(encoding="utf-8") if path.exists() else ""
        if write:
            path.write_text(make(), encoding="utf-8")
        elif current != make():
            raise BadInput(f"{path.name} is not what the model gives.", "`kb schema --write` writes it anew.")
    console.out.print("written" if write else "up to date")


__all__ = ["LoadRefused", "app", "main"]
