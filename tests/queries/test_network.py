"""The network of regions, held against networkx and plain sets over the facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from itertools import combinations
from typing import Any

import networkx as nx
import pytest

from kb.graph import Graph
from tests.queries.conftest import RANKS, Given, Words, current, ids, root

Ask = Callable[..., Any]
Asking = Callable[[Graph], Ask]


def firsts(graph: Graph) -> dict[str, str]:
    """Give, for each code, the first code of its territory."""
    same: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in graph.read("MATCH (a:Region)-[:SAME_TERRITORY]->(b:Region) RETURN a.id, b.id"):
        same[one].add(other)
    return {code: min(codes) for code, codes in same.items()}


def around(graph: Graph) -> dict[str, set[str]]:
    """Give, for each region by its first code, the regions it lies in, itself included."""
    first = firsts(graph)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in graph.read("MATCH (a:Region)-[:WITHIN]->(b:Region) RETURN a.id, b.id"):
        found[first[one]].add(first[other])
    return found


def seats(graph: Graph) -> dict[str, str]:
    """Give, for each code, the region that clusters there count for, step by step as the rule is told."""
    first, levels = firsts(graph), dict(graph.read("MATCH (r:Region) RETURN r.id, r.level"))
    taking = {
        first[region]
        for region, said in graph.read("MATCH (r:Region)-[t:TAKES_PART_IN]->() RETURN r.id, t {.from, .to}")
        if current(said)
    }
    countries = {first[code] for code, level in levels.items() if level == 0}
    lies: defaultdict[str, list[str]] = defaultdict(list)
    for one, other in graph.read("MATCH (a:Region)-[:WITHIN]->(b:Region) RETURN a.id, b.id ORDER BY b.id"):
        lies[one].append(other)
    found = {}
    for code in levels:
        outwards = sorted(lies[code], key=lambda each: -levels[each])
        near = [each for each in outwards if first[each] in taking - countries]
        basic = [each for each in outwards if levels[each] == 2]
        found[code] = first[[*near, *basic, code][0]]
    return found


def parts(graph: Graph, over: str, platform: str | None = None) -> dict[str, set[tuple[str, str]]]:
    """Give who takes part in every partnership: the region and the place it does by, as first codes."""
    first, seat = firsts(graph), seats(graph)
    found: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    if over != "CLUSTER_PARTNERSHIPS":
        read = graph.read("MATCH (r:Region)-[t:TAKES_PART_IN]->(p) RETURN r.id, p.id, t {.from, .to}")
        for region, group, said in read:
            if current(said):
                found[group].add((first[region], first[region]))
    if over != "PARTNERSHIPS":
        sits = dict(graph.read("MATCH (c:Cluster)-[:LOCATED_IN]->(r:Region) RETURN c.id, r.id"))
        for cluster, group, said in graph.read(
            "MATCH (c:Cluster)-[m:MEMBER_OF]->(p) RETURN c.id, p.id, m {.from, .to}"
        ):
            if cluster in sits and current(said):
                found[group].add((seat[sits[cluster]], first[sits[cluster]]))
    if platform:
        on = {
            *map(tuple, graph.read("MATCH (p:Partnership)-[:ON_PLATFORM|PILOT_OF]->(o) RETURN p.id, o.id")),
            *map(tuple, graph.read(
                "MATCH (c:ClusterPartnership)-[:LINKED_TO]->()-[:ON_PLATFORM|PILOT_OF]->(o) RETURN c.id, o.id"
            )),
        }  # fmt: skip
        return {group: members for group, members in found.items() if (group, platform) in on}
    return found


def groups(graph: Graph, over: str, platform: str | None = None, without: Collection[str] = ()) -> dict[str, set[str]]:
    """Give the members of every partnership, by first codes, without those that take part by some places."""
    found = parts(graph, over, platform)
    return {group: {region for region, place in each if place not in without} for group, each in found.items()}


def linked(members: dict[str, set[str]], around: dict[str, set[str]]) -> nx.Graph[str]:
    graph: nx.Graph[str] = nx.Graph()
    for each in members.values():
        graph.add_nodes_from(each)
        for one, other in combinations(sorted(each), 2):
            if one not in around[other] and other not in around[one]:
                shared = graph.get_edge_data(one, other, {"shared": 0})["shared"]
                graph.add_edge(one, other, shared=shared + 1)
    return graph


def reach(graph: nx.Graph[str], around: dict[str, set[str]], without: str, cut: bool) -> int:
    """Give how many pairs of regions other than one, neither in the other, can reach each other, by it or without."""
    rest = graph.subgraph(set(graph) - {without}) if cut else graph
    total = 0
    for each in nx.connected_components(rest):
        others = each - {without}
        nested = sum(len(around[one] & others - {one}) for one in others)
        total += len(others) * (len(others) - 1) // 2 - nested
    return total


OVER = ["PARTNERSHIPS", "CLUSTER_PARTNERSHIPS", "BOTH"]


@pytest.mark.parametrize("over", OVER)
def test_brokers_are_as_networkx_has_them(starter: Graph, asking: Asking, over: str) -> None:
    answer = asking(starter)(
        f"{{ brokers(over: {over}, first: 1000) {{ nodes {{ region {{ id }} betweenness closeness neighbours pairsCut"
        " groups { id } } } }"
    )
    found = {each["region"]["id"]: each for each in answer["brokers"]["nodes"]}
    members, lies = groups(starter, over), around(starter)
    graph = linked(members, lies)
    between, close = nx.betweenness_centrality(graph), nx.closeness_centrality(graph)
    assert found.keys() == set(graph)
    for region, row in found.items():
        assert row["betweenness"] == pytest.approx(between[region], abs=1e-6)
        assert row["closeness"] == pytest.approx(close[region], abs=1e-6)
        assert row["neighbours"] == graph.degree(region)
        assert {each["id"] for each in row["groups"]} == {id for id, each in members.items() if region in each}
        assert row["pairsCut"] == reach(graph, lies, region, False) - reach(graph, lies, region, True)
    order = [(-each["betweenness"], -each["neighbours"], each["region"]["id"]) for each in answer["brokers"]["nodes"]]
    assert order == sorted(order)


def test_a_platform_is_a_network_of_its_own(starter: Graph, asking: Asking) -> None:
    platforms = {id for (id,) in starter.read("MATCH (o:Platform)<-[:ON_PLATFORM|PILOT_OF]-() RETURN DISTINCT o.id")}
    assert platforms
    for platform in sorted(platforms):
        answer = asking(starter)(
            f'{{ brokers(platform: "{platform}", first: 1000) {{ nodes {{ region {{ id }} }} }} }}'
        )
        named = {each["region"]["id"] for each in answer["brokers"]["nodes"]}
        assert named == set().union(*groups(starter, "BOTH", platform).values())


@pytest.mark.parametrize("over", OVER)
def test_communities_part_the_network(starter: Graph, asking: Asking, over: str) -> None:
    answer = asking(starter)(
        f"{{ communities(over: {over}, first: 1000) {{ nodes {{ number size inside modularity regions {{ id country }}"
        " countries { country regions share } } } }"
    )
    rows = answer["communities"]["nodes"]
    graph = linked(groups(starter, over), around(starter))
    parts = [{each["id"] for each in row["regions"]} for row in rows]
    assert sorted(id for part in parts for id in part) == sorted(graph)
    assert [row["number"] for row in rows] == list(range(1, len(rows) + 1))
    assert [row["size"] for row in rows] == sorted(map(len, parts), reverse=True)
    total = sum(n for *_, n in graph.edges(data="shared"))
    within = [sum(n for one, other, n in graph.edges(data="shared") if {one, other} <= part) for part in parts]
    weighted = [sum(n for id in part for *_, n in graph.edges(id, data="shared")) for part in parts]
    modularity = sum(n / total - (d / (2 * total)) ** 2 for n, d in zip(within, weighted, strict=True))
    assert all(row["modularity"] == pytest.approx(modularity, abs=1e-6) for row in rows)
    assert modularity > 0.1
    for row, part, inside, ends in zip(rows, parts, within, weighted, strict=True):
        assert row["inside"] == (pytest.approx(inside / (ends - inside), abs=1e-6) if ends else None)
        assert sum(each["regions"] for each in row["countries"]) == len(part)
        for each in row["countries"]:
            assert each["regions"] == sum(one["country"] == each["country"] for one in row["regions"])
            assert each["share"] == round(each["regions"] / len(part), 4)


@pytest.mark.parametrize("gone", [["UKM", "UKL"], ["ITC4"], ["ES61", "FI1D7", "PT16"], ["ES"], ["ITC"], ["DEA2"]])
@pytest.mark.parametrize("hops", [1, 2])
def test_what_is_lost_without_regions(starter: Graph, asking: Asking, gone: list[str], hops: int) -> None:
    named = ", ".join(f'"{each}"' for each in gone)
    lost = asking(starter)(
        f"{{ whatIf(regions: [{named}], withinHops: {hops}) {{ regions {{ id }} leaderless {{ id }} pairsBefore"
        " pairsAfter pairs { one other } isolated { id } facilities { id } } }"
    )["whatIf"]
    first, lies = firsts(starter), around(starter)
    without = {each for each, outer in lies.items() if outer & {first[one] for one in gone}}
    assert {each["id"] for each in lost["regions"]} == without
    assert lost["pairsAfter"] < lost["pairsBefore"] or hops == 1 or gone == ["DEA2"]

    def near(graph: nx.Graph[str]) -> set[tuple[str, str]]:
        lengths = nx.all_pairs_shortest_path_length(graph, hops)
        found = {(one, other) for one, others in lengths for other in others if one < other}
        apart = {(one, other) for one, other in found if one not in lies[other] and other not in lies[one]}
        return {pair for pair in apart if not set(pair) & without}

    before = near(linked(groups(starter, "BOTH"), lies))
    after = near(linked(groups(starter, "BOTH", without=without), lies))
    assert (lost["pairsBefore"], lost["pairsAfter"]) == (len(before), len(after))
    assert [(each["one"], each["other"]) for each in lost["pairs"]] == sorted(before - after)[:100]
    alone = {each for pair in before - after for each in pair} - {each for pair in after for each in pair}
    assert {each["id"] for each in lost["isolated"]} == alone
    leads = starter.read("MATCH (r:Region)-[t:TAKES_PART_IN]->(p) WHERE t.to IS NULL RETURN p.id, r.id, t.role")
    of: defaultdict[str, set[str]] = defaultdict(set)
    for partnership, region, role in leads:
        if "lead" in (role or ""):
            of[partnership].add(first[region])
    assert {each["id"] for each in lost["leaderless"]} == {id for id, each in of.items() if each <= without}
    inside = starter.read("MATCH (f:Facility)-[:STANDS_IN]->()-[:WITHIN]->(r:Region) RETURN f.id, r.id")
    assert {each["id"] for each in lost["facilities"]} == {id for id, region in inside if region in without}


Said = tuple[str, str, str, str]
"""A fact: its type, what it starts and ends at, and the role it tells."""
Told = tuple[Said, Given, Given]
"""A fact with all it says, and all that what it starts at says, if that states it: a region does not."""


def links(graph: Graph, over: str, platform: str | None, places: Collection[str] | None) -> list[Told]:
    """Give the facts that link regions by some places, or by all."""
    first, found = firsts(graph), []
    on = parts(graph, over, platform)
    sits = dict(graph.read("MATCH (c:Cluster)-[:LOCATED_IN]->(r:Region) RETURN c.id, r.id"))
    for type_ in ("TAKES_PART_IN", "MEMBER_OF"):
        for told in facts(graph, type_):
            (_, one, group, _), said, _ = told
            place = first.get(sits.get(one, one))
            if group in on and current(said) and place in (places or {place}):
                found.append(told)
    seated = {said[1] for said, *_ in found if said[0] == "MEMBER_OF"}
    return found + [told for told in facts(graph, "LOCATED_IN") if told[0][1] in seated]


def facts(graph: Graph, type_: str) -> list[Told]:
    """Read the relationships of a type."""
    stated = "CASE WHEN a:Region THEN {} ELSE properties(a) END"
    read = graph.read(f"MATCH (a)-[r:{type_}]->(b) RETURN a.id, b.id, properties(r), {stated}")
    return [((type_, one, other, said.get("role") or ""), said, start) for one, other, said, start in read]


def says_who(row: Given, expected: list[Told]) -> None:
    """See that the facts of a row are those expected, and its sources and its confidence theirs."""
    told = [(each["type"], each["startNode"]["id"], each["endNode"]["id"], each["role"] or "") for each in row["facts"]]
    assert sorted(told) == sorted(said for said, *_ in expected)
    ends = [one for _, *both in expected for one in both]
    assert {each["id"] for each in row["sources"]} == {id for one in ends for id in one.get("sources") or ()}
    assert row["sources"]
    assert row["confidence"] == min((one["confidence"] for one in ends if one.get("confidence")), key=RANKS.index)


SAID = "confidence sources { id } facts { type role startNode { id } endNode { id } }"


@pytest.mark.parametrize("over", OVER)
def test_every_row_says_who_says_so(starter: Graph, asking: Asking, over: str) -> None:
    rows = root(asking(starter), "brokers", f"region {{ id }} {SAID}", over=Words(over), first=30)
    parted = root(asking(starter), "communities", f"regions {{ id }} {SAID}", over=Words(over), first=4)
    pairs = set().union(*parts(starter, over).values())
    for row in [*rows, *parted]:
        regions = {each["id"] for each in row.get("regions") or [row["region"]]}
        says_who(row, links(starter, over, None, {place for region, place in pairs if region in regions}))


@pytest.mark.parametrize(
    ("gone", "over", "platform"),
    [("DEA2", "BOTH", None), ("BE24", "PARTNERSHIPS", None), ("AL", "BOTH", None), ("ES", "BOTH", "VANGUARD")],
)
def test_what_is_lost_rests_on_the_whole_network_and_on_where_facilities_stand(
    starter: Graph, asking: Asking, gone: str, over: str, platform: str | None
) -> None:
    on = f', platform: "{platform}"' if platform else ""
    lost = asking(starter)(
        f'{{ whatIf(regions: ["{gone}"], over: {over}{on}) {{ pairsBefore facilities {{ id }} {SAID} }} }}'
    )["whatIf"]
    lies, first = around(starter), firsts(starter)
    standing = [told for told in facts(starter, "STANDS_IN") if first[gone] in lies[first[told[0][2]]]]
    assert {each["id"] for each in lost["facilities"]} == {said[1] for said, *_ in standing}
    assert bool(standing) == (gone != "AL")
    says_who(lost, links(starter, over, platform, None) + standing)


@pytest.fixture
def nested(small: Any) -> Graph:
    """Give regions of all levels that take part, themselves or by clusters, each in one of two partnerships."""
    small.regions("AA", "AA1", "AA11", "AA12", "AA2", "AA21", "AA211", "AA3", "BB", "BB1", "BB11", "CC", "CC1", "CC11")
    small.node("Partnership", "of-regions")
    small.node("ClusterPartnership", "of-clusters")
    small.links("TAKES_PART_IN", *(f"Region:{each} Partnership:of-regions" for each in ("AA1", "BB", "CC11")))
    small.link("Region:AA12", "TAKES_PART_IN", "Partnership:of-regions", to="2019")
    for place in ("AA11", "AA12", "AA211", "AA21", "AA3", "BB", "BB11", "CC1"):
        cluster = small.node("Cluster", f"in-{place}")
        small.link(cluster, "LOCATED_IN", f"Region:{place}")
        small.link(cluster, "MEMBER_OF", "ClusterPartnership:of-clusters")
    graph: Graph = small.written()
    return graph


def test_a_cluster_counts_for_one_region_and_those_in_each_other_are_not_linked(nested: Graph, asking: Asking) -> None:
    ask = asking(nested)
    rows = root(ask, "brokers", f"region {{ id }} neighbours {SAID}", over=Words("CLUSTER_PARTNERSHIPS"))
    found = {row["region"]["id"]: row["neighbours"] for row in rows}
    # AA11 and AA12 count for AA1, which takes part; AA211 for its NUTS 2 region; BB11 not for its country
    assert found == {"AA1": 5, "AA21": 5, "AA3": 5, "BB": 4, "BB11": 4, "CC1": 5}
    [whole] = [{each["startNode"]["id"] for each in row["facts"]} for row in rows if row["region"]["id"] == "AA1"]
    assert whole == {"in-AA11", "in-AA12"}
    both = {row["region"]["id"]: row["neighbours"] for row in root(ask, "brokers", "region { id } neighbours")}
    assert both == {"AA1": 6, "AA21": 5, "AA3": 5, "BB": 5, "BB11": 4, "CC1": 5, "CC11": 2}


def test_where_a_part_leaves_the_region_around_it_stays(nested: Graph, asking: Asking) -> None:
    def lost(*gone: str) -> Given:
        named = ", ".join(f'"{each}"' for each in gone)
        return dict(asking(nested)(
            f"{{ whatIf(regions: [{named}], over: CLUSTER_PARTNERSHIPS, withinHops: 1) {{ regions {{ id }} pairsBefore"
            " pairsAfter pairs { one other } isolated { id } } }"
        )["whatIf"])  # fmt: skip

    pairs = 15 - 1  # of six regions, one of them in another
    assert lost("AA11") == {
        "regions": [{"id": "AA11"}], "pairsBefore": pairs, "pairsAfter": pairs, "pairs": [], "isolated": []
    }  # fmt: skip
    found = lost("AA11", "AA12")
    assert (found["pairsBefore"], found["pairsAfter"]) == (pairs, pairs - 5)
    assert [(each["one"], each["other"]) for each in found["pairs"]] == [
        ("AA1", "AA21"), ("AA1", "AA3"), ("AA1", "BB"), ("AA1", "BB11"), ("AA1", "CC1"),
    ]  # fmt: skip
    assert ids(found["isolated"]) == ["AA1"]


def test_a_platform_without_partnerships_of_that_sort_is_told_those_that_have_some(
    starter: Graph, asking: Asking
) -> None:
    of_clusters = sorted(
        id
        for (id,) in starter.read(
            "MATCH (:ClusterPartnership)-[:LINKED_TO]->()-[:ON_PLATFORM|PILOT_OF]->(o) RETURN DISTINCT o.id"
        )
    )
    assert "VANGUARD" not in of_clusters
    with pytest.raises(AssertionError) as told:
        asking(starter)('{ brokers(over: CLUSTER_PARTNERSHIPS, platform: "VANGUARD") { totalCount } }')
    assert f"There are: {', '.join(of_clusters)}." in str(told.value)


def test_a_region_that_there_is_not_is_told(starter: Graph, asking: Asking) -> None:
    with pytest.raises(AssertionError, match="there is no Region XX99"):
        asking(starter)('{ whatIf(regions: ["XX99"]) { pairsBefore } }')
    with pytest.raises(AssertionError, match="there is no Platform nowhere"):
        asking(starter)('{ brokers(platform: "nowhere") { totalCount } }')
