"""The facts of the starter dataset: that its files are in order, and that all of them are in the graph after a load.

The graph is read by `py2neo`, a client that shares no code with the loader; what a file's name and columns mean is
written down here once more.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import py2neo
import pytest

from kb.engine import Server
from kb.graph import Graph
from kb.status import read

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

FOLDER = Path(__file__).parents[2] / "kb" / "loaders" / "starter"
ARTICLE = "eccp-news-the-launch-of-the-smart-specialisation-platform"
CONFIDENCES = {"READ", "INFERRED", "GENERAL_KNOWLEDGE"}

LEAST = {
    "regions": 2000,
    "clusters": 490,
    "clusters.clusterPartnerships": 800,
    "clusterPartnerships": 180,
    "priorities": 1450,
    "strategies": 190,
    "partnerships": 32,
    "partnerships.regions": 215,
    "facilities": 170,
    "pipelineProjects": 40,
    "directoratesGeneral": 35,
    "people": 50,
    "sources": 500,
}

# The label of the nodes of a file. Each file is of one kind: of its nodes or, with a second word, of their links.
KINDS = {
    "calls": "Call",
    "claims": "Claim",
    "clusterPartnerships": "ClusterPartnership",
    "clusters": "Cluster",
    "directoratesGeneral": "DirectorateGeneral",
    "events": "Event",
    "facilities": "Facility",
    "funds": "Fund",
    "organisations": "Organisation",
    "partnerships": "Partnership",
    "people": "Person",
    "platforms": "Platform",
    "priorities": "Priority",
    "programmes": "Programme",
    "projects": "Project",
    "publications": "Publication",
    "regions": "Region",
    "sources": "Source",
    "strategies": "Strategy",
    "technologies": "Technology",
    "thematicObjectives": "ThematicObjective",
    "tools": "Tool",
    "topics": "Topic",
}
# The type of the links of a file or a column, and the kind at their end; without one, each cell names its kind.
LINKS = {
    "calls.issuers": "ISSUED_BY",
    "calls.programmes": "CALL_OF Programme",
    "calls.selected": "SELECTED",
    "claims.about": "ABOUT",
    "clusterPartnerships.partnerships": "LINKED_TO Partnership",
    "clusterPartnerships.programme": "RUN_UNDER Programme",
    "clusters.clusterPartnerships": "MEMBER_OF ClusterPartnership",
    "clusters.region": "LOCATED_IN Region",
    "clusters.technologies": "ACTIVE_IN Technology",
    "events.exhibitors": "HAD_EXHIBITOR",
    "events.launched": "LAUNCHED",
    "events.organisers": "ORGANISED_BY",
    "events.participants": "HAD_PARTICIPANT",
    "events.region": "HELD_IN Region",
    "events.speakers": "HAD_SPEAKER Person",
    "events.topics": "DISCUSSED Topic",
    "facilities.host": "RUN_BY Organisation",
    "facilities.regions": "STANDS_IN Region",
    "facilities.technologies": "SERVES Technology",
    "funds.managers": "MANAGED_BY",
    "funds.objectives": "ELIGIBLE_FOR ThematicObjective",
    "funds.partOf": "PART_OF_FUND Fund",
    "organisations.region": "BASED_IN Region",
    "partnerships.pilotOf": "PILOT_OF Platform",
    "partnerships.platform": "ON_PLATFORM Platform",
    "partnerships.regions": "TAKES_PART_IN Region",
    "partnerships.technologies": "WORKS_ON Technology",
    "people.positions": "HOLDS_POSITION_AT",
    "platforms.hosts": "HOSTED_BY",
    "platforms.members": "MEMBER_OF_PLATFORM Region",
    "platforms.parent": "PART_OF_PLATFORM Platform",
    "platforms.partners": "SUPPORTED_BY DirectorateGeneral",
    "platforms.topics": "ABOUT_TOPIC Topic",
    "priorities.strategy": "SET_BY Strategy",
    "priorities.technologies": "DRAWS_ON Technology",
    "programmes.funds": "FUNDED_BY Fund",
    "projects.funds": "FINANCED_BY Fund",
    "projects.organisations": "CARRIED_OUT_BY Organisation",
    "projects.partnership": "PROJECT_OF Partnership",
    "projects.regions": "INVOLVES Region",
    "projects.technologies": "APPLIES Technology",
    "publications.makers": "MADE_BY",
    "publications.topics": "SPEAKS_OF Topic",
    "strategies.region": "OF_REGION Region",
    "tools.operators": "OPERATED_BY",
}
# Links that lead to what the row is about: a region takes part in a partnership, and the row is the partnership's.
INWARDS = {"MEMBER_OF_PLATFORM", "TAKES_PART_IN"}
LISTS = {"sources", "periods", "stages", "otherNames"}
NUMBERS = {"number", "costEur", "trlFrom", "trlTo"}
BOOLEANS = {"ket", "advanced", "pipeline", "erdfKeyPriority"}

Row = dict[str, str]
Properties = dict[str, Any]
Run = Callable[..., list[Any]]


def rows(name: str) -> list[Row]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.iterdir())


def node_files() -> list[str]:
    return [name for name in names() if "." not in name]


def value(column: str, cell: str) -> Any:
    """Give what a cell says."""
    if column in LISTS:
        return sorted(cell.split(";"))
    if column in NUMBERS:
        return float(cell)
    return cell == "true" if column in BOOLEANS else cell


def said(row: Row, apart: set[str]) -> Properties:
    """Give the properties a row says; an empty cell says nothing."""
    return {column: value(column, cell) for column, cell in row.items() if cell and column not in apart}


def stored(properties: Properties) -> Properties:
    """Give properties of the graph as a row would say them; the line it stands in is tested with `provenance`."""
    said = {name: each for name, each in properties.items() if each != [] and name != "origin"}
    return {name: sorted(each) if name in LISTS else each for name, each in said.items()}


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[py2neo.Graph]:
    graph = py2neo.Graph(server.uri, auth=(server.user, server.password), name=server.database)
    yield graph
    graph.service.connector.close()


@pytest.fixture
def run(starter: Graph, client: py2neo.Graph) -> Run:
    """Give a function that runs Cypher by py2neo."""
    return lambda cypher, **parameters: [list(each) for each in client.run(cypher, parameters)]


# The files


def test_the_files_are_those_of_the_model() -> None:
    files = set(names())
    assert {path.suffix for path in FOLDER.iterdir()} == {".csv"}
    assert {name for name in files if "." not in name} == set(KINDS)
    assert {name for name in files if "." in name} <= set(LINKS)


@pytest.mark.parametrize("name", names())
def test_a_file_is_well_formed(name: str) -> None:
    raw = (FOLDER / f"{name}.csv").read_bytes()
    text = raw.decode("utf-8")
    assert not text.startswith("\ufeff")
    assert "\r" not in text
    assert "\0" not in text
    assert text.endswith("\n")
    header, *lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert lines
    assert len(set(header)) == len(header)
    assert {"sources", "confidence"} <= set(header)
    for line in lines:
        assert len(line) == len(header), line
        assert all(cell == cell.strip() for cell in line), line
    assert len({tuple(line) for line in lines}) == len(lines)


@pytest.mark.parametrize("name", node_files())
def test_keys_are_unique(name: str) -> None:
    keys = [row["id"] for row in rows(name)]
    assert all(keys)
    assert [key for key, count in Counter(keys).items() if count > 1] == []


@pytest.mark.parametrize("name", names())
def test_every_row_names_known_sources_and_how_sure_it_is(name: str) -> None:
    known = {row["id"] for row in rows("sources")}
    for row in rows(name):
        assert row["confidence"] in CONFIDENCES, row
        assert row["sources"], row
        assert known.issuperset(row["sources"].split(";")), row


def test_a_source_has_an_address_or_says_why_not() -> None:
    for row in rows("sources"):
        assert row["name"], row
        assert row["url"].startswith(("https://", "http://")) or row["note"], row


# The counts


def test_the_counts_of_the_issue(starter: Graph) -> None:
    status = read(starter)
    counts = status["nodes"] | status["links"] | {"pipelineProjects": status["pipelineProjects"]}
    assert {name: counts[name] for name, least in LEAST.items() if counts[name] < least} == {}
    assert counts["funds"] + counts["programmes"] >= 60


def test_the_priorities_are_those_of_so_many_strategies(run: Run) -> None:
    priorities, strategies = run("MATCH (p:Priority)-[:SET_BY]->(s) RETURN count(DISTINCT p), count(DISTINCT s)")[0]
    assert priorities >= 1450
    assert strategies >= 190


def test_every_row_is_accepted_or_rejected(starter: Graph) -> None:
    (last,) = (each for each in read(starter)["loads"] if each["dataset"] == "starter")
    assert last["rows"] == sum(len(rows(name)) for name in names())
    assert last["accepted"] + last["rejected"] == last["rows"]
    assert last["rejects"] == []
    assert last["rejected"] == 0


# Nothing is lost, and nothing is there that no row says


@pytest.mark.parametrize("name", [name for name in node_files() if name not in ("regions", "sources")])
def test_the_nodes_of_a_file(run: Run, name: str) -> None:
    links = {column for column in rows(name)[0] if f"{name}.{column}" in LINKS}
    expected = {row["id"]: said(row, links) for row in rows(name)}
    found = {each["id"]: stored(each) for (each,) in run(f"MATCH (n:{KINDS[name]}) RETURN properties(n)")}
    assert different(expected, found) == {}


def test_the_sources(run: Run) -> None:
    expected = {row["id"]: said(row, set()) for row in rows("sources")}
    found = {each["id"]: stored(each) for (each,) in run("MATCH (n:Source) RETURN properties(n)")}
    loader, *others = sorted(found.keys() - expected.keys(), key=lambda each: found[each]["dataset"] != "starter")
    assert loader == "starter"
    assert {found[each]["dataset"] for each in others} == {"nuts", "similarity"}
    assert different(expected, {id: found[id] for id in expected if id in found}) == {}


def test_what_is_said_of_regions(run: Run) -> None:
    apart = {"id", "sources", "confidence"}  # of the list of regions, which brings them
    columns = rows("regions")[0].keys() - apart
    expected = {row["id"]: said(row, apart) for row in rows("regions")}
    found = {each["id"]: stored(each) for (each,) in run("MATCH (n:Region) RETURN properties(n)")}
    for row in rows("regions"):
        assert set(row["sources"].split(";")) < set(found[row["id"]]["sources"]), row
    here = {id: {name: each for name, each in region.items() if name in columns} for id, region in found.items()}
    assert different({id: {} for id in found} | expected, here) == {}


def different(expected: dict[str, Properties], found: dict[str, Properties]) -> dict[str, Any]:
    return {
        id: (expected.get(id), found.get(id))
        for id in expected.keys() | found.keys()
        if expected.get(id) != found.get(id)
    }


def links_said(name: str) -> Iterator[tuple[str, str, Properties]]:
    """Give every link of that name a row says: who, to whom (`Kind:id`), and what of it."""
    kind = LINKS[name].partition(" ")[2]
    file, _, column = name.partition(".")

    def end(cell: str) -> str:
        return f"{kind}:{cell}" if kind else cell

    if name in names():
        for row in rows(name):
            yield row["this"], end(row["that"]), said(row, {"this", "that"})
    if column in rows(file)[0]:
        for row in rows(file):
            for cell in filter(None, row[column].split(";")):
                whose = {"sources": row["sources"], "confidence": row["confidence"]}
                yield row["id"], end(cell), said(whose, set())


@pytest.mark.parametrize("name", LINKS)
def test_the_links_of_a_file_or_a_column(run: Run, name: str) -> None:
    type_ = LINKS[name].partition(" ")[0]
    kind = KINDS[name.partition(".")[0]]
    arrow = f"<-[link:{type_}]-" if type_ in INWARDS else f"-[link:{type_}]->"
    found: dict[tuple[str, str], list[Properties]] = defaultdict(list)
    for this, label, that, properties in run(
        f"MATCH (this:{kind}){arrow}(that) RETURN this.id, labels(that)[0], that.id, properties(link)"
    ):
        properties.pop("key", None)
        found[this, f"{label}:{that}"].append(stored(properties))
    expected: dict[tuple[str, str], list[Properties]] = defaultdict(list)
    for this, that, properties in links_said(name):
        expected[this, that].append(properties)
    assert expected
    assert {ends: sorted(map(repr, map(ordered, each))) for ends, each in found.items()} == {
        ends: sorted(map(repr, map(ordered, each))) for ends, each in expected.items()
    }


def ordered(properties: Properties) -> list[tuple[str, Any]]:
    return sorted(properties.items())


def test_no_link_is_of_another_type(run: Run) -> None:
    types = {each.partition(" ")[0] for each in LINKS.values()}
    of_regions = {"PART_OF", "SUCCEEDED_BY", "SAME_TERRITORY", "WITHIN", "SIMILAR_TO"}
    assert {type_ for (type_,) in run("MATCH ()-[r]->() RETURN DISTINCT type(r)")} == types | of_regions


# What every fact has


def test_every_fact_has_sources_that_exist_and_says_how_sure_it_is(run: Run) -> None:
    known = {id for (id,) in run("MATCH (s:Source) RETURN s.id")}
    facts = run("MATCH (n) WHERE NOT n:Load AND NOT n:Migration RETURN labels(n)[0], n.id, n.sources, n.confidence")
    facts += run("MATCH (a)-[r]->(b) RETURN type(r), a.id + ' ' + b.id, r.sources, r.confidence")
    assert len(facts) > 20_000
    wrong = [fact for fact in facts if not fact[2] or not known.issuperset(fact[2]) or fact[3] not in CONFIDENCES]
    assert wrong == []


def test_no_address_or_telephone_number_of_a_person(run: Run) -> None:
    of_people = run("MATCH (p:Person) RETURN p.id, properties(p)")
    of_people += run("MATCH (p:Person)-[r]-() RETURN p.id, properties(r)")
    assert len(of_people) > 100
    for person, properties in of_people:
        assert not properties.keys() - {
            "id",
            "name",
            "role",
            "note",
            "sources",
            "confidence",
            "from",
            "to",
            "asOf",
            "key",
            "origin",
        }
        for name, text in properties.items():
            if name in ("id", "name", "role", "note"):
                assert not re.search(r"@|https?:|www\.|\bmail", text, re.IGNORECASE), (person, text)
                assert not re.search(r"\+\s?\d|\d[\d\s()/.-]{5,}\d|\b(tel|fax|phone|mobile)\b", text), (person, text)


def test_nothing_is_synthetic(run: Run) -> None:
    labels = {label for (label,) in run("MATCH (n) UNWIND labels(n) AS label RETURN DISTINCT label")}
    assert labels - {"Migration"} == {*KINDS.values(), "Load"}
    properties = {name for (name,) in run("MATCH (n) UNWIND keys(n) AS name RETURN DISTINCT name")}
    properties |= {name for (name,) in run("MATCH ()-[r]->() UNWIND keys(r) AS name RETURN DISTINCT name")}
    assert not {name for name in properties if "synthetic" in name.lower()}
    assert {each for (each,) in run("MATCH (s:Source) RETURN DISTINCT s.dataset")} == {"nuts", "starter", "similarity"}
    assert run("MATCH (s:Source) WHERE s.id STARTS WITH 'synthetic' RETURN s.id") == []


# The event the knowledge base began with

CONFERENCE = "(:Event {id: 'smart-regions-2016'})"
GUIDE = "(:Publication {id: 'smart-guide-to-cluster-policy'})"
PLATFORM = "(:Platform {id: 'S3P-INDUSTRY'})"
NEWS = "(:Publication {id: 'eccp-article-launch-of-s3p-industry'})"

EVENT = {
    "its days": "(:Event {id: 'smart-regions-2016', start: '2016-06-01', end: '2016-06-02'})",
    "its city": "(:Event {id: 'smart-regions-2016', city: 'Brussels'})",
    "where it was": f"{CONFERENCE}-[:HELD_IN]->(:Region {{id: 'BE10'}})",
    "its organiser": f"{CONFERENCE}-[:ORGANISED_BY]->(:DirectorateGeneral {{id: 'REGIO'}})",
    "the platform launched": f"{CONFERENCE}-[:LAUNCHED]->{PLATFORM}",
    "the platform's host": f"{PLATFORM}-[:HOSTED_BY]->(:DirectorateGeneral {{id: 'JRC'}})",
    "the platform above it": f"{PLATFORM}-[:PART_OF_PLATFORM]->(:Platform {{id: 'S3P'}})-[:HOSTED_BY]->({{id: 'JRC'}})",
    "DG REGIO supports it": f"{PLATFORM}-[:SUPPORTED_BY]->(:DirectorateGeneral {{id: 'REGIO'}})",
    "DG GROW supports it": f"{PLATFORM}-[:SUPPORTED_BY]->(:DirectorateGeneral {{id: 'GROW'}})",
    "matching by KETs": f"{PLATFORM}-[:ABOUT_TOPIC]->(:Topic {{id: 'key-enabling-technologies'}})",
    "matching by service innovation": f"{PLATFORM}-[:ABOUT_TOPIC]->(:Topic {{id: 'service-innovation'}})",
    "matching by resource efficiency": f"{PLATFORM}-[:ABOUT_TOPIC]->(:Topic {{id: 'resource-efficiency'}})",
    "its pipeline": f"{PLATFORM}<-[:ON_PLATFORM]-(:Partnership)<-[:PROJECT_OF]-(:Project {{pipeline: true}})",
    "the Smart Guide": f"{CONFERENCE}-[:LAUNCHED]->{GUIDE}",
    "the Guide by DG GROW": f"{GUIDE}-[:MADE_BY]->(:DirectorateGeneral {{id: 'GROW'}})",
    "the Guide with DG REGIO": f"{GUIDE}-[:MADE_BY]->(:DirectorateGeneral {{id: 'REGIO'}})",
    "the Guide in the Observatory": f"{GUIDE}-[:MADE_BY]->(:Organisation {{id: 'european-cluster-observatory'}})",
    "the series": "(:Publication {id: 'smart-guide-to-cluster-policy', series: 'Commission guidebook series'})",
    "the partnering tool": f"{CONFERENCE}-[:LAUNCHED]->(:Tool {{id: 'eccp-partnering-tool'}})",
    "the tool's operator": "(:Tool {id: 'eccp-partnering-tool'})-[:OPERATED_BY]->(:Organisation {id: 'ECCP'})",
    "the call ESCP-S3": f"{CONFERENCE}-[:LAUNCHED]->(:Call {{id: 'escp-s3-expression-of-interest'}})",
    "the call's programme": "(:Call {id: 'escp-s3-expression-of-interest'})-[:CALL_OF]->(:Programme {id: 'ESCP-S3'})",
    "the call's issuer": "(:Call {id: 'escp-s3-expression-of-interest'})-[:ISSUED_BY]->({id: 'GROW'})",
    "Centro": f"{CONFERENCE}-[:HAD_EXHIBITOR]->(:Region {{id: 'PT16', name: 'Centro (PT)'}})",
    "Interreg Europe": f"{CONFERENCE}-[:HAD_EXHIBITOR]->(:Organisation {{id: 'interreg-europe'}})",
    "Interreg Europe named": f"{CONFERENCE}-[:HAD_PARTICIPANT]->(:Organisation {{id: 'interreg-europe'}})",
    "the Policy Learning Platform": f"{CONFERENCE}-[:HAD_PARTICIPANT]->({{id: 'policy-learning-platform'}})",
    "ERRIN": f"{CONFERENCE}-[:HAD_EXHIBITOR]->(:Organisation {{id: 'ERRIN'}})",
    "ERRIN named": f"{CONFERENCE}-[:HAD_PARTICIPANT]->(:Organisation {{id: 'ERRIN'}})",
    "global value chains": f"{CONFERENCE}-[:DISCUSSED]->(:Topic {{id: 'global-value-chains'}})",
    "the smart growth money is of the ESI Funds": "(:Fund {id: 'SMART'})-[:PART_OF_FUND]->(:Fund {id: 'ESIF'})",
    "the article": f"{NEWS}-[:MADE_BY]->(:Organisation {{id: 'ECCP'}})",
    "the article's day": "(:Publication {id: 'eccp-article-launch-of-s3p-industry', published: '2016-06-03'})",
}


@pytest.mark.parametrize("pattern", EVENT.values(), ids=EVENT.keys())
def test_what_the_article_on_the_event_names(run: Run, pattern: str) -> None:
    assert run(f"RETURN EXISTS {{ {pattern} }}") == [[True]]


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("Dominique Foray", "École Polytechnique Fédérale de Lausanne (EPFL)"),
        ("Kevin Morgan", "Cardiff University"),
        ("Slavo Radosevic", "University College London (UCL)"),
        ("Corina Creţu", "European Commission"),
        ("Elżbieta Bieńkowska", "European Commission"),
    ],
)
def test_who_spoke_or_was_quoted(run: Run, name: str, where: str) -> None:
    found = run(
        f"MATCH {CONFERENCE}-[spoke:HAD_SPEAKER]->(p:Person {{name: $name}})-[:HOLDS_POSITION_AT]->({{name: $where}})"
        " WHERE $article IN spoke.sources RETURN p.role",
        name=name,
        where=where,
        article=ARTICLE,
    )
    assert found, name


@pytest.mark.parametrize(
    "topic", ["energy-transition", "digital-growth", "circular-economy", "agro-food", "industrial-modernisation"]
)
def test_the_priority_areas(run: Run, topic: str) -> None:
    for about in (f"{CONFERENCE}-[link:DISCUSSED]->", f"{NEWS}-[link:SPEAKS_OF]->"):
        found = run(f"MATCH {about}(:Topic {{id: $topic}}) RETURN link.sources", topic=topic)
        assert [ARTICLE in sources for (sources,) in found] == [True]


@pytest.mark.parametrize(
    ("attribute", "value", "number"),
    [
        ("ESI Funds for smart growth", "over 120 billion EUR", 120e9),
        ("S3 strategies in the EU", "some 120", 120),
        ("regions exhibiting", "30+", 30),
        ("Directorates-General that supported it", "Commissioners and senior representatives of 5 European DGs", 5),
    ],
)
def test_the_figures_of_the_article_are_claims(run: Run, attribute: str, value: str, number: float) -> None:
    found = run(
        f"MATCH (c:Claim {{attribute: $attribute, value: $value}})-[:ABOUT]->{CONFERENCE} RETURN c.number, c.sources",
        attribute=attribute,
        value=value,
    )
    assert found == [[number, [ARTICLE]]]


def test_both_numbers_of_participants_are_kept_with_their_sources(run: Run) -> None:
    found = run(
        f"MATCH (c:Claim {{attribute: 'participants'}})-[:ABOUT]->{CONFERENCE} RETURN c.value, c.number, c.sources"
    )
    claims = {text: (number, sources) for text, number, sources in found}
    assert {text: number for text, (number, _) in claims.items()} == {"300+": 300, "636": 636}
    assert claims["300+"][1] == [ARTICLE]
    assert claims["636"][1] == ["urenio-watch-smart-regions-conference-8-jun-2016"]


def test_the_guide_and_the_platform_are_described(run: Run) -> None:
    (guide,) = run("MATCH (p:Publication {id: 'smart-guide-to-cluster-policy'}) RETURN p.description")[0]
    assert "eight dos and don'ts" in guide
    assert "four Smart Cluster Stories" in guide
    (platform,) = run("MATCH (p:Platform {id: 'S3P-INDUSTRY'}) RETURN p.description")[0]
    for words in ("investment pipeline of mature projects", "tailored advice", "business and research communities"):
        assert words in platform


@pytest.mark.parametrize("type_", ["testing facility", "pilot plant", "data centre", "fab lab"])
def test_the_infrastructure_the_article_names(run: Run, type_: str) -> None:
    assert run("MATCH (f:Facility {type: $type})-[:STANDS_IN]->(:Region) RETURN count(f) > 5", type=type_) == [[True]]
