"""The command `kb`."""

from __future__ import annotations

import logging
import os
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from kb import __version__, console, engine
from kb.commands.ask import export, query
from kb.commands.load import load
from kb.commands.loads import app as loads_app
from kb.commands.mapping import app as mapping_app
from kb.commands.questions import questions
from kb.commands.serve import demo, serve
from kb.commands.shared import migrated, opened
from kb.commands.sources import sources
from kb.commands.status import status
from kb.errors import BadInput, GraphUnavailable, KbError
from kb.files import CYPHER, GRAPHQL
from kb.migrate import constraints_text
from kb.settings import load as load_settings


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


app.command()(demo)
app.command()(serve)


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


app.command()(load)
app.command()(sources)
app.add_typer(loads_app, name="loads")
app.add_typer(mapping_app, name="mapping")
app.command()(query)
app.command()(questions)
app.command()(export)


@app.command()
def migrate() -> None:
    """Bring the graph to the form this version needs."""
    with console.progress() as say, opened(load_settings(), say) as graph:
        for line in migrated(graph) or ["Nothing to do: the graph has the form this version needs"]:
            say.done(line)


app.command()(status)


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
