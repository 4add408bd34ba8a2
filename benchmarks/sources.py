"""What becomes of the publishers' files: `sources.json` has the counts, and `docs/sources.md` is made of them.

`python -m benchmarks.sources` writes the page anew; with `--data FOLDER` it loads the files first, into a new graph.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, TypeAlias

import typer

from kb import engine
from kb.errors import KbError
from kb.graph import Graph
from kb.loaders import LOADERS
from kb.loaders.rejects import EXPECTED
from kb.migrate import migrate
from kb.settings import load as load_settings
from kb.sources import described, tables
from kb.sync.load import load
from kb.sync.report import Report

COUNTS = Path(__file__).with_name("sources.json")
PAGE = Path(__file__).parent.parent / "docs" / "sources.md"
MOST_REJECTS = 5_000
HEAP_MB = 1500
"""The largest file makes some 175,000 facts, which are written at once."""
Counts: TypeAlias = dict[str, dict[str, Any]]

FILES = {
    "nuts-crosswalk": "nuts-crosswalk-jrc",
    "boundaries": "nuts-2024-60m-geojson",
    "nace": "nace-rev2/NACE_REV2_en.csv",
    "nace21": "nace-rev2.1-sn2025/nacecodes.csv",
    "ford": "onlines3-innovation-maps/OECD.csv",
    "nabs": "onlines3-innovation-maps/NABS.csv",
    "intervention-fields": "esif-2014-2020-categories-of-intervention",
    "programmes": "esif-2014-2020-programmes-cci/cci_codes.csv",
    "eu-funds": "eu-funds-2014-2020-managing-dg/eu_funds.csv",
    "allocations": "cohesion-allocations-ms/Total_EU_Allocations_per_MS_for_2014-2020.csv",
    "absorption": "cohesion-allocations-ms/2007-2013_Funds_Absoption_Rate.csv",
    "erdf-payments": "erdf-payments-nuts2-year/treatment_erdf.csv",
    "eurostat-gerd": "erdf-payments-nuts2-year/eurostat_tgs00042_gerd_rd_expenditure.csv",
    "eurostat-gdp": "erdf-payments-nuts2-year/eurostat_nama_10r_2gdp.csv",
    "employment": "eurostat-sbs-nuts2-nace/sbs_final.xls",
    "czech-ris3": "czech-ris3-regional-priorities/domeny_kraje.csv",
    "edih": "edih-catalogue/export-edihs.csv",
    "meril": "meril-esfri-research-infrastructures/meril_research_infrastructures.csv",
    "esfri": "meril-esfri-research-infrastructures",
    "cordis-reference": "cordis-reference-tables",
    "cordis": "cordis-horizon-europe",
    "kohesio": "kohesio/kohesio-data-export.tsv",
    "operations-baden-wuerttemberg": "esif-2014-2020-beneficiary-lists/DE1_BadenWuerttemberg_ERDF.csv",
    "operations-brandenburg": "esif-2014-2020-beneficiary-lists/DE4_Brandenburg_ERDF.csv",
    "operations-croatia": "esif-2014-2020-beneficiary-lists/HR_ESIF.csv",
    "operations-england": "esif-2014-2020-beneficiary-lists/UK_England.csv",
    "operations-finland": "esif-2014-2020-beneficiary-lists/FI_ERDF.csv",
    "operations-greece": "esif-2014-2020-beneficiary-lists/EL_all.csv",
    "operations-latvia": "esif-2014-2020-beneficiary-lists/LV_all.csv",
    "operations-northern-ireland": "esif-2014-2020-beneficiary-lists/UK_NorthernIreland_ERDF.csv",
    "operations-schleswig-holstein": "esif-2014-2020-beneficiary-lists/DEF_SchleswigHolstein_ERDF.csv",
    "operations-thueringen": "esif-2014-2020-beneficiary-lists/DEG_Thueringen_ERDF.csv",
}
"""The file, or folder, of each source in the folder of data; those that come with kb need none."""


def committed() -> Counts:
    """Give the counts."""
    return dict(json.loads(COUNTS.read_text(encoding="utf-8")))


def counted(data: Path) -> Counts:
    """Load every file into a new graph, and give what became of its rows."""
    counts: Counts = {}
    with TemporaryDirectory() as folder:
        settings = load_settings().model_copy(
            update={"data": Path(folder), "max_rejects": MOST_REJECTS, "heap_mb": HEAP_MB}
        )
        with engine.running(settings) as server, Graph(server, timeout=60) as graph:
            migrate(graph)
            for name, loader in LOADERS.items():
                if loader.where and name not in FILES:
                    continue
                file = data / FILES[name] if name in FILES else None
                try:
                    counts[name] = _counts(load(graph, loader, settings, file=file))
                except KbError as error:
                    raise SystemExit(f"{name}: {error}") from None
                typer.echo(f"{name}: {counts[name]}", err=True)
    return counts


def _counts(report: Report) -> dict[str, Any]:
    return {
        "files": len(report.files),
        "rows": report.rows,
        "accepted": report.accepted,
        "fallen": report.reject_counts,
        "nodes": report.nodes,
        "links": report.links,
    }


def page(counts: Counts) -> str:
    """Give the page of all sources."""
    return "\n".join(_page(counts, [described(each) for each in LOADERS.values()])) + "\n"


def _page(counts: Counts, sources: list[dict[str, Any]]) -> Iterator[str]:
    yield "# Sources"
    yield ""
    yield "<!-- Written by `python -m benchmarks.sources`: change the loaders, not this page. -->"
    yield ""
    yield (
        "What `kb load` reads, in the order in which to load it. `kb sources` lists the same, with what is loaded; "
        "`kb sources NAME --json` tells it to scripts."
    )
    yield "Any other list of operations is read by a [mapping](mappings.md)."
    yield ""
    yield from _rows(("source", "what it is", "publisher"), [(_link(each), *_said(each)) for each in sources])
    yield ""
    yield "## What became of the publishers' files"
    yield ""
    yield (
        "Every row of a file is accepted, rejected with its reason, or left out by design, as the source's section "
        "below says. Facts are the nodes and links that the accepted rows make. The files are some that the "
        "publishers had; today's have other counts."
    )
    yield ""
    columns = ("source", "files", "rows", "accepted", "rejected", "left out", "nodes", "links")
    yield from _rows(
        columns, [(_link(each), *_became(counts[each["name"]])) for each in sources if each["name"] in counts]
    )
    without = [each["name"] for each in sources if each["name"] not in counts]
    if without:
        yield ""
        yield f"No file of these was at hand, only short ones in their form: {', '.join(without)}."
    for each in sources:
        yield from _section(each)


def _said(source: Mapping[str, Any]) -> tuple[str, str]:
    return source["title"], source["publisher"]


def _link(source: Mapping[str, Any]) -> str:
    return f"[{source['name']}](#{source['name']})"


def _became(counts: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the cells of one source; raise ValueError where a row is unaccounted for."""
    rejected = {code: count for code, count in counts["fallen"].items() if code not in EXPECTED}
    left_out = sum(counts["fallen"].values()) - sum(rejected.values())
    if counts["rows"] != counts["accepted"] + sum(rejected.values()) + left_out:
        raise ValueError(f"rows are unaccounted for: {counts}")
    why = ", ".join(f"{code} {count:,}" for code, count in rejected.items()) or "0"
    numbers = (f"{counts[each]:,}" for each in ("files", "rows", "accepted"))
    return (*numbers, why, f"{left_out:,}", f"{counts['nodes']:,}", f"{counts['links']:,}")


def _section(source: Mapping[str, Any]) -> Iterator[str]:
    yield from ("", f"## {source['name']}", "", source["about"], "")
    yield f"- Publisher: {source['publisher']}"
    yield f"- Licence: {source['licence'] or 'not stated'}"
    if source["url"]:
        yield f"- Address: <{source['url']}>"
    yield f"- Where to get it: {source['where'] or 'it comes with kb.'}"
    if source["after"]:
        yield f"- Load first: {', '.join(source['after'])}"
    if not source["comesWithKb"]:
        for files, columns in tables(source):
            yield f"- File: {_plain(files)}"
            yield from (f"  - {what}: {_plain(names)}" for what, names in columns)


def _rows(columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(columns)} |"
    yield f"|{'---|' * len(columns)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)


def _plain(text: str) -> str:
    """Give a text in which names of files and columns are no Markdown."""
    return "".join(f"\\{each}" if each in "*_[]<>|`" else each for each in text)


def main(
    data: Annotated[Path | None, typer.Option(help="Folder of the publishers' files, to load them first.")] = None,
) -> None:
    """Write the page and, where there are files, the counts."""
    if data:
        COUNTS.write_text(json.dumps(counted(data), indent=2) + "\n", encoding="utf-8")
    PAGE.write_text(page(committed()), encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
