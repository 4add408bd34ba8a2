"""Rows that cannot be loaded: why, what to do, and the file they go to. Personal data never gets that far."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kb.export import safe

if TYPE_CHECKING:
    from kb.loaders.table import Row

EMAIL = re.compile(
    # the lengths are bounded, or a long cell would take minutes
    r"[\w.+%-]{1,64}(?:@|\s{0,3}[(\[]at[)\]]\s{0,3})[\w-]{1,63}(?:\.[\w-]{1,63})+",
    re.IGNORECASE,
)
AT = re.compile(r"@|[(\[]at[)\]]", re.IGNORECASE)
"""What every e-mail address has in it; to look for this takes a twentieth of the time."""
PHONE = re.compile(
    r"(?:\+|\b00)[1-9](?:[\s().\-/]*\d){7,14}"  # international
    r"|\b0[1-9](?=(?:[\s()\-/]*\d){7})\d{0,3}[\s()\-/]+\d(?:[\s()\-/]*\d){3,10}"  # national, nine digits or more
    r"|\b(?:tel|phone|telephone|mobile|fax)\b[.:\s]*\(?\d(?:[\s().\-/]*\d){4,14}",  # said to be one
    re.IGNORECASE,
)
LONGEST_REASON = 300
"""A reason may quote a cell, and a cell may be a book."""
LONGEST_RAW = 200_000
"""What is kept of the text of a row, whose line tells where all of it is."""
EXPECTED = frozenset({"LEFT_OUT", "NOT_SELECTED"})
"""Codes of rows that are sound but not of what is loaded: they are told with the rejects, and no fault of the file."""


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that was not loaded; `line` is where it begins in its file."""

    file: str
    line: int
    code: str
    reason: str
    hint: str
    raw: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.reason}"


class Rejected(Exception):
    """A row, or a fact of it, is not what the model asks for."""

    def __init__(self, code: str, reason: str, hint: str = "") -> None:
        reason = reason if len(reason) <= LONGEST_REASON else reason[:LONGEST_REASON] + "..."
        super().__init__(reason)
        self.code, self.reason, self.hint = code, reason, hint

    def of(self, file: str, line: int, raw: str) -> Reject:
        """Give it as a reject of that row, without personal data."""
        return Reject(file, line, self.code, masked(self.reason), masked(self.hint), _kept(raw))


def _kept(raw: str) -> str:
    """Give what is kept of the text of a row."""
    if len(raw) > LONGEST_RAW:
        raw = raw[:LONGEST_RAW].rsplit(maxsplit=1)[0] + " ..."  # not in the middle of an address
    return masked(raw)


def personal_data(text: str) -> str | None:
    """Give what personal data the text holds, or None."""
    if AT.search(text) and EMAIL.search(text):
        return "an e-mail address"
    return "a telephone number" if PHONE.search(text) else None


def masked(text: str) -> str:
    """Give the text without e-mail addresses and telephone numbers."""
    if AT.search(text):
        text = EMAIL.sub("[e-mail address]", text)
    return PHONE.sub("[telephone number]", text)


def with_text(rejects: Iterable[Reject], rows: Iterable[Row]) -> Iterator[Reject]:
    """Give rejects with the text of their rows, which are read again for it; both are in the same order."""
    again = iter(rows)
    for reject in rejects:
        if reject.raw:
            yield reject
            continue
        row = next(each for each in again if (each.file, each.line) == (reject.file, reject.line))
        yield replace(reject, raw=_kept(row.raw))


def write_rejects(rejects: Iterable[Reject], folder: Path, dataset: str, now: datetime) -> Path:
    """Write them to a CSV file of their own in `folder` and give its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{dataset}-{now:%Y%m%dT%H%M%S%f}Z.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(each.name for each in fields(Reject))
        writer.writerows(map(safe, astuple(each)) for each in rejects)
    return path
