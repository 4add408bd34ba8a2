"""The report of a load as one page of HTML that needs nothing else.

Files are not to be trusted: the page is built as a tree, whose texts are escaped when it is written, and has no script.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, tostring

from kb import __version__
from kb.loaders.rejects import EXPECTED
from kb.sync.reasons import Reason
from kb.sync.report import Report

STYLE = Path(__file__).with_suffix(".css")
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Characters that no page may hold, or that make it look like what it is not."""

Part = Element | str


def page(report: Report) -> str:
    """Give the page."""
    title = f"{'Dry run' if report.dry_run else 'Load'} of {report.dataset}"
    head = _tag(
        "head",
        _tag("meta", charset="utf-8"),
        _tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        _tag("meta", **{"http-equiv": "Content-Security-Policy", "content": POLICY}),
        _tag("title", title),
        _tag("style", STYLE.read_text(encoding="utf-8")),
    )
    main = _tag("main", _tag("h1", title), *_outcome(report), *_sections(report))
    html = _tag("html", head, _tag("body", main, _tag("footer", f"Written by kb {__version__}.")), lang="en")
    return "<!doctype html>\n" + tostring(html, encoding="unicode", method="html") + "\n"


def _outcome(report: Report) -> Iterator[Part]:
    if report.failure:
        yield _tag("p", _tag("strong", "Failed. "), report.failure, **{"class": "bad"})
    elif report.dry_run:
        yield _tag("p", _tag("strong", "Dry run. "), "Nothing was changed.", **{"class": "note"})
    elif report.script:
        yield _tag("p", _tag("strong", "Nothing is changed yet. "), f"Run {report.script}.", **{"class": "note"})
    elif not report.changed:
        yield _tag("p", _tag("strong", "Nothing to change. "), report.last, **{"class": "good"})
    else:
        yield _tag("p", _tag("strong", "Loaded. "), f"Version {report.version} of the graph.", **{"class": "good"})
    started = f"{report.started:%Y-%m-%d %H:%M:%S} UTC" if report.started else ""
    took = f"{report.seconds:.1f} seconds" if report.seconds else ""
    said = {
        "Started": started,
        "Took": took,
        "Files": ", ".join(report.files),
        "SHA-256": report.checksum,
        "Rejected rows": str(report.reject_file or ""),
    }
    yield _pairs((name, value) for name, value in said.items() if value)


def _sections(report: Report) -> Iterator[Element]:
    yield _section("Rows", _figures(("read", "accepted", "rejected", "left out"), _rows(report)))
    if report.counts:
        names = ("facts", "created", "updated", "withdrawn", "unchanged")
        facts = (report.facts, report.created, report.updated, report.withdrawn, report.unchanged)
        yield _section("Facts", _figures(names, facts))
    yield _section("Checks", _list([*report.checks, *([f"Not passed: {report.failure}"] if report.failure else [])]))
    if report.remarks or report.kept:
        yield _section("Remarks", _list([*report.remarks, *(f"Stays: {each}" for each in report.kept)]))
    for title, expected in {"Rejected": False, "Left out": True}.items():
        codes = [each for each in report.reject_counts if (each in EXPECTED) == expected]
        if codes:
            yield _section(title, *(part for code in codes for part in _code(report, code)))
    if any(report.examples.values()):
        yield _section("Changes", *_changes(report))
    if report.counts:
        yield _section("Facts by kind and relation", _table(("kind or relation", "facts"), report.counts.items()))


def _rows(report: Report) -> tuple[int, ...]:
    return report.rows, report.accepted, report.rejected, report.left_out


def _code(report: Report, code: str) -> Iterator[Element]:
    count, reasons = report.reject_counts[code], report.because(code)
    yield _tag("h3", _tag("code", code), f" {_many(count, 'row')}")
    yield _tag("ol", *(_tag("li", *_reason(each)) for each in reasons))
    if others := count - sum(each.times for each in reasons):
        yield _tag("p", f"And {_many(others, 'row')} for other reasons.")


def _reason(reason: Reason) -> Iterator[Element]:
    row = reason.example
    others = f", and {_many(reason.times - 1, 'other row')}" if reason.times > 1 else ""
    yield _tag("p", _tag("strong", row.reason), *([f" {row.hint}"] if row.hint else []))
    yield _tag("p", f"{row.file}, line {row.line:,}{others}:", **{"class": "where"})
    yield _tag("pre", row.raw, dir="auto")


def _changes(report: Report) -> Iterator[Element]:
    for status, examples in report.examples.items():
        count = getattr(report, status)
        if count:
            first = f", the first {len(examples)}" if len(examples) < count else ""
            yield _tag("h3", f"{status.capitalize()}: {count:,}{first}")
            yield _list(examples)
    if report.dry_run or report.failure:
        yield _tag("p", "A report in a file whose name ends in .json lists every change.")


# Pieces


def _tag(name: str, /, *parts: Part, **attributes: str) -> Element:
    """Give an element that holds texts and elements."""
    made = Element(name, attributes)
    last: Element | None = None
    for part in parts:
        if isinstance(part, Element):
            made.append(part)
            last = part
        elif last is None:
            made.text = (made.text or "") + _seen(part)
        else:
            last.tail = (last.tail or "") + _seen(part)
    return made


def _seen(text: str) -> str:
    return UNSEEN.sub("\ufffd", text)


def _section(title: str, *parts: Element) -> Element:
    return _tag("section", _tag("h2", title), *parts)


def _list(items: Iterable[str]) -> Element:
    return _tag("ul", *(_tag("li", each) for each in items))


def _pairs(pairs: Iterable[tuple[str, str]], **attributes: str) -> Element:
    return _tag("dl", *(_tag("div", _tag("dt", name), _tag("dd", value)) for name, value in pairs), **attributes)


def _figures(names: Iterable[str], counts: Iterable[int]) -> Element:
    pairs = ((name, f"{count:,}") for name, count in zip(names, counts, strict=True))
    return _pairs(pairs, **{"class": "figures"})


def _table(columns: Iterable[str], rows: Iterable[tuple[str, int]]) -> Element:
    head = _tag("thead", _tag("tr", *(_tag("th", each, scope="col") for each in columns)))
    body = (_tag("tr", _tag("th", name, scope="row"), _tag("td", f"{count:,}")) for name, count in rows)
    return _tag("table", head, _tag("tbody", *body))


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
