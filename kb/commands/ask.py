"""`kb query` and `kb export`: answers as JSON, CSV and JSON lines."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from kb import console
from kb import export as exporting
from kb.commands.shared import opened
from kb.errors import BadInput
from kb.files import written
from kb.migrate import migrate
from kb.settings import load as load_settings

Variables = Annotated[list[str] | None, typer.Option("--var", help="A variable, as name=value; JSON or plain text.")]


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
        migrate(graph)
        with ask.asker(graph, settings) as asked:
            answer = asked.answer(question, values)
    console.json(answer.data)
    missing = [each["kind"] for each in answer.coverage or () if each["missing"]]
    if missing:
        console.err.print(f"Not loaded, and so not in the answer: {', '.join(missing)}.", markup=False)


def export(
    what: Annotated[str, typer.Argument(help="A kind (clusters) or an example operation (headline).")],
    to: Annotated[Path | None, typer.Option("--to", "-o", help="File to write; without it, standard output.")] = None,
    form: Annotated[str, typer.Option("--format", "-f", help="csv or jsonl; by the file's name if not given.")] = "",
    var: Variables = None,
) -> None:
    """Write a kind or an answer as CSV or JSON lines."""
    from kb import ask

    form = form or (to.suffix.removeprefix(".") if to else "") or "csv"
    if form not in exporting.FORMS:
        raise BadInput(f"{form} is not a format.", f"Choose {' or '.join(exporting.FORMS)}.")
    kind = exporting.kind_named(what)
    question = "" if kind else ask.question(what)
    values = {} if kind else ask.variables(question, var or [])
    settings = load_settings()
    with console.progress() as say, opened(settings, say) as graph:
        migrate(graph)
        with ask.asker(graph, settings) as asked:
            answer = {} if kind else asked(question, values)
            found = exporting.everything(kind, asked) if kind else iter(exporting.rows(answer))
            with written(to) if to else nullcontext(sys.stdout) as file:
                count = exporting.FORMS[form](found, file)
    more = "; more follow: ask with a larger `first`" if exporting.more(answer) else ""
    console.err.print(f"{count:,} rows{f' in {to}' if to else ''}{more}", markup=False)
