"""`kb mapping`: mappings, by which lists of operations are read."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kb import console

app = typer.Typer(help="Mappings, by which lists of operations are read.", rich_markup_mode=None)


@app.command()
def guess(file: Annotated[Path, typer.Argument(help="A list of operations: CSV or a workbook.")]) -> None:
    """Draft a mapping for a list: prints it, and shows on standard error how the first rows would load."""
    from kb.loaders.draft import PREVIEW, draft, preview

    text = draft(file)
    sys.stdout.write(text)
    sys.stdout.flush()
    console.table(PREVIEW, preview(text, file), console.err)


@app.callback()
def mappings() -> None:
    """Keep `guess` a command of its own: an app with one command would be that command."""
