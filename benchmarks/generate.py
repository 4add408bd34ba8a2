"""Makes synthetic files in the formats that loaders read: `python -m benchmarks.generate --projects 1000000`.

A list of operations of any size with its mapping, and the categories and programmes that its rows speak of. The same
seed makes the same bytes; nothing in them is true, and all of it says so.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Annotated, TypeVar

import typer

from kb.loaders.nuts import Nuts

T = TypeVar("T")

LIST, MAPPING = "operations.csv", "operations.toml"
CATEGORIES, PROGRAMMES = "intervention_field.csv", "cci_codes.csv"
COLUMNS = (
    "code", "name", "description", "beneficiary", "start", "end", "cost", "eu", "rate", "category", "nuts", "country",
    "fund", "programme",
)  # fmt: skip
"""The columns of the list, each named as the field it is read as."""
MAPPED = """\
id = "synthetic"
title = "SYNTHETIC list of operations, made by benchmarks"
note = "Made up to measure with: nothing in it is true."
key = ["code"]

[cells]
dates = ["dd.mm.yyyy"]

[constants]
period = "2014-2020"

[columns]
"""
ORGANISATIONS = 100_000
CATEGORY_CODES = tuple(f"{number:03}" for number in range(1, 124))
FUNDS = {"16RF": "ERDF", "05SF": "ESF", "16CF": "CF"}
"""The funds that parts of a CCI number stand for."""
CCI_COUNTRIES = {"EL": "GR"}
PROGRAMME_NUMBERS = (901, 902, 903)
SENTENCES = 5000
FIRST_DAY = date(2014, 1, 1)
DAYS = 3000

ABOUT = ("timber", "textiles", "tourism", "fisheries", "health", "housing", "schools", "water", "heating", "heritage")
WHO = ("small firms", "its pupils", "its farmers", "job seekers", "local authorities", "young families")
DOES = ("It supports", "It renews", "It extends", "It plans", "It builds", "It tests", "It equips")
WHAT = ("a training centre", "a production line", "the town's waterworks", "a workshop", "the road to the port")
HOW = ("with partners", "in two stages", "after a study", "at a new site")
TECHNOLOGIES = ("photonics", "artificial intelligence", "nanotechnology", "additive manufacturing", "cloud computing")
TECHNOLOGY_EVERY = 8
"""One sentence in so many speaks of a technology."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A region, with the programmes of its country and their funds."""

    region: str
    country: str
    programmes: tuple[tuple[str, str], ...]


def write(folder: Path, projects: int, seed: int = 1) -> None:
    """Write the files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    seats = _seats()
    (folder / MAPPING).write_text(MAPPED + "".join(f'{each} = "{each}"\n' for each in COLUMNS), encoding="utf-8")
    codes = [(each, f"Synthetic category {each}") for each in CATEGORY_CODES]
    _table(folder / CATEGORIES, ("id", "type", "description"), ((code, "", name) for code, name in codes))
    programmes = dict.fromkeys(each for seat in seats for each in seat.programmes)
    _table(folder / PROGRAMMES, ("country_code", "cci", "programme_title"), (_programme(*each) for each in programmes))
    _table(folder / LIST, COLUMNS, _rows(Random(seed), seats, projects))


def _table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def _seats() -> list[Seat]:
    """Give the regions of NUTS 2024 of levels 2 and 3."""
    loader = Nuts()
    rows = (row for row in loader.rows(loader.files(None)) if "codes" in row.cells and not row["statistical"])
    codes = [code for row in rows for code, editions in row["codes"].items() if "2024" in editions and len(code) > 3]
    made = {country: tuple(_programmes(country)) for country in sorted({code[:2] for code in codes})}
    return [Seat(code, code[:2], made[code[:2]]) for code in sorted(codes)]


def _programmes(country: str) -> Iterator[tuple[str, str]]:
    for part, fund in FUNDS.items():
        for number in PROGRAMME_NUMBERS:
            yield f"2014{CCI_COUNTRIES.get(country, country)}{part}OP{number}", fund


def _programme(cci: str, fund: str) -> tuple[str, str, str]:
    return cci[4:6], cci, f"Synthetic programme {cci} - {fund}"


def _rows(random: Random, seats: Sequence[Seat], projects: int) -> Iterator[tuple[object, ...]]:
    pick = _picker(random)
    sentences = [_sentence(pick, number) for number in range(SENTENCES)]
    days = [f"{FIRST_DAY + timedelta(each):%d.%m.%Y}" for each in range(2 * DAYS)]
    for number in range(1, projects + 1):
        # a few organisations have many projects: the cube makes it so
        organisation = int(ORGANISATIONS * random.random() ** 3)
        seat = seats[organisation % len(seats)]
        programme, fund = pick(seat.programmes)
        begun, percent = int(DAYS * random.random()), 50 + int(36 * random.random())
        cost = int(10.0 ** (6 + 3 * random.random()))  # in cents
        yield (
            f"S{number:07}",
            f"Synthetic project {number}: {pick(WHAT)} for {pick(WHO)}",
            " ".join([pick(sentences) for _ in range(1 + int(3 * random.random()))]),
            f"Synthetic organisation {organisation}",
            days[begun],
            days[begun + 100 + int(1500 * random.random())],
            f"{cost / 100:.2f}",
            f"{cost * percent / 10_000:.2f}",
            f"{percent}%",
            pick(CATEGORY_CODES),
            seat.region,
            seat.country,
            fund,
            programme,
        )


def _sentence(pick: Callable[[Sequence[str]], str], number: int) -> str:
    about = pick(TECHNOLOGIES if number % TECHNOLOGY_EVERY == 0 else ABOUT)
    return f"{pick(DOES)} {pick(WHAT)} for {pick(WHO)} {pick(HOW)}, about {about}."


def _picker(random: Random) -> Callable[[Sequence[T]], T]:
    """Give what picks one of several: by `random` alone, which is the same in every version of Python, and fast."""
    draw = random.random
    return lambda among: among[int(draw() * len(among))]


def main(
    folder: Annotated[Path, typer.Option(help="The folder to write them into.")] = Path("synthetic"),
    projects: Annotated[int, typer.Option(help="How many rows the list of operations has.")] = 1_000_000,
    seed: Annotated[int, typer.Option(help="The same seed makes the same bytes.")] = 1,
) -> None:
    """Make a list of operations of any size, with its mapping and the categories and programmes it speaks of."""
    write(folder, projects, seed)


if __name__ == "__main__":
    typer.run(main)
