"""The questions of the field, each with the example that asks it, the answer of the graph, and what that rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from kb import export
from kb.ask import Asker
from kb.errors import BadInput, KbError
from kb.web import operations
from kb.web.operations import Operation

SHOWN = 4
"""How many values of the first row an answer is shown by."""
LONGEST = 60
"""The most characters of each."""
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T")
"""How a moment begins: those of loads are in answers, and are not what is asked."""
SOURCES = ("sources", "confidence")
"""What every answer has: it tells no question from another."""


@dataclass(frozen=True)
class Answered:
    """An example operation and what the graph answers: how many rows, the first of them, and what they rest on.

    `rows` are those of one page, `more` that others follow, `total` all of them, where it was asked for. `coverage`
    has, for each kind the answer rests on, how many there are and in how many regions. `error` says why there is no
    answer.
    """

    operation: Operation
    rows: int
    more: bool
    total: int | None
    first: dict[str, Any]
    coverage: list[dict[str, Any]]
    error: str = ""


def answered(ask: Asker) -> Iterator[Answered]:
    """Ask every example with its own variables."""
    for each in operations.read():
        try:
            answer = ask.answer(each.query, each.variables)
        except KbError as error:
            yield Answered(each, 0, False, None, {}, [], str(error))
            continue
        rows = _rows(answer.data or {})
        first = rows[0] if rows else {}
        more, total = export.more(answer.data), export.total(answer.data)
        yield Answered(each, len(rows), more, total, first, answer.coverage or [])


def _rows(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the rows of the first connection of an answer; of one that has none, all of it as one row."""
    [name, *_] = data
    if isinstance(data[name], dict) and not _pages(data[name]):
        return [export.flat(data[name])]
    try:
        return export.rows(data)
    except BadInput:  # there is nothing to export
        return []


def _pages(value: dict[str, Any]) -> bool:
    return not {"nodes", "edges"}.isdisjoint(value) or any(
        _pages(each) for each in value.values() if isinstance(each, dict)
    )


def told(answer: Answered) -> str:
    """Say what is answered: how many rows, and some values of the first."""
    if answer.error:
        return f"no answer: {answer.error}"
    many = f"{answer.rows}{_beyond(answer)}"
    shown = "; ".join(f"{name} {_short(value)}" for name, value in islice(_telling(answer.first), SHOWN))
    return f"{many}: {shown}" if shown else many


def _beyond(answer: Answered) -> str:
    if answer.total is not None:
        return f" of {answer.total:,}" if answer.total > answer.rows else ""
    return " and more" if answer.more else ""


def _telling(row: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Give the values that tell something to a person: names rather than ids."""
    for path, value in row.items():
        name, _, last = path.rpartition(".")
        named = last == "id" and any(f"{name}.{each}" in row for each in ("name", "title"))
        told = not named and not MOMENT.match(str(value)) and last != "__typename" and path.split(".")[0] not in SOURCES
        if told and value not in (None, ""):
            yield (name if last in ("name", "title") and name else path), value


def _short(value: Any) -> str:
    text = f"{value:,.3g}" if isinstance(value, float) else str(value).replace(";", ", ")
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip(' ,')} ..."


def rests_on(coverage: Sequence[dict[str, Any]]) -> str:
    """Say how much is loaded of each kind that an answer rests on; what is not loaded first."""
    missing = [each["kind"] for each in coverage if each["missing"]]
    there = [f"{each['kind']} {each['count']:,}{_where(each['regions'])}" for each in coverage if not each["missing"]]
    return "; ".join([*([f"not loaded: {', '.join(missing)}"] if missing else []), *([", ".join(there)] * bool(there))])


def _where(regions: int | None) -> str:
    return "" if regions is None else f" ({regions:,} region{'' if regions == 1 else 's'})"


def page(answers: Sequence[Answered]) -> str:
    """Give the page of all questions in Markdown."""
    return "\n".join(_page(answers)) + "\n"


def _page(answers: Sequence[Answered]) -> Iterator[str]:
    yield "# Questions"
    yield ""
    yield "<!-- Written by `kb questions --to docs/questions.md`: change the operations, not this page. -->"
    yield ""
    yield (
        "What users ask, the example that asks it, and what the starter dataset answers today: how many rows, on one "
        "page and in all, and some of the first. Beside it stands how much is loaded of what the answer rests on; what "
        "is not loaded cannot be in an answer. `kb questions` tells the same of your graph, and every answer over HTTP "
        "has it as `extensions.coverage`."
    )
    yield from _table([each for each in answers if each.operation.number])
    yield ""
    yield "## Other examples"
    yield from _table([each for each in answers if not each.operation.number])


def _table(answers: Sequence[Answered]) -> Iterator[str]:
    yield from ("", "| | question | operation | answer today | rests on |", "|---|---|---|---|---|")
    for each in answers:
        name = each.operation.name
        cells = (
            str(each.operation.number or ""), each.operation.title, f"[{name}](../graphql/operations/{name}.graphql)",
            told(each), rests_on(each.coverage),
        )  # fmt: skip
        yield f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"
