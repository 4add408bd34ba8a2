"""What may be asked for, and what is said to one who asks for more."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from graphql import parse

from kb.api import bounds
from kb.api.limits import DEFAULT_FIRST, MOST_FIRST, MOST_LEVELS, Limits, asked_size, within
from kb.errors import BadInput
from kb.settings import Settings

PAGE = Path(__file__).parent.parent.parent / "docs" / "limits.md"
ROW = re.compile(r"^\| ([a-z ]+) \| ([\d,]+)(?: \(`KB_(\w+)`\))? \| (.+) \|$", re.MULTILINE)


def test_the_page_lists_every_limit() -> None:
    found = [(name.replace(" ", "_"), int(most.replace(",", "")), setting, meaning)
             for name, most, setting, meaning in ROW.findall(PAGE.read_text(encoding="utf-8"))]  # fmt: skip
    assert found == [
        (each.name, each.default, each.metadata["setting"].removeprefix("KB_"), each.metadata["meaning"])
        for each in fields(Limits)
    ]
    for _, most, setting, _ in found:
        assert not setting or Settings.model_fields[setting.lower()].default == most


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


def refused(query: str, **most: int) -> str:
    """Give what is said of a query where there may be so much and no more; an empty text if nothing is."""
    try:
        bounds.check(parse(query), Limits(**most))
    except BadInput as error:
        return str(error)
    return ""


F, G = " fragment F on T { a { b ...G } c }", " fragment G on T { d e }"
AT_THE_EDGE: list[tuple[str, str, int]] = [
    ("{ a { ...F ...G } }" + F + G, "definitions", 3),
    ("{ a b c }", "root_fields", 3),
    ("{ ...F ... on T { x } } fragment F on T { a b { c } }", "root_fields", 3),
    ("{ a { b { c } } d }", "depth", 3),
    ("{ a { ...F } }" + F + G, "depth", 3),
    ("{ a { ... { ... { b } } } }", "depth", 2),
    ("{ __schema { a { b { c } } } x { y } }", "depth", 2),
    ("{ a { b } c }", "fields", 3),
    ("{ a { ...F ...F } b { ...F } }" + F + G, "fields", 12),
    ("{ a a b a }", "duplicates", 2),
    ("{ x: a x: b a }", "duplicates", 1),
    ("{ a ...F } fragment F on T { a b }", "duplicates", 1),
    ("{ a { b b } c { b b ...F } } fragment F on T { b }", "duplicates", 3),
    ("{ x: a y: a b }", "aliases", 2),
    ("query @a { b @c @d ...F @e } fragment F on T @f { g }", "directives", 5),
    ("query($v: T = {b: 1} @a @c) { d }", "directives", 2),
    ("{ a(b: {c: {d: 1}}, e: {}) }", "objects", 3),
    ("query($v: T = {a: {}}) { a(b: {}) }", "objects", 3),
    ("{ a(b: [1, 2, [3]], c: x) }", "values", 6),
    ("{ a(b: [[{c: [1]}]]) }", "nesting", 4),
    ('{ a(b: ["1234"]) }', "text", 4),
]


@pytest.mark.parametrize(("query", "limit", "size"), AT_THE_EDGE)
def test_as_much_as_there_may_be_and_no_more(query: str, limit: str, size: int) -> None:
    assert refused(query, **{limit: size}) == ""
    assert f"more than {size - 1} " in refused(query, **{limit: size - 1})


VARIABLES: list[tuple[dict[str, Any], str, int]] = [
    ({"a": {"b": {"c": 1}}, "d": {}}, "objects", 3),
    ({"a": [1, 2, [3]], "b": None}, "values", 6),
    ({"a": [[{"b": [1]}]]}, "nesting", 4),
    ({"a": ["1234", 5]}, "text", 4),
]


@pytest.mark.parametrize(("variables", "limit", "size"), VARIABLES)
def test_variables_are_measured_alike(variables: dict[str, Any], limit: str, size: int) -> None:
    bounds.check_variables(variables, Limits(**{limit: size}))
    with pytest.raises(BadInput, match=f"more than {size - 1} "):
        bounds.check_variables(variables, Limits(**{limit: size - 1}))


def test_fragments_that_double_are_multiplied_and_not_walked() -> None:
    fragments = "".join(f" fragment F{n} on T {{ a {{ ...F{n + 1} }} b {{ ...F{n + 1} }} }}" for n in range(64))
    text = f"{{ ...F0 }}{fragments} fragment F64 on T {{ c }}"
    assert refused(text, definitions=100, depth=100, fields=2**65 - 2 + 2**64) == ""
    assert "more than 36,893,488,147,419,103,230" in refused(text, definitions=100, depth=100, fields=2**65 - 2)
