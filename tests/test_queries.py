"""The named traversals: texts and signatures that fit together."""

from __future__ import annotations

import re

import pytest

from kb.files import CYPHER
from kb.queries import QUERIES, SHORTCUTS, WALKED
from kb.schema import KINDS
from kb.signature import NodeKey, Query, query_text

FURTHER = {name for each in QUERIES.values() for name in each.further}
NAMES = sorted(file.stem for file in (CYPHER / "queries").glob("*.cypher"))


def test_every_text_is_used() -> None:
    assert set(NAMES) == FURTHER | {
        re.sub("[A-Z]", lambda at: f"_{at[0].lower()}", each.name) for each in QUERIES.values()
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_text_names_only_kinds_and_relationships_of_the_model(name: str) -> None:
    types = {relation.type for kind in KINDS.values() for relation in kind.relations.values()}
    for names in re.findall(r"(?<=\(|\[|\w):([\w|:]+)", query_text(name)):
        for each in re.split(r"\W+", names):
            assert each in types | set(KINDS), each


@pytest.mark.parametrize("query", QUERIES.values(), ids=lambda query: query.name)
def test_parameters_are_arguments_or_literals_made_of_them(query) -> None:
    node = {"kind": "Region", "id": "ITC4"}
    arguments = {each.name: node if each.type is NodeKey else each.default for each in query.arguments.values()}
    literals = query.literals(arguments)
    assert all(isinstance(each, int) or set(each.split("|")) <= {"Region", *WALKED} for each in literals.values())
    texts = [query.text, *map(query_text, query.further)]
    asked = {name for text in texts for name in re.findall(r"\$(\w+)", text)}
    if query.computed:
        assert {"found"} <= asked <= arguments.keys() | {"found"}
    else:
        assert literals.keys() <= asked <= arguments.keys() | literals.keys()
        assert arguments.keys() - asked <= {"withinHops", "maxHops", "hops", "relationships"}


@pytest.mark.parametrize("query", QUERIES.values(), ids=lambda query: query.name)
def test_no_argument_is_called_as_those_of_every_connection(query) -> None:
    assert not query.arguments.keys() & {"first", "last", "after", "before", "where", "orderBy", "found"}


@pytest.mark.parametrize("query", QUERIES.values(), ids=lambda query: query.name)
def test_arguments_are_not_those_of_every_connection(query: Query) -> None:
    assert not query.arguments.keys() & {"first", "last", "after", "before", "where", "orderBy"}


def test_ways_go_along_what_sources_speak_of() -> None:
    assert sorted(SHORTCUTS) == ["SAME_TERRITORY", "SIMILAR_TO", "WITHIN"]
    assert set(SHORTCUTS) | set(WALKED) == {
        relation.type for kind in KINDS.values() for relation in kind.relations.values() if relation.type
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_text_has_no_comment_and_returns(name: str) -> None:
    text = query_text(name)
    assert "//" not in text
    assert text.rindex("RETURN") > text.rindex("MATCH") if "MATCH" in text else "RETURN" in text


def test_a_further_query_comes_after_those_whose_columns_it_uses() -> None:
    needs = QUERIES["Region.sharingPriorities"].needs
    assert needs["match_facts"] == ("first_chain", "match_funds", "match_priorities", "match_together")
    assert needs["fact_sources"] == ("match_facts",)
    assert needs["match_together"] == ()


@pytest.mark.parametrize("name", NAMES)
def test_a_text_finds_the_shortest_ways_by_patterns_alone(name: str) -> None:
    """Neo4j refuses a clause that has both these and shortestPath(), and traversals go on from each other."""
    assert not re.search(r"shortestPaths?\(", query_text(name), re.IGNORECASE)
