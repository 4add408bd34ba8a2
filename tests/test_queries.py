"""The named traversals: texts and signatures that fit together, and a search for whatever a person types."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kb.errors import BadInput
from kb.files import CYPHER
from kb.graph import Graph
from kb.queries import NEEDS, QUERIES, lucene, query_text
from kb.schema import KINDS

FURTHER = {column.query for each in QUERIES.values() if each.row for column in each.row.columns.values()} - {None}
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
def test_parameters_are_arguments_or_numbers_made_of_them(query) -> None:
    arguments = {argument.name: argument.default for argument in query.arguments.values()}
    numbers = query.literals({name: 2 if default is None else default for name, default in arguments.items()})
    assert all(isinstance(each, int) for each in numbers.values())
    texts = [query.text, *(query_text(each) for each in FURTHER if query.row)]
    asked = {name for text in texts for name in re.findall(r"\$(\w+)", text)}
    assert asked <= arguments.keys() | numbers.keys()
    assert arguments.keys() - asked <= {"withinHops"}


@pytest.mark.parametrize("name", NAMES)
def test_a_text_has_no_comment_and_returns(name: str) -> None:
    text = query_text(name)
    assert "//" not in text
    assert text.rindex("RETURN") > text.rindex("MATCH") if "MATCH" in text else "RETURN" in text


def test_what_a_further_query_needs_is_a_further_query() -> None:
    assert {*NEEDS, *(each for needed in NEEDS.values() for each in needed)} <= FURTHER


# Search


def found(graph: Graph, words: str) -> list[str]:
    """Give the names of what is found."""
    cypher = "CALL db.index.fulltext.queryNodes('search', $words) YIELD node RETURN node.name"
    return [row[0] for row in graph.read(cypher, {"words": lucene(words)})]


@pytest.mark.parametrize("words", ["", " ", '"', "/", "\\", "*", "?", "-", "🙂", "()", "&& ||", "…", "\0"])
def test_a_search_for_no_word_is_bad_input(words: str) -> None:
    with pytest.raises(BadInput, match="There is no word to search for"):
        lucene(words)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Małopols", "malopols"),
        ("Łódzk", "lodzk"),
        ("Andalucí", "andaluci"),
        ("Württem", "wurttem"),
        ("⑴ Straß", "strass"),
    ],
)
def test_the_beginning_of_a_word_is_looked_for_without_accents(typed: str, folded: str) -> None:
    assert f" OR {folded}*)" in lucene(typed)


@pytest.mark.parametrize("typed", ["⑴", "㈠", "⒈x"])
def test_no_letter_becomes_query_syntax(typed: str) -> None:
    assert re.fullmatch(r"\([^()]+ OR [^()*]+\*\)", lucene(typed))


@settings(max_examples=400, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(words=st.text(max_size=60) | st.text("aZé1 AND OR NOT TO\"/\\*?~^:!(){}[]+-&|_.'’", max_size=40))
@example("AND")
@example("OR NOT")
@example("_")
@example("name:photonics~2^3")
@example("/.*/ [a TO b] {c TO d}")
@example("中文 русский ελληνικά ﬁ ª İ ß")
@example("⑴ ㈠ ⒈x")
@example("x" * 5000)
@example("cafe\u0301 o\u0308")
def test_whatever_is_typed_is_searched_for(starter: Graph, words: str) -> None:
    try:
        lucene(words)
    except BadInput:
        assert not any(each.isalnum() for each in words)
    else:
        found(starter, words)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("photonics", "Photonics"),
        ("PHOTON", "Photonics"),
        ("creţu", "Corina Creţu"),
        ("Cretu", "Corina Creţu"),
        ("lombard", "Lombardia"),
        ("advanced manufacturing", "Advanced manufacturing"),
        ("θήρα", "Άνδρος, Θήρα, Κέα, Μήλος, Μύκονος, Νάξος, Πάρος, Σύρος, Τήνος"),
    ],
)
def test_words_are_found_without_case_accents_and_endings(starter: Graph, words: str, name: str) -> None:
    assert any(name in each for each in found(starter, words))


def test_every_word_must_be_there(starter: Graph) -> None:
    assert found(starter, "photonics")
    assert found(starter, "photonics xyzzy") == []


def test_a_name_is_found_by_itself(starter: Graph) -> None:
    """Also one with words that say little: a, to, of, the."""
    names = starter.read("MATCH (n:Publication|Cluster|Fund|Person|Region) RETURN n.name ORDER BY n.id")
    some = ["Smart Guide to Cluster Policy", *[row[0] for row in names][::17]]
    assert [each for each in some if each not in found(starter, each)] == []


def test_a_name_is_found_with_accents_apart(starter: Graph) -> None:
    assert "Corina Creţu" in found(starter, "Cret\u0327u")


@pytest.mark.parametrize("count", [50, 1_000, 20_000])
def test_a_search_for_too_many_words_is_bad_input(count: int) -> None:
    with pytest.raises(BadInput, match="words"):
        lucene(" ".join(f"w{at}" for at in range(count)))
