"""What kb says on the terminal: progress and errors to standard error, answers to standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import orjson
from rich.console import Console
from rich.status import Status
from rich.table import Table

from kb.errors import KbError

err = Console(stderr=True, highlight=False, soft_wrap=True)
out = Console(highlight=False, soft_wrap=True)


class Progress:
    """Says what is being done: one moving line on a terminal, plain lines elsewhere."""

    def __init__(self, status: Status | None = None) -> None:
        self._status = status

    def __call__(self, line: str) -> None:
        """Say that this is being done now."""
        if self._status:
            self._status.update(line)
        else:
            err.print(line, markup=False)

    def done(self, line: str) -> None:
        """Say that this is done; the line stays."""
        err.print(f"[green]✓[/green] {line}" if self._status else line)


@contextmanager
def progress() -> Iterator[Progress]:
    """Give a place to say what is being done."""
    if not err.is_terminal:
        yield Progress()
        return
    with err.status("Starting ...") as status:
        yield Progress(status)


def fail(error: KbError) -> None:
    """Say what went wrong, and what to do about it."""
    err.print(f"[red]error[/red] {error.code}: ", end="")
    err.print(error.message, markup=False)
    if error.hint:
        err.print(f"  {error.hint}", markup=False)


def json(value: Any) -> None:
    """Print a value as JSON."""
    sys.stdout.write(orjson.dumps(value, option=orjson.OPT_INDENT_2, default=str).decode() + "\n")


def table(title: str, columns: list[str], rows: list[list[Any]]) -> None:
    """Print a table."""
    made = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for at, column in enumerate(columns):
        made.add_column(column, justify="left" if at == 0 else "right")
    for row in rows:
        made.add_row(*(f"{each:,}" if isinstance(each, int) else str(each) for each in row))
    out.print(made)
