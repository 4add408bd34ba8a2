"""Filters, orders and pages from either end: what they give, beside what the random operations compare."""

from __future__ import annotations

from typing import Any

import pytest

from kb.api.limits import MOST_KEYS, MOST_STEPS, MOST_STEPS_DEEP


def ids(both: Any, where: str, field: str = "regions") -> list[str]:
    """Give the ids of what a filter finds, as service and reference agree on them."""
    return [
        each["id"]
        for each in both.ask(f"{{ {field}(first: 1000, where: {where}) {{ nodes {{ id }} }} }}")[field]["nodes"]
    ]


def test_a_text_compares_with_regard_to_case_unless_told_otherwise(both) -> None:
    assert ids(both, '{name: {eq: "lombardia"}}') == []
    assert ids(both, '{name: {eq: "lombardia", ignoreCase: true}}') == ["ITC4"]
    assert ids(both, '{name: {in: ["LOMBARDIA"], ignoreCase: true}, level: {eq: 2}}') == ["ITC4"]


def test_what_is_unknown_is_like_nothing_and_not_of_it_is_true(both) -> None:
    like, unlike = (
        ids(both, text, "partnerships") for text in ('{note: {contains: "a"}}', '{NOT: {note: {contains: "a"}}}')
    )
    every = ids(both, "{}", "partnerships")
    unknown = ids(both, "{note: {isNull: true}}", "partnerships")
    assert unknown
    assert sorted(like + unlike) == every
    assert set(unknown) <= set(unlike)


def test_null_asks_for_nothing(both) -> None:
    where = "{name: {eq: $name}, NOT: null, clusters: null, level: {in: null}}"
    answer = both.ask(f"query($name: String) {{ regions(where: {where}) {{ totalCount }} }}", {"name": None})
    assert answer == both.ask("{ regions { totalCount } }")


def test_and_of_nothing_is_all_and_or_of_nothing_is_none(both) -> None:
    assert len(ids(both, "{AND: []}", "technologies")) == len(ids(both, "{}", "technologies"))
    assert ids(both, "{OR: []}", "technologies") == []


def test_a_relationship_is_looked_at_by_its_properties(both) -> None:
    leads = ids(both, '{partnerships: {edge: {role: {eq: "lead"}}, some: {}}}')
    assert leads
    assert set(leads) < set(ids(both, "{partnerships: {some: {}}}"))
    query = '{ region(id: "%s") { partnerships(edge: {role: {eq: "lead"}}) { totalCount edges { role } } } }'
    found = both.ask(query % leads[0])["region"]["partnerships"]
    assert {each["role"] for each in found["edges"]} == {"lead"}


def test_priorities_are_filtered_through(both) -> None:
    photonic = ids(both, '{priorities: {some: {technologies: {some: {id: {eq: "PHO"}}}}}}')
    assert "ITC4" in photonic or len(photonic) > 10


@pytest.mark.parametrize("km", [0.001, 50, 500])
def test_near_a_place(both, km: float) -> None:
    point = both.ask('{ region(id: "ITC4") { point { latitude longitude } } }')["region"]["point"]
    near = f"{{latitude: {point['latitude']}, longitude: {point['longitude']}, km: {km}}}"
    assert "ITC4" in ids(both, f"{{point: {{near: {near}}}}}")


PAGES = """
query($first: Int, $last: Int, $after: String, $before: String) {
  regions(
    first: $first, last: $last, after: $after, before: $before,
    where: {country: {in: ["IT", "CY", "NO"]}}, orderBy: [ORDER]
  ) { nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }
}
"""


@pytest.mark.parametrize(
    "order",
    [
        "{country: DESC}",
        "{mainCityPopulation: ASC}, {name: DESC}",
        "{mainCityPopulation: DESC_NULLS_FIRST}",
        "{clusters: {count: DESC}}",
        "{parent: {name: ASC_NULLS_FIRST}}, {level: DESC}",
        "{statistical: DESC}, {priorities: {count: DESC}}",
    ],
)
def test_pages_from_either_end_are_the_whole_list(both, order: str) -> None:
    query = PAGES.replace("ORDER", order)
    whole = [each["id"] for each in both.ask(query, {"first": 1000})["regions"]["nodes"]]
    assert len(whole) > 50
    assert walked(both, query, "first", "after", "endCursor", "hasNextPage") == whole
    assert walked(both, query, "last", "before", "startCursor", "hasPreviousPage") == whole


def walked(both: Any, query: str, size: str, place: str, cursor: str, more: str) -> list[str]:
    """Go through a list page by page, from one of its ends; each page is the one the reference gives."""
    found: list[str] = []
    at: list[Any] = [None, None]
    while True:
        ours, theirs = both.ask_each(query, *({size: 37, place: each} for each in at))
        page = [each["id"] for each in ours["regions"]["nodes"]]
        found = [*found, *page] if size == "first" else [*page, *found]
        at = [each["regions"]["pageInfo"][cursor] for each in (ours, theirs)]
        if not ours["regions"]["pageInfo"][more]:
            return found


def test_a_page_between_two_cursors(both) -> None:
    query = """query($after: String, $before: String) {
      technologies(after: $after, before: $before) { edges { cursor node { id } } }
    }"""
    edges = both.service.ask(query)["technologies"]["edges"]
    ends = {"after": edges[1]["cursor"], "before": edges[5]["cursor"]}
    between = both.service.ask(query, ends)["technologies"]["edges"]
    assert between == edges[2:5]


def test_a_cursor_of_another_order_is_refused(service) -> None:
    cursor = service.ask("{ regions(first: 1) { pageInfo { endCursor } } }")["regions"]["pageInfo"]["endCursor"]
    query = "query($after: String) { regions(after: $after, orderBy: [{id: DESC}]) { nodes { id } } }"
    (error,) = service.execute(query, {"after": cursor}).errors
    assert error.extensions["code"] == "BAD_USER_INPUT"
    assert "in this order" in error.message


STEP = "{clusters: {some: {}}}"


@pytest.mark.parametrize(
    ("most", "written", "limit"),
    [
        (MOST_STEPS_DEEP, lambda size: "where: {" + "parent: {" * size + "}" * size + "}", "one after the other"),
        (MOST_STEPS, lambda size: f"where: {{OR: [{STEP * size}]}}", "relationships in a filter"),
        (MOST_KEYS, lambda size: f"orderBy: [{'{clusters: {count: ASC}}' * size}]", "keys to order by"),
    ],
)
def test_so_much_can_be_asked_of_relationships_and_no_more(unanswered, most: int, written, limit: str) -> None:
    query = "{{ regions({}) {{ nodes {{ id }} }} }}"
    unanswered.execute(query.format(written(most)))
    assert len(unanswered.statements) == 1
    (error,) = unanswered.execute(query.format(written(most + 1))).errors
    assert error.extensions["code"] == "BAD_USER_INPUT"
    assert f"more than {most} " in error.message
    assert limit in error.message
    assert unanswered.statements == []


@pytest.mark.parametrize(
    "arguments",
    [
        "where: {name: {eq: 7}}",
        "where: {nothing: {eq: 7}}",
        "orderBy: [{name: UP}]",
        "orderBy: [{name: ASC, id: ASC}]",
        "orderBy: [{}]",
        "where: {point: {near: {latitude: 1.0}}}",
    ],
)
def test_what_cannot_be_asked_is_an_error_before_the_graph_is_asked(service, arguments: str) -> None:
    assert service.execute(f"{{ regions({arguments}) {{ totalCount }} }}").errors
    assert service.statements == []
