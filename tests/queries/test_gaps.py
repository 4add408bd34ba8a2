"""What is missing, held against the same facts gone through by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kb.graph import Graph
from tests.queries.conftest import FACTS, Ask, Small, current, facts_of, given, ids, of_all, of_one, vouched

Asking = Callable[[Graph], Ask]

GAP = f"""
priority {{ id }} technologies {{ id }} sectors {{ id }} clusters facilities projects silent {FACTS}
"""
PLACES = {"Cluster": "LOCATED_IN", "Facility": "STANDS_IN", "Project": "INVOLVES"}
SERVING = ("ACTIVE_IN", "WORKS_IN", "SERVES", "APPLIES")


def served(node: Any) -> set[Any]:
    """Give the technologies and activities that something serves, and the activities these are parts of."""
    found = {each for type_ in SERVING for each in node.to(type_)}
    ahead = list(found)
    while ahead:
        above = ahead.pop().to("PART_OF_SECTOR")
        found.update(above)
        ahead += above
    return found


def expected_gaps(facts: Any, region: Any, only_gaps: bool) -> list[tuple[Any, ...]]:
    here = {kind: {row.node for row in facts.located(region, type_)} for kind, type_ in PLACES.items()}
    silent = sum(not served(each) for found in here.values() for each in found)
    rows = []
    for priority in facts.priorities(region, False):
        technologies, sectors = set(priority.to("DRAWS_ON")), set(priority.to("CONCERNS"))
        needs = technologies | sectors
        if needs:
            counts = [sum(bool(served(each) & needs) for each in found) for found in here.values()]
            told = [counts[0], *(counts[1:] if technologies else [None, None])]
            if 0 in told or not only_gaps:
                rows.append((*told, priority.id, sorted(each.id for each in technologies), silent))
    return sorted(rows, key=lambda row: [(each is None, each) for each in row[:3]] + [row[3]])


def told_gaps(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [
        (row["clusters"], row["facilities"], row["projects"], row["priority"]["id"], ids(row["technologies"]),
         row["silent"])
        for row in rows
    ]  # fmt: skip


@pytest.mark.parametrize("only_gaps", [True, False])
def test_gaps_of_priorities_on_the_starter(starter: Graph, asking: Asking, only_gaps: bool) -> None:
    # By hand: Lombardy's two priorities of advanced manufacturing have the two facilities MADE and the pilot
    # infrastructure for de- and remanufacturing, and no cluster or project that names the technology.
    facts, ask = facts_of(starter), asking(starter)
    answers = of_all(ask, f"priorityGaps{given(onlyGaps=only_gaps)}", GAP)
    for id, rows in answers.items():
        assert told_gaps(rows) == expected_gaps(facts, facts.nodes["Region"][id], only_gaps), id
        for row in rows:
            told = vouched(row)
            assert {f"{row['priority']['id']} DRAWS_ON {each['id']}" for each in row["technologies"]} <= told
            serving = {each.split()[0] for each in told if each.split()[1] in SERVING}
            assert len(serving) == row["clusters"] + row["facilities"] + row["projects"]
    assert [row[:3] for row in told_gaps(answers["ITC4"])] == [(0, 2, 0)] * 2
    assert len([each for each in answers.values() if each]) > 60
    assert any(row["clusters"] for rows in answers.values() for row in rows)


def with_sectors(small: Small) -> Small:
    small.regions("X1", "X11", "X2")
    small.nodes("Technology", "PHO AMT NANO")
    for id in ("C", "C26", "C26.1", "C27"):
        small.node("Sector", id)
    small.links("PART_OF_SECTOR", "Sector:C26 Sector:C", "Sector:C26.1 Sector:C26", "Sector:C27 Sector:C")
    return small


def test_gaps_of_priorities_on_a_small_graph(small: Small, asking: Asking) -> None:
    with_sectors(small)
    small.priority("photonics", "X1", "PHO")
    small.priority("both", "X1", "PHO", "AMT")
    small.priority("electronics", "X1")
    small.priority("nano", "X1", "NANO")
    small.priority("words", "X1")
    small.link("Priority:electronics", "CONCERNS", "Sector:C26")
    small.link("Priority:both", "CONCERNS", "Sector:C27")
    small.priority("making", "X1")
    small.link("Priority:making", "CONCERNS", "Sector:C")
    small.nodes("Cluster", "photon chips whole all elsewhere quiet")
    small.links("ACTIVE_IN", "Cluster:photon Technology:PHO", "Cluster:all Technology:PHO",
                "Cluster:all Technology:AMT", "Cluster:elsewhere Technology:NANO")  # fmt: skip
    small.links("WORKS_IN", "Cluster:chips Sector:C26.1", "Cluster:whole Sector:C", "Cluster:all Sector:C27")
    small.links("LOCATED_IN", *(f"Cluster:{each} Region:X11" for each in ("photon", "chips", "whole", "all", "quiet")),
                "Cluster:elsewhere Region:X2")  # fmt: skip
    small.nodes("Facility", "line mute")
    small.links("SERVES", "Facility:line Technology:PHO")
    small.links("STANDS_IN", "Facility:line Region:X11", "Facility:line Region:X1", "Facility:mute Region:X1")
    small.nodes("Project", "p q", pipeline=True)
    small.links("APPLIES", "Project:p Technology:PHO", "Project:p Technology:AMT", "Project:q Technology:AMT")
    small.links("INVOLVES", "Project:p Region:X1", "Project:p Region:X11", "Project:q Region:X1")
    ask = asking(small.written())
    assert told_gaps(of_one(ask, "X1", "priorityGaps(onlyGaps: false)", GAP)) == [
        (0, 0, 0, "nano", ["NANO"], 2),  # the cluster for it is in another region
        (1, None, None, "electronics", [], 2),  # chips are a part of C26; C as a whole is not
        (2, 1, 1, "photonics", ["PHO"], 2),  # one facility at two sites, one project in two regions
        (2, 1, 2, "both", ["AMT", "PHO"], 2),
        (3, None, None, "making", [], 2),  # C26.1 and C27 are parts of C, however deep
    ]
    [nano] = of_one(ask, "X1", "priorityGaps", GAP)
    assert nano["priority"] == {"id": "nano"}
    assert vouched(nano) == {
        "strategy-of-nano OF_REGION X1", "nano SET_BY strategy-of-nano", "nano DRAWS_ON NANO",
    }  # fmt: skip
    electronics = of_one(ask, "X1", "priorityGaps(onlyGaps: false, where: {clusters: {eq: 1}})", GAP)
    assert {"chips LOCATED_IN X11", "chips WORKS_IN C26.1", "C26.1 PART_OF_SECTOR C26"} < vouched(electronics[0])
    assert of_one(ask, "X2", "priorityGaps(onlyGaps: false)", GAP) == []
    pages = of_one(ask, "X1", "priorityGaps(onlyGaps: false, last: 2)", "priority { id }")
    assert ids(pages) == [{"priority": "both"}, {"priority": "making"}]


def test_pages_go_on_after_what_is_not_known(small: Small, asking: Asking) -> None:
    with_sectors(small)
    for each in ("a", "b", "c"):
        small.priority(each, "X1", *(["PHO"] if each == "b" else []))
        small.link(f"Priority:{each}", "CONCERNS", "Sector:C")
    ask = asking(small.written())
    found, after = [], None
    query = """query($after: String) { region(id: "X1") { priorityGaps(onlyGaps: false, first: 1, after: $after) {
      nodes { priority { id } } pageInfo { hasNextPage endCursor } } } }"""
    while after is not False:
        page = ask(query, {"after": after})["region"]["priorityGaps"]
        found += ids(page["nodes"])
        after = page["pageInfo"]["hasNextPage"] and page["pageInfo"]["endCursor"]
    assert [each["priority"] for each in found] == ["b", "a", "c"]


# Clusters that no priority speaks of


@pytest.mark.parametrize("inherited", [True, False])
def test_clusters_without_priority_on_the_starter(starter: Graph, asking: Asking, inherited: bool) -> None:
    facts, ask = facts_of(starter), asking(starter)
    answers = of_all(ask, f"clustersWithoutPriority{given(inherited=inherited)}", "id")
    found = 0
    for id, rows in answers.items():
        region = facts.nodes["Region"][id]
        needs = {each for priority in facts.priorities(region, inherited) for each in priority.to("DRAWS_ON")}
        here = {row.node for row in facts.located(region, "LOCATED_IN")}
        expected = {each.id for each in here if served(each) and not served(each) & needs} if needs else set()
        assert ids(rows) == sorted(expected), id
        found += len(expected)
    assert found


def test_clusters_without_priority_on_a_small_graph(small: Small, asking: Asking) -> None:
    with_sectors(small)
    small.regions("X3", "X4")
    small.priority("photonics", "X11", "PHO")
    small.priority("electronics", "X1")
    small.link("Priority:electronics", "CONCERNS", "Sector:C26")
    small.priority("making", "X4")
    small.link("Priority:making", "CONCERNS", "Sector:C")
    small.nodes("Cluster", "deep")
    small.link("Cluster:deep", "WORKS_IN", "Sector:C26.1")
    small.link("Cluster:deep", "LOCATED_IN", "Region:X4")
    small.priority("words", "X3")
    small.nodes("Cluster", "photon chips whole quiet nano far")
    small.links("ACTIVE_IN", "Cluster:photon Technology:PHO", "Cluster:nano Technology:NANO",
                "Cluster:nano Technology:PHO", "Cluster:far Technology:NANO")  # fmt: skip
    small.links("WORKS_IN", "Cluster:chips Sector:C26.1", "Cluster:whole Sector:C")
    small.links("LOCATED_IN", *(f"Cluster:{each} Region:X11" for each in ("photon", "chips", "whole", "quiet", "nano")),
                "Cluster:far Region:X3")  # fmt: skip
    ask = asking(small.written())
    assert ids(of_one(ask, "X11", "clustersWithoutPriority", "id")) == ["chips", "whole"]
    assert ids(of_one(ask, "X11", "clustersWithoutPriority(inherited: true)", "id")) == ["whole"]
    assert ids(of_one(ask, "X1", "clustersWithoutPriority", "id")) == ["nano", "photon", "whole"]
    assert of_one(ask, "X3", "clustersWithoutPriority", "id") == []  # its priority names nothing
    assert of_one(ask, "X4", "clustersWithoutPriority", "id") == []


# Technologies with many priorities and few facilities

TECHNOLOGY = f"technology {{ id }} priorities regions facilities facilityRegions ratio {FACTS}"


def technology_gaps(ask: Ask, arguments: str = "") -> list[dict[str, Any]]:
    return list(ask(f"{{ technologyGaps{arguments} {{ nodes {{ {TECHNOLOGY} }} }} }}")["technologyGaps"]["nodes"])


def told(row: dict[str, Any]) -> tuple[Any, ...]:
    names = ("priorities", "regions", "facilities", "facilityRegions", "ratio")
    return (row["technology"]["id"], *(row[each] for each in names))


def test_technologies_on_the_starter(starter: Graph, asking: Asking) -> None:
    # By hand: 80 priorities of 65 regions draw on advanced materials, which 10 facilities in 9 regions serve; these
    # are the most regions for each region with a facility, 7.22, and nanotechnology has the fewest, 21 for 21.
    facts, rows = facts_of(starter), technology_gaps(asking(starter))
    expected = []
    for technology in facts.nodes["Technology"].values():
        priorities, facilities = technology.of("DRAWS_ON"), technology.of("SERVES")
        regions = {each for one in priorities for s in one.to("SET_BY") for each in s.to("OF_REGION")}
        places = {each for one in facilities for each in one.to("STANDS_IN")}
        ratio = round(len(regions) / len(places), 2) if places else None
        if priorities:
            expected.append((technology.id, len(priorities), len(regions), len(facilities), len(places), ratio))
    expected.sort(key=lambda row: (row[5] is not None, -(row[5] or 0), -row[2], row[0]))
    assert [told(row) for row in rows] == expected
    assert expected[0] == ("ADM", 80, 65, 10, 9, 7.22)
    assert expected[-1] == ("NANO", 26, 21, 26, 21, 1.0)
    for row in rows:
        said = vouched(row)
        assert sum(each.endswith(f" DRAWS_ON {row['technology']['id']}") for each in said) == row["priorities"]
        assert sum(each.endswith(f" SERVES {row['technology']['id']}") for each in said) == row["facilities"]


def test_technologies_on_a_small_graph(small: Small, asking: Asking) -> None:
    with_sectors(small)
    small.nodes("Technology", "BIO")
    for id, region, technology in [("a", "X1", "PHO"), ("b", "X1", "PHO"), ("c", "X2", "PHO"), ("d", "X2", "AMT")]:
        small.priority(id, region, technology)
    small.node("Strategy", "nowhere", period="2014-2020")
    small.node("Priority", "e", period="2014-2020")
    small.link("Priority:e", "SET_BY", "Strategy:nowhere")
    small.link("Priority:e", "DRAWS_ON", "Technology:NANO")
    small.nodes("Facility", "f g h")
    small.links("SERVES", "Facility:f Technology:PHO", "Facility:g Technology:PHO", "Facility:h Technology:BIO",
                "Facility:g Technology:NANO")  # fmt: skip
    small.links("STANDS_IN", "Facility:f Region:X1", "Facility:f Region:X2", "Facility:g Region:X2")
    ask = asking(small.written())
    rows = technology_gaps(ask)
    assert [told(row) for row in rows] == [
        ("AMT", 1, 1, 0, 0, None),  # nowhere is there a facility
        ("PHO", 3, 2, 2, 2, 1.0),
        ("NANO", 1, 0, 1, 1, 0.0),
    ]
    assert "g STANDS_IN X2" in vouched(rows[1])
    assert vouched(rows[2]) == {"e DRAWS_ON NANO", "e SET_BY nowhere", "g SERVES NANO", "g STANDS_IN X2"}
    assert [told(row)[0] for row in technology_gaps(ask, '(technologies: ["NANO", "AMT"])')] == ["AMT", "NANO"]


# Regions that take part in nothing

LONE = f"region {{ id }} priorities technologies {{ id }} {FACTS}"


def lone(ask: Ask, arguments: str = "(first: 1000)") -> list[dict[str, Any]]:
    answer = ask(f"{{ regionsWithoutPartnership{arguments} {{ nodes {{ {LONE} }} }} }}")
    return list(answer["regionsWithoutPartnership"]["nodes"])


@pytest.mark.parametrize("technologies", [None, ["PHO"], ["NANO", "IBT"], ["AI"]])
def test_regions_without_partnership_on_the_starter(
    starter: Graph, asking: Asking, technologies: list[str] | None
) -> None:
    facts, rows = facts_of(starter), lone(asking(starter), given(technologies=technologies))
    expected = []
    for region in facts.nodes["Region"].values():
        now = [row for row in facts.partnerships(region) if current(row.link.properties)]
        own = [each for strategy in region.of("OF_REGION") for each in strategy.of("SET_BY")]
        if technologies:
            own = [each for each in own if {to.id for to in each.to("DRAWS_ON")} & set(technologies)]
        names = {to.id for each in own for to in each.to("DRAWS_ON")}
        names = names & set(technologies) if technologies else names
        if own and not now:
            expected.append((region.id, len(own), sorted(names)))
    expected.sort(key=lambda row: (-len(row[2]), -row[1], row[0]))
    assert [(row["region"]["id"], row["priorities"], ids(row["technologies"])) for row in rows] == expected
    assert len(expected) > 3 or technologies == ["AI"]
    for row in rows:
        said = vouched(row)
        assert sum(" SET_BY " in each for each in said) == row["priorities"]
        assert {each.split()[2] for each in said if " DRAWS_ON " in each} == set(ids(row["technologies"]))


def test_regions_without_partnership_on_a_small_graph(small: Small, asking: Asking) -> None:
    small.regions("X1", "X11", "X2", "X3", "X4", "X5", "X6")
    small.links("SAME_TERRITORY", "Region:X1 Region:X11", "Region:X11 Region:X1")
    small.nodes("Technology", "PHO AMT")
    for each in ("X1", "X2", "X3", "X4", "X6"):
        small.priority(f"in-{each}", each, "PHO")
    small.priority("more-in-X4", "X4", "AMT")
    small.node("Strategy", "empty", period="2014-2020")
    small.link("Strategy:empty", "OF_REGION", "Region:X5")
    small.nodes("Partnership", "p")
    small.link("Region:X11", "TAKES_PART_IN", "Partnership:p", key="a")  # X1 is the same territory
    small.link("Region:X2", "TAKES_PART_IN", "Partnership:p", key="a", to="2019")  # it left
    small.link("Region:X2", "TAKES_PART_IN", "Partnership:p", key="b", **{"from": "2999-01-31"})  # it will come again
    small.link("Region:X6", "TAKES_PART_IN", "Partnership:p", key="a", to="2999")  # it is there yet
    small.link("Region:X3", "TAKES_PART_IN", "Partnership:p", key="a", to="2019")
    small.link("Region:X3", "TAKES_PART_IN", "Partnership:p", key="b", role="lead")  # in another role it is there
    ask = asking(small.written())
    assert [(row["region"]["id"], row["priorities"]) for row in lone(ask)] == [("X4", 2), ("X2", 1)]
    assert [row["region"]["id"] for row in lone(ask, '(technologies: ["AMT"])')] == ["X4"]
    assert vouched(lone(ask, '(technologies: ["AMT"])')[0]) == {
        "strategy-of-more-in-X4 OF_REGION X4", "more-in-X4 SET_BY strategy-of-more-in-X4", "more-in-X4 DRAWS_ON AMT",
    }  # fmt: skip
