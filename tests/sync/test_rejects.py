"""Every reason for which a row is rejected, with its line, its text and a hint; and no personal data kept."""

from __future__ import annotations

import csv
from collections.abc import Callable

import pytest

from kb.graph import Graph
from kb.loaders.rejects import masked, personal_data
from kb.sync.report import Report

Tables = dict[str, str]

SOURCES = "id,name,retrieved\npage,A page,\n"
GOOD = "id,name,sources,confidence\ngood,Good,page,READ\n"


def rows(header: str, *lines: str) -> str:
    return "\n".join((header, *lines)) + "\n"


CLUSTERS = "id,name,region,technologies,sources,confidence"
EVENTS = "id,name,start,sources,confidence"
FACILITIES = "id,name,trlFrom,point,sources,confidence"
PROJECTS = "id,name,pipeline,stages,costEur,sources,confidence"
MEMBERS = "this,that,role,asOf,sources,confidence"
PEOPLE = "id,name,role,sources,confidence"
POSITIONS = "this,that,note,sources,confidence"

CASES = [
    ("clusters", CLUSTERS, ",Nameless,,,page,READ", "MISSING_VALUE", "id is missing"),
    ("clusters", CLUSTERS, "x, ,,,page,READ", "MISSING_VALUE", "name is missing"),
    ("clusters", CLUSTERS, "x,X,,,,READ", "MISSING_VALUE", "sources is missing"),
    ("clusters", CLUSTERS, " x,X,,,page,READ", "BAD_KEY", "' x' is no key"),
    ("clusters", CLUSTERS, "x:1,X,,,page,READ", "BAD_KEY", "'x:1' is no key"),
    ("clusters", CLUSTERS, f"{'x' * 201},X,,,page,READ", "BAD_KEY", "is no key"),
    ("clusters", CLUSTERS, "x,X,,,page,PERHAPS", "BAD_CHOICE", "'PERHAPS' is not allowed"),
    ("clusters", CLUSTERS, "x,X,,,pages,READ", "UNKNOWN_SOURCE", "Unknown source pages"),
    ("clusters", CLUSTERS, "x,X,ITC4,,page,READ", "UNKNOWN_TARGET", "Unknown Region ITC4"),
    ("clusters", CLUSTERS, "x,X,,PHOTO,page,READ", "UNKNOWN_TARGET", "Unknown Technology PHOTO"),
    ("clusters", CLUSTERS, "x,X,,PHO;PHO,page,READ", "DUPLICATE_LINK", "technologies Technology PHO twice"),
    ("clusters", CLUSTERS, "good,Again,,,page,READ", "DUPLICATE_KEY", "Cluster good, first seen in line 2"),
    ("clusters", CLUSTERS, "x,X,,page,READ", "RAGGED_ROW", "5 cells, the file 6 columns"),
    ("clusters", CLUSTERS, 'x,"X" y,,,page,READ', "BROKEN_QUOTES", "do not match"),
    ("clusters", CLUSTERS, "x,X\0,,,page,READ", "BAD_CHARACTER", "NUL byte"),
    ("clusters", CLUSTERS, f"x,{'X' * 100_001},,,page,READ", "TOO_LONG", "longer than 100,000"),
    ("clusters", CLUSTERS, f"x,{'X' * 140_000},,,page,READ", "TOO_LONG", "longer than 100,000"),
    ("events", EVENTS, "x,X,1 June 2016,page,READ", "BAD_DATE", "'1 June 2016' is no date"),
    ("events", EVENTS, "x,X,2016-02-30,page,READ", "BAD_DATE", "'2016-02-30' is no date"),
    ("events", EVENTS, "x,X,2016-13,page,READ", "BAD_DATE", "'2016-13' is no date"),
    ("sources", SOURCES.splitlines()[0], "x,X,2016", "BAD_DATE", "'2016' is no day"),
    ("facilities", FACILITIES, "x,X,4.5,,page,READ", "BAD_NUMBER", "'4.5' is no whole number"),
    ("facilities", FACILITIES, "x,X,99999999999999999999,,page,READ", "BAD_NUMBER", "no whole number"),
    ("facilities", FACILITIES, 'x,X,,"91,5",page,READ', "BAD_POINT", "no place on earth"),
    ("facilities", FACILITIES, "x,X,,45,page,READ", "BAD_POINT", "'45' is no point"),
    ("projects", PROJECTS, "x,X,yes,,,page,READ", "BAD_BOOLEAN", "'yes' is neither true nor false"),
    ("projects", PROJECTS, "x,X,true,LEARN;TEACH,,page,READ", "BAD_CHOICE", "'TEACH' is not allowed"),
    ("projects", PROJECTS, "x,X,true,,inf,page,READ", "BAD_NUMBER", "'inf' is no number"),
    ("projects", PROJECTS, 'x,X,true,,"1,5",page,READ', "BAD_NUMBER", "'1,5' is no number"),
    ("people.positions", POSITIONS, "good,REGIO,,page,READ", "BAD_TARGET", "does not say what kind"),
    ("people.positions", POSITIONS, "good,Cluster:good,,page,READ", "BAD_TARGET", "does not say what kind"),
    ("people.positions", POSITIONS, "good,Region:ITC4,,page,READ", "UNKNOWN_TARGET", "Unknown Region ITC4"),
    ("people.positions", POSITIONS, "nobody,Organisation:good,,page,READ", "UNKNOWN_TARGET", "Unknown Person nobody"),
    ("people.positions", POSITIONS, "good,Organisation:good,a@b.eu,page,READ", "PERSONAL_DATA", "e-mail address"),
    ("people", PEOPLE, "x,X,Head (jane.doe@example.org),page,READ", "PERSONAL_DATA", "an e-mail address"),
    ("people", PEOPLE, "x,X,Head +32 2 299 11 11,page,READ", "PERSONAL_DATA", "a telephone number"),
    ("priorities", "id,name,period,sources,confidence", "x,X,2014-2020,page,READ", "MISSING_LINK", "no strategy"),
]


@pytest.mark.parametrize(("table", "header", "line", "code", "reason"), CASES, ids=[f"{c[3]}-{c[0]}" for c in CASES])
def test_a_bad_row_is_rejected_with_its_line_and_the_rest_loads(
    table: str, header: str, line: str, code: str, reason: str, load_tidy: Callable[..., Report]
) -> None:
    tables = {
        "sources": SOURCES,
        "technologies": "id,name,ket,advanced,sources,confidence\nPHO,Photonics,true,true,page,READ\n",
        "organisations": GOOD,
        "people": GOOD,
        "clusters": GOOD,
    }
    good = "good,Good" + "," * (header.count(",") - 2) + "page,READ"
    if table == "people.positions":
        tables[table] = rows(header, line)
    elif table == "sources":
        tables[table] = SOURCES + line + "\n"
    elif table in tables:
        tables[table] = rows(header, good, line)
    else:
        tables[table] = rows(header, line)
    report = load_tidy(tables)
    [reject] = report.rejects
    assert (reject.file, reject.line) == (f"{table}.csv", tables[table].count("\n"))
    assert (reject.code, reject.raw) == (code, masked(line))
    assert reason in reject.reason
    assert reject.hint
    assert report.accepted == report.rows - 1


def test_links_fall_with_the_nodes_they_name_and_nodes_with_the_links_they_need(
    graph: Graph, load_tidy: Callable[..., Report]
) -> None:
    report = load_tidy({
        "sources": SOURCES,
        "strategies": "id,name,period,sources,confidence\ns,S,2014-2020,page,READ\nt,T,,page,READ\n",
        "priorities": rows("id,name,period,sources,confidence", "p,P,2014-2020,page,READ", "q,Q,2014-2020,page,READ"),
        "priorities.strategy": rows("this,that,sources,confidence", "p,s,page,READ", "q,t,page,READ"),
    })  # fmt: skip
    assert [(each.file, each.line, each.code, each.reason) for each in report.rejects] == [
        ("strategies.csv", 3, "MISSING_VALUE", "period is missing."),
        ("priorities.csv", 3, "MISSING_LINK", "Priority q has no strategy."),
        ("priorities.strategy.csv", 3, "UNKNOWN_TARGET", "Unknown Strategy t."),
    ]
    assert graph.read("MATCH (p:Priority)-[:SET_BY]->(s) RETURN p.id, s.id") == [["p", "s"]]


def test_a_likely_name_is_suggested(load_tidy: Callable[..., Report]) -> None:
    tables = {"sources": SOURCES, "clusters": GOOD, "clusterPartnerships": GOOD.replace("good", "SPACE-4-ALL")}
    tables["clusters.clusterPartnerships"] = rows(MEMBERS, "good,SPACE4ALL,,,page,READ")
    assert load_tidy(tables).rejects[0].hint == "Did you mean SPACE-4-ALL?"


def test_one_link_said_twice_in_a_file_is_a_duplicate_and_otherwise_in_another_differs(
    graph: Graph, load_tidy: Callable[..., Report]
) -> None:
    technologies = "id,name,ket,advanced,sources,confidence\nPHO,Photonics,true,true,page,READ\n"
    report = load_tidy({
        "sources": SOURCES + "book,A book,\n",
        "technologies": technologies,
        "clusters": "id,name,technologies,sources,confidence\na,A,PHO,page,READ\nb,B,PHO,page,READ\nc,C,,page,READ\n",
        "clusters.technologies": rows(
            "this,that,basis,sources,confidence",
            "a,PHO,,book,READ",
            "b,PHO,said so,book,READ",
            "c,PHO,,book,READ",
            "c,PHO,,page,READ",
        ),
    })  # fmt: skip
    assert [(each.line, each.code) for each in report.rejects] == [(3, "DIFFERS"), (5, "DUPLICATE_LINK")]
    sources = graph.read("MATCH (c:Cluster)-[r:ACTIVE_IN]->() RETURN c.id, r.sources ORDER BY c.id")
    assert sources == [["a", ["book", "page"]], ["b", ["page"]], ["c", ["book"]]]


def test_a_relation_to_one_cannot_lead_to_two(load_tidy: Callable[..., Report]) -> None:
    report = load_tidy({
        "sources": SOURCES,
        "sectors": "id,name,parent,sources,confidence\nA,A,,page,READ\nB,B,,page,READ\nA1,A1,A,page,READ\n",
        "sectors.parent": rows("this,that,sources,confidence", "A1,B,page,READ"),
    })  # fmt: skip
    [reject] = report.rejects
    assert (reject.code, reject.reason) == ("SECOND_VALUE", "Sector A1 leads to A by `parent` already.")


def test_the_reject_file_has_the_rows_and_no_personal_data(load_tidy: Callable[..., Report]) -> None:
    people = rows(
        PEOPLE, '"x","X, Y","jane.doe@example.org, +32 2 299 11 11",page,READ', "y,Y,two", "z,Z,Chair,page,READ"
    )
    report = load_tidy({"sources": SOURCES, "people": people})
    assert report.reject_file is not None
    text = report.reject_file.read_text(encoding="utf-8")
    assert "jane" not in text
    assert "299" not in text
    first, second = csv.DictReader(text.splitlines())
    assert first["raw"] == '"x","X, Y","[e-mail address], [telephone number]",page,READ'
    assert (second["file"], second["line"], second["code"]) == ("people.csv", "3", "RAGGED_ROW")


def test_a_row_over_several_lines_has_the_number_of_its_first(load_tidy: Callable[..., Report]) -> None:
    table = 'id,name,note,sources,confidence\na,A,"one\ntwo",page,READ\n\nb,,"three\nfour",page,READ\n'
    [reject] = load_tidy({"sources": SOURCES, "clusters": table}).rejects
    assert (reject.line, reject.raw) == (5, 'b,,"three\nfour",page,READ')


@pytest.mark.parametrize(
    "text",
    [
        "jane.doe@example.org",
        "jane (at) example.org",
        "+32 2 299 11 11",
        "0032-2-2991111",
        "Tel. 22 99 11",
        "02 299 11 11",
    ],
)
def test_personal_data_is_seen(text: str) -> None:
    assert personal_data(f"Head of unit, {text}, Brussels")
    assert text not in masked(f"Head of unit, {text}, Brussels")


@pytest.mark.parametrize(
    "text",
    ["Commissioner 2014-2019", "EUR 120 000 000 000", "since 01-02-2016", "ORCID 0000-0002-1825-0097", "2016-06-01",
     "+44 per cent", "0.12 345 678", "ESI Funds 2014-2020, 11 objectives", "Regulation (EU) No 1303/2013"],
)  # fmt: skip
def test_other_numbers_are_not_taken_for_personal_data(text: str) -> None:
    assert personal_data(text) is None
