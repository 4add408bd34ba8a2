"""The report of a load in a file: what it says, that it is safe to open, and that it is there when a load fails."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import nullcontext
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from kb.errors import BadInput, FileRefused, Shrunk, TooManyRejects
from kb.graph import Graph
from kb.loaders import LOADERS
from kb.loaders.rejects import Reject
from kb.settings import Settings
from kb.sync.load import load
from kb.sync.page import page
from kb.sync.reasons import Reason
from kb.sync.record import checked
from kb.sync.report import Report

Tables = dict[str, str]
Loads = Callable[..., Report]


@pytest.fixture
def told(load_tidy: Loads, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Load, see that it fails if it should, and give the report as it is written to a file."""

    def run(tables: Tables, fails: type[Exception] | None = None, **options: Any) -> dict[str, Any]:
        path = tmp_path / "report.json"
        path.unlink(missing_ok=True)
        with pytest.raises(fails) if fails else nullcontext():
            load_tidy(tables, record=path, **options)
        return dict(json.loads(path.read_text(encoding="utf-8")))

    return run


def test_a_dry_run_tells_every_change_and_what_was_before(
    small: Tables, load_tidy: Loads, told: Callable[..., dict[str, Any]]
) -> None:
    load_tidy(small)
    small["clusters"] = small["clusters"].replace("a,Alpha,PHO;NAN", "a,Aleph,PHO") + "d,Delta,,book,READ\n"
    small["clusterPartnerships"] = small["clusterPartnerships"].replace("2016-06", "")
    small["clusters.clusterPartnerships"] = small["clusters.clusterPartnerships"].replace(
        "b,P1,,,as told,book,READ\n", ""
    )
    read = told(small, dry_run=True)
    source = next(each for each in read["changes"] if each.get("id") == "starter")
    assert source["before"].keys() == source["after"].keys() == {"checksum"}
    assert [each for each in read["changes"] if each is not source] == [
        {
            "change": "created",
            "kind": "Cluster",
            "id": "d",
            "before": {},
            "after": {"name": "Delta", "confidence": "READ", "sources": ["book"]},
        },
        {"change": "updated", "kind": "Cluster", "id": "a", "before": {"name": "Alpha"}, "after": {"name": "Aleph"}},
        {"change": "updated", "kind": "ClusterPartnership", "id": "P1", "before": {"start": "2016-06"}, "after": {}},
        {
            "change": "withdrawn",
            "kind": "Cluster",
            "id": "b",
            "relation": "clusterPartnerships",
            "toKind": "ClusterPartnership",
            "to": "P1",
            "key": "|",
            "before": {"note": "as told", "confidence": "READ", "sources": ["book"]},
            "after": {},
        },
        {
            "change": "withdrawn",
            "kind": "Cluster",
            "id": "a",
            "relation": "technologies",
            "toKind": "Technology",
            "to": "NAN",
            "key": "",
            "before": {"confidence": "READ", "sources": ["page"]},
            "after": {},
        },
    ]
    assert len(read["changes"]) == read["created"] + read["updated"] + read["withdrawn"]
    assert "Cluster a: name = Aleph, was Alpha" in read["examples"]["updated"]
    assert "ClusterPartnership P1: start = nothing, was 2016-06" in read["examples"]["updated"]


def test_a_load_counts_what_it_made_and_checked(
    graph: Graph, small: Tables, told: Callable[..., dict[str, Any]]
) -> None:
    read = told(small)
    assert sum(read["counts"].values()) == read["facts"] == 17
    assert read["counts"]["Cluster"] == 3
    assert read["counts"]["Cluster.technologies.Technology"] == 3
    assert (read["failure"], read["changes"], len(read["checks"])) == ("", [], 4)
    assert graph.read("MATCH (l:Load) RETURN l.counts") == [[[f"{k} {n}" for k, n in read["counts"].items()]]]


def test_reasons_are_told_the_commonest_first_with_a_row_of_each(
    small: Tables, told: Callable[..., dict[str, Any]]
) -> None:
    small["clusters"] += "".join(f"x{n},X,,nobody-{min(n % 9, 6)},READ\n" for n in range(20)) + "z,Z,,page,SURE\n"
    read = told(small)
    assert read["reject_counts"] == {"UNKNOWN_SOURCE": 20, "BAD_CHOICE": 1}
    unknown = [each for each in read["reasons"] if each["example"]["code"] == "UNKNOWN_SOURCE"]
    assert len(unknown) == 5
    [most] = [each for each in unknown if each["times"] == 6]
    assert most["example"]["raw"] == "x6,X,,nobody-6,READ"
    assert most["example"]["line"] == 11
    assert sum(each["times"] for each in read["reasons"]) == 6 + 3 + 3 + 2 + 2 + 1


def test_a_load_that_is_refused_leaves_its_report(
    small: Tables, load_tidy: Loads, told: Callable[..., dict[str, Any]]
) -> None:
    load_tidy(small)
    header = {name: text.splitlines()[0] + "\n" for name, text in small.items()}
    read = told({**header, "sources": small["sources"]}, fails=Shrunk)
    assert read["failure"].startswith("SHRUNK: ")
    assert [each["change"] for each in read["changes"]].count("withdrawn") == read["withdrawn"] == 14
    assert len(read["checks"]) == 2
    read = told({**small, "clusters": "id,sources,confidence\n"}, fails=FileRefused)
    assert (read["checks"], read["changes"]) == ([], [])
    assert "lacks columns: name" in read["failure"]


def test_too_many_rejects_are_told_with_their_reasons(
    graph: Graph, settings: Settings, small: Tables, tidy: Callable[[Tables], Path], tmp_path: Path
) -> None:
    small["clusters"] = small["clusters"].replace("READ", "TRUST ME")
    file = tmp_path / "report.HTML"
    with pytest.raises(TooManyRejects):
        load(graph, LOADERS["starter"], settings.model_copy(update={"max_rejects": 1}), file=tidy(small), record=file)
    text = file.read_text(encoding="utf-8")
    assert "Failed. " in text
    assert "a,Alpha,PHO;NAN,page,TRUST ME" in text


# The page

EVIL = "</pre></style><script>alert(1)</script><img src=x onerror=alert(1)>\"'&\x00\x1b[2J\u202egpj"


class Seen(HTMLParser):
    """What a browser would see of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: dict[str, str | None] = {}
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.update(attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_no_value_can_break_out_of_the_page() -> None:
    reject = Reject(EVIL, 1, EVIL, EVIL, EVIL, EVIL)
    report = Report(
        EVIL, [EVIL], failure=EVIL, checks=[EVIL], remarks=[EVIL], kept=[EVIL], created=1, examples={"created": [EVIL]},
        reasons=[Reason(reject, 1)], reject_counts={EVIL: 1}, counts={EVIL: 1}, reject_file=Path(EVIL), last=EVIL,
    )  # fmt: skip
    seen = Seen(page(report))
    assert not {"script", "img", "a", "link", "iframe"} & set(seen.tags)
    assert not {"src", "href", "onerror", "style"} & seen.attributes.keys()
    assert seen.text.count("<script>alert(1)</script>") >= 14
    assert not {"\x00", "\x1b", "\u202e"} & set(seen.text)
    assert (seen.tags.count("style"), seen.tags.count("h1"), seen.tags.count("main")) == (1, 1, 1)


def test_a_page_is_whole_by_itself_and_has_what_is_left_out_apart() -> None:
    row = Reject("f.csv", 7, "LEFT_OUT", "The row is not of this dataset.", "", "a,b")
    report = Report(
        "x", ["f.csv"], rows=3, accepted=1, left_out=2, reasons=[Reason(row, 2)], reject_counts={"LEFT_OUT": 2}
    )
    text = page(report)
    assert "http:" not in text
    assert "https:" not in text
    assert "url(" not in text
    assert 'lang="en"' in text
    assert "<h2>Left out</h2>" in text
    assert "<h2>Rejected</h2>" not in text
    assert "f.csv, line 7, and 1 other row:" in text


def test_what_is_left_out_is_not_told_as_rejected() -> None:
    aside, wrong = (Reject("f.csv", line, code, "Why.", "", "") for line, code in ((2, "LEFT_OUT"), (3, "BAD_DATE")))
    both = Report(
        "x", ["f.csv"], rows=3, accepted=1, left_out=1, rejected=1, rejects=[aside, wrong],
        reject_counts={"LEFT_OUT": 1, "BAD_DATE": 1}, reject_file=Path("r.csv"),
    )  # fmt: skip
    assert both.at_fault == [wrong]
    assert {"Rejected: BAD_DATE 1.", "The rejected rows, with reasons: r.csv"} <= set(both.lines())
    only = Report("x", ["f.csv"], rows=2, accepted=1, left_out=1, rejects=[aside], reject_file=Path("r.csv"))
    assert "The rows left out, with reasons: r.csv" in only.lines()
    assert not any("ejected:" in line or "rejected rows" in line for line in only.lines())


def test_a_page_of_files_for_another_says_that_nothing_is_changed() -> None:
    seen = Seen(page(Report("x", ["f.csv"], created=1, script=Path("out/import.sh"))))
    assert "Nothing is changed yet. Run out/import.sh." in seen.text
    assert "Loaded." not in seen.text


def test_a_report_has_a_name_and_a_folder(tmp_path: Path) -> None:
    assert checked(tmp_path / "r.html")
    with pytest.raises(BadInput, match=r"ends in \.html or \.json"):
        checked(tmp_path / "r.txt")
    with pytest.raises(BadInput, match="no folder"):
        checked(tmp_path / "nowhere" / "r.json")
