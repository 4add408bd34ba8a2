"""What may be asked for, and what is said to one who asks for more."""

from __future__ import annotations

import pytest

from kb.api.limits import DEFAULT_FIRST, MOST_FIRST, MOST_LEVELS, asked_size, within
from kb.errors import BadInput


def test_a_page_has_a_size_between_nothing_and_the_most() -> None:
    assert asked_size(None, None) == (False, DEFAULT_FIRST) == (False, 50)
    for each in (0, 1, MOST_FIRST):
        assert (asked_size(each, None), asked_size(None, each)) == ((False, each), (True, each))
    for sizes in ((-1, None), (None, -1), (MOST_FIRST + 1, None), (None, MOST_FIRST + 1), (1, 1)):
        with pytest.raises(BadInput):
            asked_size(*sizes)


def test_the_error_says_what_may_be_given() -> None:
    with pytest.raises(BadInput, match=r"`withinHops` is 7\. Give a number from 1 to 6\."):
        within("withinHops", 7, 1, 6)


ENDS = 'from: {kind: REGION, id: "ITC4"}, to: {kind: REGION, id: "DED"}'
REFUSED = {
    "{ regions(first: 1001) { nodes { id } } }": "first",
    "{ regions(first: -1) { totalCount } }": "first",
    '{ region(id: "ITC4") { clusters(first: 1001) { nodes { id } } } }': "first",
    '{ region(id: "none") { parent { clusters(first: -1) { totalCount } } } }': "first",
    '{ region(id: "ITC4") { sharingPriorities(withinHops: 0) { totalCount } } }': "withinHops",
    '{ region(id: "ITC4") { sharingPriorities(withinHops: 7) { totalCount } } }': "withinHops",
    '{ regions { nodes { sharingPriorities(first: 1001) { totalCount } } } }': "first",
    '{ search(query: "photonics", first: 1001) { totalCount } }': "first",
    "{ regions(last: 1001) { nodes { id } } }": "last",
    "{ regions(first: 1, last: 1) { nodes { id } } }": "last",
    '{ search(query: "") { totalCount } }': "word",
    f"{{ paths({ENDS}, maxHops: 0) {{ totalCount }} }}": "`maxHops` is 0",
    f"{{ paths({ENDS}, maxHops: 99) {{ totalCount }} }}": "`maxHops` is 99",
    f"{{ paths({ENDS}, first: 1001) {{ totalCount }} }}": "first",
    "{ neighbourhood(of: {kind: REGION, id: \"ITC4\"}, hops: 4) { complete } }": "`hops` is 4",
    "{ neighbourhood(of: {kind: REGION, id: \"ITC4\"}, hops: 0) { complete } }": "`hops` is 0",
    "{ neighbourhood(of: {kind: REGION, id: \"ITC4\"}, limit: 0) { complete } }": "`limit` is 0",
    "{ neighbourhood(of: {kind: REGION, id: \"ITC4\"}, limit: 1001) { complete } }": "`limit` is 1001",
}  # fmt: skip


@pytest.mark.parametrize("query", REFUSED)
def test_too_much_is_refused_before_the_graph_is_asked(service, query: str) -> None:
    (error,) = service.execute(query).errors
    assert error.extensions["code"] == "BAD_USER_INPUT"
    assert REFUSED[query] in error.message
    assert service.statements == []


def test_one_refused_field_leaves_the_others(service) -> None:
    result = service.execute('{ region(id: "ITC4") { id } wrong: fund(id: "x") { parts(first: 1001) { totalCount } } }')
    assert result.data == {"region": {"id": "ITC4"}, "wrong": None}
    assert [error.path for error in result.errors] == [["wrong"]]


def nested(levels: int) -> str:
    return '{ region(id: "ITC411") ' + "{ parent " * (levels - 1) + "{ id }" + " }" * levels


def test_a_query_goes_so_deep_and_no_deeper(unanswered) -> None:
    assert unanswered.execute(nested(MOST_LEVELS)).errors is None
    (error,) = unanswered.execute(nested(MOST_LEVELS + 1)).errors
    assert error.extensions["code"] == "BAD_USER_INPUT"
    assert f"more than {MOST_LEVELS} nodes deep" in error.message


def test_the_most_can_be_had(service) -> None:
    answer = service.ask("{ regions(first: 1000) { nodes { id } } }")
    assert len(answer["regions"]["nodes"]) == 1000


@pytest.mark.parametrize(
    "query",
    [
        "query($text: ID!) { region(id: $text) { id } }",
        'query($text: ID!) { region(id: "ITC4") { sharingPriorities(technologies: [$text]) { totalCount } } }',
        "query($text: String!) { search(query: $text) { totalCount } }",
        "query($text: String!) { regions(after: $text) { totalCount } }",
        "query($text: ID!) { neighbourhood(of: {kind: REGION, id: $text}) { complete } }",
    ],
)
def test_half_a_character_is_refused(service, query: str) -> None:
    (error,) = service.execute(query, {"text": "\ud800"}).errors
    assert error.extensions["code"] == "BAD_USER_INPUT"
    assert service.statements == []
