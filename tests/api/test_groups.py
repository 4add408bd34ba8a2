"""Groups: what they give, beside what the random operations compare."""

from __future__ import annotations

from collections import Counter

import pytest

BY_TECHNOLOGY_AND_COUNTRY = """query($first: Int = 1000, $after: String) {
  priorityGroups(by: [{technologies: {id: EACH}}, {region: {country: EACH}}], first: $first, after: $after,
    orderBy: [{count: DESC}]) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { count technologies { id { value } count } region { country { value } count } } } }"""


def test_priorities_per_technology_and_country(both, starter) -> None:
    groups = both.ask(BY_TECHNOLOGY_AND_COUNTRY)["priorityGroups"]["nodes"]
    rows = starter.read(
        "MATCH (p:Priority) OPTIONAL MATCH (p)-[:DRAWS_ON]->(t) OPTIONAL MATCH (p)-[:SET_BY]->()-[:OF_REGION]->(r) "
        "RETURN p.id, t.id, r.country"
    )
    counted = Counter((technology, country) for _, technology, country in {tuple(row) for row in rows})
    assert {
        (each["technologies"]["id"]["value"], each["region"]["country"]["value"]): each["count"] for each in groups
    } == counted
    assert [each["count"] for each in groups] == sorted(counted.values(), reverse=True)


def test_groups_come_page_by_page(both) -> None:
    pages = list(both.pages(BY_TECHNOLOGY_AND_COUNTRY, "priorityGroups", first=40))
    assert len(pages) > 1
    assert len({str(node) for page in pages for node in page["nodes"]}) == pages[0]["totalCount"]


def test_the_values_of_a_field_with_how_often_each_is_there(both) -> None:
    groups = both.ask("{ regionGroups(by: [{editions: EACH}]) { nodes { editions { value } count } } }")
    values = [each["editions"]["value"] for each in groups["regionGroups"]["nodes"]]
    assert values == sorted(values)
    assert len(set(values)) == len(values) > 1


def test_numbers_are_summed_and_unknown_ones_are_no_zero(both, starter) -> None:
    query = """{ claimGroups(by: [{about: {id: EACH}}, {unit: EACH}]) { nodes {
      about { id { value } } unit { value } number { count sum avg min max countDistinct } } } }"""
    groups = both.ask(query)["claimGroups"]["nodes"]
    assert any(each["number"]["count"] > 1 for each in groups)
    unknown = [each["number"] for each in groups if each["number"]["count"] == 0]
    assert unknown
    assert all(each["sum"] is each["avg"] is each["min"] is each["max"] is None for each in unknown)


def test_a_node_that_several_are_related_to_counts_once(both, starter) -> None:
    answer = both.ask("{ clusterGroups { nodes { count region { count country { countDistinct } } } } }")
    [[clusters, regions, countries]] = starter.read(
        "MATCH (c:Cluster) OPTIONAL MATCH (c)-[:LOCATED_IN]->(r:Region) "
        "RETURN count(DISTINCT c), count(DISTINCT r), count(DISTINCT r.country)"
    )
    [group] = answer["clusterGroups"]["nodes"]
    assert group == {"count": clusters, "region": {"count": regions, "country": {"countDistinct": countries}}}


def test_what_is_in_no_group_of_a_relation_is_in_that_of_null(both) -> None:
    query = "{ clusterGroups(by: [{technologies: {id: EACH}}], where: {technologies: {none: {}}}) { nodes { count technologies { id { value } } } } }"  # noqa: E501
    [group] = both.ask(query)["clusterGroups"]["nodes"]
    assert group["technologies"]["id"]["value"] is None


def test_no_nodes_are_one_group_of_none_or_no_group(both) -> None:
    nothing = 'where: {id: {eq: "none"}}'
    assert both.ask(f"{{ loadGroups({nothing}) {{ totalCount nodes {{ count rows {{ sum max }} }} }} }}") == {
        "loadGroups": {"totalCount": 1, "nodes": [{"count": 0, "rows": {"sum": None, "max": None}}]}
    }
    by = f"{{ loadGroups(by: [{{dataset: EACH}}], {nothing}) {{ totalCount nodes {{ count }} }} }}"
    assert both.ask(by) == {"loadGroups": {"totalCount": 0, "nodes": []}}


@pytest.mark.parametrize(
    "having",
    [
        "{count: {gte: 20}}",
        '{country: {value: {in: ["IT", "PL"]}}}',
        "{clusters: {count: {gt: 5}}}",
        "{NOT: {level: {avg: {gt: 2.6}}}}",
        "{OR: [{country: {value: {isNull: true}}}, {priorities: {technologies: {count: {gte: 3}}}}]}",
    ],
)  # fmt: skip
def test_groups_are_chosen_by_what_is_told_of_them(both, having: str) -> None:
    query = f"""{{ regionGroups(by: [{{country: EACH}}], having: {having}, first: 1000) {{ totalCount nodes {{
      count country {{ value }} clusters {{ count }} level {{ avg }} }} }} }}"""
    groups = both.ask(query)["regionGroups"]
    everything = both.ask("{ regionGroups(by: [{country: EACH}]) { totalCount } }")["regionGroups"]["totalCount"]
    assert 0 < groups["totalCount"] == len(groups["nodes"]) < everything


@pytest.mark.parametrize(
    "order",
    [
        "{clusters: {count: DESC}}",
        "{level: {avg: ASC}}, {country: {value: DESC}}",
        "{level: {sum: DESC_NULLS_FIRST}}",
        "{clusters: {technologies: {count: DESC}}}",
    ],
)
def test_groups_are_ordered_by_what_is_told_of_them(both, order: str) -> None:
    query = f"""query($after: String) {{ regionGroups(by: [{{country: EACH}}], orderBy: [{order}], first: 7,
      after: $after) {{ pageInfo {{ hasNextPage endCursor }} nodes {{ country {{ value }} }} }} }}"""
    assert len(list(both.pages(query, "regionGroups"))) > 3


@pytest.mark.parametrize(("part", "length"), [("YEAR", 4), ("MONTH", 7), ("DAY", 10)])
def test_dates_are_put_together_by_their_parts(both, part: str, length: int) -> None:
    query = f"{{ loadGroups(by: [{{finished: {part}}}]) {{ nodes {{ finished {{ value min max }} count }} }} }}"
    groups = both.ask(query)["loadGroups"]["nodes"]
    assert {len(each["finished"]["value"]) for each in groups} == {length}


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("{ regionGroups(by: [{country: EACH}]) { nodes { level { value } } } }", "`value` of `level` is asked for"),
        ("{ regionGroups(having: {level: {value: {eq: 2}}}) { nodes { count } } }", "Name it in `by`."),
        ("{ regionGroups(by: [{country: EACH}, {country: EACH}]) { nodes { count } } }", "names `country` twice"),
        ("{ sourceGroups(by: [{retrieved: YEAR}, {retrieved: DAY}]) { nodes { count } } }", "names `retrieved` twice"),
        (f"{{ regionGroups(by: [{'{parent: ' * 7}{{id: EACH}}{'}' * 7}]) {{ nodes {{ count }} }} }}", "more than 6"),
    ],
)  # fmt: skip
def test_what_cannot_be_told_is_said(unanswered, query: str, words: str) -> None:
    [error] = unanswered.execute(query).errors
    assert error.extensions["code"] == "BAD_USER_INPUT"
    assert words in error.message


def test_groups_are_one_statement(service) -> None:
    service.ask(BY_TECHNOLOGY_AND_COUNTRY)
    assert len(service.statements) == 1
