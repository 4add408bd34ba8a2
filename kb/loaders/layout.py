"""What a table that a loader reads must look like, whatever file it comes in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kb.errors import FileRefused

MOST_SHOWN = 20
LONGEST_SHOWN = 80
"""How many names of columns a message tells, and how much of each."""


@dataclass(frozen=True)
class Layout:
    """The columns of a table, and how its file is written.

    `columns` must be there, those of `optional` may be; those of `ignored` may be too and are not read, for instance
    since they hold names of persons. Where the publisher's list of columns is not known whole, `others` allows any
    more, which are not read either. `files` are patterns of names by which it is found in a folder. `separator`,
    `encoding` and `quoted` are of text files, `sheet` of workbooks (the first, if not given); `header` is the line of
    the column names. Of a `width`, only so many columns from the left are the table: what is beside it is not read.
    """

    columns: tuple[str, ...]
    optional: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    others: bool = False
    name: str = ""
    files: tuple[str, ...] = ("*",)
    separator: str = ","
    encoding: str = "utf-8"
    quoted: bool = True
    sheet: str | None = None
    header: int = 1
    width: int | None = None

    def checked(self, file: str, found: Sequence[str]) -> list[str]:
        """Give the names of the columns of a file; raise FileRefused where they are not those of this table."""
        columns = [_plain(each) for each in found]
        while columns and not columns[-1]:
            columns.pop()  # spreadsheets leave empty columns at the end
        allowed = (*self.columns, *self.optional, *self.ignored)
        hint = f"Columns: {', '.join(allowed)}."
        if len(columns) == 1 and (mark := next((each for each in ";\t,|" if each in columns[0]), "")):
            raise FileRefused(
                f"{file}: its columns are separated by {MARKS[mark]}, not by"
                f" {MARKS.get(self.separator, repr(self.separator))}.",
                hint,
            )
        for problem, names in {
            "has columns twice": sorted(each for each, many in Counter(columns).items() if many > 1),
            "lacks columns": [each for each in self.columns if each not in columns],
            "has unknown columns": [each for each in columns if each not in allowed and not self.others],
        }.items():
            if names:
                raise FileRefused(f"{file} {problem}: {_shown(names)}.", hint)
        return columns

    def kept(self, columns: Collection[str]) -> set[str]:
        """Give those of these columns that are read."""
        return {each for each in columns if each in self.columns or each in self.optional}


MARKS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
"""Separators, in words."""


def _shown(names: list[str]) -> str:
    """Give names for people to read: some of them, of which none is a book."""
    some = [each[:LONGEST_SHOWN] or "(no name)" for each in names[:MOST_SHOWN]]
    return ", ".join(some) + (f" and {len(names) - MOST_SHOWN:,} more" if len(names) > MOST_SHOWN else "")


def _plain(name: str) -> str:
    return " ".join(name.split())
