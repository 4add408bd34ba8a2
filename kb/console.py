"""What kb says on the terminal: progress and errors to standard error, answers to standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import orjson
from rich.console import Console
from rich.markup import escape
from rich.status import Status
from rich.table import Table
from rich.text import Text

from kb.errors import KbError

err = Console(stderr=True, highlight=False, soft_wrap=True)
out = Console(highlight=False, soft_wrap=True)
UNSHOWN = "\N{REPLACEMENT CHARACTER}"


class Progress:
    """Says what is being done: one moving line on a terminal, plain lines elsewhere."""

    def __init__(self, status: Status | None = None) -> None:
        self._status = status
        self._said = ""

    def __call__(self, line: str) -> None:
        """Say that this is being done now."""
        if self._status:
            self._status.update(escape(line))
        elif line != self._said:
            err.print(line, markup=False)
        self._said = line

    def done(self, line: str) -> None:
        """Say that this is done; the line stays."""
        if self._status:
            self._status.update(" ")
            err.print(f"[green]✓[/green] {escape(line)}")
        elif not self._said.startswith(line):
            err.print(line, markup=False)

    def rest(self) -> None:
        """Move no more: what is said from now on are plain lines."""
        if self._status:
            self._status.stop()
        self._status = None


@contextmanager
def progress() -> Iterator[Progress]:
    """Give a place to say what is being done."""
    if not err.is_terminal:
        yield Progress()
        return
    with err.status("Starting ...") as status:
        yield Progress(status)


def fail(error: KbError) -> None:
    """Say in one line what went wrong, and what to do about it."""
    err.print(f"[red]error[/red] {error.code}: ", end="")
    err.print(plain(str(error)), markup=False)


def plain(text: str) -> str:
    """Give a text of a file as one line to be shown: what would steer a terminal is shown as not shown."""
    return "".join(each if each.isprintable() else UNSHOWN for each in " ".join(text.split()))


def json(value: Any) -> None:
    """Print a value as JSON."""
    sys.stdout.write(orjson.dumps(value, option=orjson.OPT_INDENT_2, default=str).decode() + "\n")


def table(columns: Sequence[str], rows: list[list[Any]], to: Console | None = None) -> None:
    """Print a table, with a blank line before it."""
    to = to or out
    made = Table(box=None, pad_edge=False, header_style="bold")
    for at, column in enumerate(columns):
        counts = any(isinstance(row[at], int) for row in rows)
        made.add_column(column, justify="right" if counts else "left", overflow="fold")
    for row in rows:
        made.add_row(*(Text(f"{each:,}" if isinstance(each, int) else plain(str(each))) for each in row))
    to.print()
    to.print(made)


def pairs(said: Iterable[tuple[str, str]]) -> None:
    """Print what there is to say of one thing, each after its name; what is empty is not said."""
    made = Table(box=None, pad_edge=False, show_header=False)
    made.add_column(no_wrap=True, style="bold")
    made.add_column(overflow="fold")
    for name, text in said:
        if text:
            made.add_row(escape(name), escape(text))
    out.print(made)
