"""Drafts a mapping for a list of operations, and shows what it would load."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from kb.loaders.facts import NodeFact
from kb.loaders.guess import Guess, guess, months_of
from kb.loaders.mapping import Mapping
from kb.loaders.operations import Operations
from kb.loaders.rejects import Rejected
from kb.loaders.slugs import slug
from kb.loaders.table import Row

PREVIEW = ("name", "beneficiary", "start", "end", "cost", "eu", "place")
MOST_SHOWN = 40


def draft(path: Path) -> str:
    """Give a mapping for a file, as TOML, with a question mark where it is not sure; raise FileRefused."""
    return "\n".join(_written(path, guess(path))) + "\n"


def _written(path: Path, guess: Guess) -> Iterator[str]:
    key = slug(path.stem)[:60].strip("-")
    yield f"# A draft, guessed from {_text(path.name)}. Look at every line, above all at those with a question mark."
    yield f"id = {_text(key if key.isascii() else 'list')}"
    yield f"title = {_text(path.stem)} # ?"
    yield 'publisher = "" # ?'
    yield 'url = "" # ?'
    yield f"language = {_text(guess.language)}"
    if guess.unique_code:
        yield 'key = ["code"] # every row has one of its own'
    yield from ("", "[file]", f"separator = {_text(guess.table.separator)}")
    yield f"encoding = {_text(guess.table.encoding)}"
    yield f"header = {guess.table.header}"
    if guess.table.sheet:
        others = ", ".join(map(_text, guess.table.others))
        yield f"sheet = {_text(guess.table.sheet)}{f' # ? there is also {others}' if others else ''}"
    yield from ("", "[cells]", *_cells(guess))
    yield from ("", "[constants]")
    if "fund" not in guess.columns:
        yield 'funds = [] # ? such as ["ERDF"]'
    yield 'programme = "" # ? its CCI, such as 2014DE16RFOP001'
    yield 'period = "2014-2020" # ?'
    yield 'country = "" # ? as NUTS writes it'
    yield from ("", *_columns(guess))


def _cells(guess: Guess) -> Iterator[str]:
    if {"cost", "eu", "rate"} & set(guess.columns):
        yield f"decimal = {_text(guess.decimal)}"
        yield f"thousands = {_text(guess.thousands)}"
    if {"cost", "eu"} & set(guess.columns):
        yield f"currency = {_text(guess.currency)} # ?"
    if guess.signs:
        yield f"signs = {{ {', '.join(f'{_text(sign)} = {_text(code)}' for sign, code in guess.signs.items())} }} # ?"
    if guess.dates:
        doubt = " # ? days and months cannot be told apart" if guess.unsure_of_months else ""
        yield f"dates = [{', '.join(map(_text, guess.dates))}]{doubt}"
        yield f"months = [{', '.join(map(_text, months_of(guess)))}]"
    if "rate" in guess.columns:
        doubt = " # ? numbers of 1 or less stand beside percents" if guess.unsure_of_rates else ""
        yield f"rate = {_text('percent' if guess.percent else 'part')}{doubt}"


def _columns(guess: Guess) -> Iterator[str]:
    yield "[columns]"
    if "name" not in guess.columns:
        yield '# name = "" # ? no head of a column says which has the names'
    yield from (f"{name} = {_text(column)}" for name, column in guess.columns.items())
    if guess.funds:
        yield from ("", "[values.fund]")
        yield from (f"{_text(cell)} = {_text(fund)}{'' if fund else ' # ?'}" for cell, fund in guess.funds.items())
    yield from ("", "[unread]")
    unread = [each for each in guess.table.columns if each and each not in guess.columns.values()]
    yield from (f"{_text(each)} = {_text(guess.doubts.get(each, '?'))}" for each in unread)


def preview(text: str, path: Path, many: int = 5) -> list[list[str]]:
    """Give the first rows of a file as they load by a mapping: what `PREVIEW` names, or why not; raise FileRefused."""
    loader = Operations(Mapping.of(text, "The draft"))
    return [_shown(loader, row) for row in islice(loader.rows(loader.files(path)), many)]


def _shown(loader: Operations, row: Row) -> list[str]:
    try:
        if row.broken:
            raise row.broken
        nodes = {each.kind: each.properties for each in loader.facts(row) if isinstance(each, NodeFact)}
    except Rejected as rejected:
        return [f"rejected: {rejected.reason}", *[""] * (len(PREVIEW) - 1)]
    known = {**nodes["Project"], "beneficiary": nodes.get("Organisation", {}).get("name", "")}
    for name in ("cost", "eu"):
        money = {"EUR": known.get(f"{name}Eur"), known.get("currency"): known.get(f"{name}National")}
        known[name] = ", ".join(f"{value:,.2f} {code}" for code, value in money.items() if value is not None)
    return [str(known.get(name, ""))[:MOST_SHOWN] for name in PREVIEW]


def _text(words: str) -> str:
    """Write a text as TOML does."""
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")
