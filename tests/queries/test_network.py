"""The network of regions, held against networkx and plain sets over the facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from itertools import combinations
from typing import Any

import networkx as nx
import pytest

from kb.graph import Graph

Ask = Callable[..., Any]
Asking = Callable[[Graph], Ask]


def firsts(graph: Graph) -> dict[str, str]:
    """Give, for each code, the first code of its territory."""
    same: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in graph.read("MATCH (a:Region)-[:SAME_TERRITORY]->(b:Region) RETURN a.id, b.id"):
        same[one].add(other)
    return {code: min(codes) for code, codes in same.items()}


def groups(graph: Graph, over: str, platform: str | None = None) -> dict[str, set[str]]:
    """Give the members of every partnership, by first codes, as plain facts tell."""
    first = firsts(graph)
    found: defaultdict[str, set[str]] = defaultdict(set)
    if over != "CLUSTER_PARTNERSHIPS":
        for region, group in graph.read("MATCH (r:Region)-[t:TAKES_PART_IN]->(p) WHERE t.to IS NULL RETURN r.id, p.id"):
            found[group].add(first[region])
    if over != "PARTNERSHIPS":
        seat = dict(graph.read("MATCH (c:Cluster)-[:LOCATED_IN]->(r:Region) RETURN c.id, r.id"))
        for cluster, group in graph.read("MATCH (c:Cluster)-[m:MEMBER_OF]->(p) WHERE m.to IS NULL RETURN c.id, p.id"):
            if cluster in seat:
                found[group].add(first[seat[cluster]])
    if platform:
        on = {
            *map(tuple, graph.read("MATCH (p:Partnership)-[:ON_PLATFORM|PILOT_OF]->(o) RETURN p.id, o.id")),
            *map(tuple, graph.read(
                "MATCH (c:ClusterPartnership)-[:LINKED_TO]->()-[:ON_PLATFORM|PILOT_OF]->(o) RETURN c.id, o.id"
            )),
        }  # fmt: skip
        found = defaultdict(set, {group: members for group, members in found.items() if (group, platform) in on})
    return found


def linked(members: dict[str, set[str]]) -> nx.Graph[str]:
    graph: nx.Graph[str] = nx.Graph()
    for each in members.values():
        graph.add_nodes_from(each)
        for one, other in combinations(sorted(each), 2):
            shared = graph.get_edge_data(one, other, {"shared": 0})["shared"]
            graph.add_edge(one, other, shared=shared + 1)
    return graph


def reach(graph: nx.Graph[str], without: str) -> int:
    """Give how many pairs of other regions can reach each other without one."""
    rest = graph.subgraph(set(graph) - {without})
    return sum(len(each) * (len(each) - 1) // 2 for each in nx.connected_components(rest))


OVER = ["PARTNERSHIPS", "CLUSTER_PARTNERSHIPS", "BOTH"]


@pytest.mark.parametrize("over", OVER)
def test_brokers_are_as_networkx_has_them(starter: Graph, asking: Asking, over: str) -> None:
    answer = asking(starter)(
        f"{{ brokers(over: {over}, first: 1000) {{ nodes {{ region {{ id }} betweenness closeness neighbours pairsCut"
        " groups { id } } } }"
    )
    found = {each["region"]["id"]: each for each in answer["brokers"]["nodes"]}
    members = groups(starter, over)
    graph = linked(members)
    between, close = nx.betweenness_centrality(graph), nx.closeness_centrality(graph)
    assert found.keys() == set(graph)
    whole = [len(each) for each in nx.connected_components(graph)]
    for region, row in found.items():
        assert row["betweenness"] == pytest.approx(between[region], abs=1e-6)
        assert row["closeness"] == pytest.approx(close[region], abs=1e-6)
        assert row["neighbours"] == graph.degree(region)
        assert {each["id"] for each in row["groups"]} == {id for id, each in members.items() if region in each}
        own = next(len(each) for each in nx.connected_components(graph) if region in each)
        others = sum(n * (n - 1) // 2 for n in whole) - (own - 1)
        assert row["pairsCut"] == others - reach(graph, region)
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
        assert named == set(linked(groups(starter, "BOTH", platform)))


@pytest.mark.parametrize("over", OVER)
def test_communities_part_the_network(starter: Graph, asking: Asking, over: str) -> None:
    answer = asking(starter)(
        f"{{ communities(over: {over}, first: 1000) {{ nodes {{ number size inside modularity regions {{ id country }}"
        " countries { country regions share } } } }"
    )
    rows = answer["communities"]["nodes"]
    graph = linked(groups(starter, over))
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


@pytest.mark.parametrize("gone", [["UKM", "UKL"], ["ITC4"], ["ES61", "FI1D7", "PT16"], ["ES"], ["ITC"]])
@pytest.mark.parametrize("hops", [1, 2])
def test_what_is_lost_without_regions(starter: Graph, asking: Asking, gone: list[str], hops: int) -> None:
    named = ", ".join(f'"{each}"' for each in gone)
    lost = asking(starter)(
        f"{{ whatIf(regions: [{named}], withinHops: {hops}) {{ regions {{ id }} leaderless {{ id }} pairsBefore"
        " pairsAfter pairs { one other } isolated { id } facilities { id } } }"
    )["whatIf"]
    first = firsts(starter)
    within = starter.read("MATCH (a:Region)-[:WITHIN]->(b:Region) RETURN a.id, b.id")
    without = {first[each] for each, around in within if first[around] in {first[one] for one in gone}}
    assert {each["id"] for each in lost["regions"]} == without
    assert (lost["pairsAfter"] < lost["pairsBefore"]) == (hops > 1)  # regions next to each other stay so

    def near(graph: nx.Graph[str]) -> set[tuple[str, str]]:
        lengths = nx.all_pairs_shortest_path_length(graph, hops)
        found = {(one, other) for one, others in lengths for other in others if one < other}
        return {pair for pair in found if not set(pair) & without}

    graph = linked(groups(starter, "BOTH"))
    before, after = near(graph), near(graph.subgraph(set(graph) - without))
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


def test_every_row_says_who_says_so(starter: Graph, asking: Asking) -> None:
    said = "confidence sources { id } facts { type confidence sources { id } startNode { confidence } }"
    answer = asking(starter)(
        f"{{ brokers(first: 20) {{ nodes {{ {said} }} }} communities(first: 5) {{ nodes {{ {said} }} }}"
        f' whatIf(regions: ["UKM"]) {{ {said} }} }}'
    )
    rows = [*answer["brokers"]["nodes"], *answer["communities"]["nodes"], answer["whatIf"]]
    ranks = ["GENERAL_KNOWLEDGE", "INFERRED", "READ"]
    for row in rows:
        assert {each["type"] for each in row["facts"]} <= {"TAKES_PART_IN", "MEMBER_OF", "LOCATED_IN"}
        trusted = [each for fact in row["facts"] for each in (fact["confidence"], fact["startNode"]["confidence"])]
        assert row["confidence"] == min(filter(None, trusted), key=ranks.index)
        assert {each["id"] for each in row["sources"]} >= {
            one["id"] for fact in row["facts"] for one in fact["sources"]
        }


def test_a_region_that_there_is_not_is_told(starter: Graph, asking: Asking) -> None:
    with pytest.raises(AssertionError, match="there is no Region XX99"):
        asking(starter)('{ whatIf(regions: ["XX99"]) { pairsBefore } }')
    with pytest.raises(AssertionError, match="there is no Platform nowhere"):
        asking(starter)('{ brokers(platform: "nowhere") { totalCount } }')
