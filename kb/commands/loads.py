"""`kb loads`: the history of loads, and how two of them differ."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from kb import console
from kb.commands.shared import Json, minute, opened
from kb.loads import Load, differences, history, lines, named
from kb.settings import load as load_settings

app = typer.Typer(rich_markup_mode=None)

Name = Annotated[str, typer.Argument(help="A load, by its version or id.")]
Other = Annotated[str, typer.Argument(help="Another load, or the same of another time.")]


@app.callback(invoke_without_command=True)
def loads(context: typer.Context, as_json: Json = False) -> None:
    """List what was loaded when, the newest first."""
    if context.invoked_subcommand:
        return
    found = _history()
    if as_json:
        console.json(found)
    elif not found:
        console.out.print("Nothing is loaded yet: `kb demo` or `kb load` does it", markup=False)
    else:
        columns = ["load", "source", "finished", "by", "rows", "rejected", "facts", "changes"]
        console.table(columns, list(map(_row, found)))
        console.out.print("\n`kb loads show LOAD` tells all of one.", markup=False)


@app.command()
def show(load: Name, as_json: Json = False) -> None:
    """Tell all that is recorded of a load."""
    found = named(_history(), load)
    if as_json:
        console.json(found)
    else:
        console.pairs((name, _text(value)) for name, value in lines(found))


@app.command()
def diff(one: Name, other: Other, as_json: Json = False) -> None:
    """Tell what two loads recorded otherwise."""
    found = _history()
    first, second = named(found, one), named(found, other)
    differ = differences(first, second)
    if as_json:
        rows = [{"what": what, "one": before, "other": after} for what, before, after in differ]
        console.json({"one": first["id"], "other": second["id"], "differences": rows})
        return
    same = "Both are of" if first["dataset"] == second["dataset"] else "They are of different sources:"
    files = "from the same files" if first["checksum"] == second["checksum"] else "from other files"
    names = " and ".join(dict.fromkeys((first["dataset"], second["dataset"])))
    console.out.print(f"{same} {names}, {files}.", markup=False)
    console.table(["", first["id"], second["id"], "more"], [_line(*each) for each in differ])


def _history() -> list[Load]:
    settings = load_settings()
    with console.progress() as say, opened(settings, say) as graph:
        return history(graph)


def _row(load: Load) -> list[Any]:
    changes = {"+": load["created"], "~": load["updated"], "-": load["withdrawn"]}
    return [
        str(load["version"]),
        load["dataset"],
        minute(load["finished"]) or "not ended",
        load["by"] or "",
        load["rows"],
        load["rejected"],
        load["facts"],
        " ".join(f"{sign}{count:,}" for sign, count in changes.items() if count),
    ]


def _line(what: str, before: Any, after: Any) -> list[Any]:
    counted = all(isinstance(each, int | None) and not isinstance(each, bool) for each in (before, after))
    more = f"{(after or 0) - (before or 0):+,}" if counted and what != "version" else ""
    return [what, _text(before), _text(after), more]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else str(value)
