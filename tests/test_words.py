"""A search for whatever a person types, and what is shown of the words it finds."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kb.errors import BadInput
from kb.graph import Graph
from kb.words import MOST_SHOWN, Highlight, highlights, lucene


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


PROPERTIES = settings(
    max_examples=400, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


@PROPERTIES
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


# What is shown of the words


def marked(highlight: Highlight) -> str:
    return "".join(f"[{part.text}]" if part.found else part.text for part in highlight.parts)


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("photonics", "Photonics and PHOTONICS", "[Photonics] and [PHOTONICS]"),
        ("photon", "Biophotonics, photonics", "Biophotonics, [photonics]"),
        ("cretu", "Corina Creţu", "Corina [Creţu]"),
        ("Creţu", "Cretu", "[Cretu]"),
        ("malopolska lodz", "Małopolska, Łódź", "[Małopolska], [Łódź]"),
        ("oresund", "Øresund", "[Øresund]"),
        ("the guide", "The Smart Guide to the region", "The Smart [Guide] to the region"),
        ("the", "The region", "[The] region"),
        ("itc4", "ITC4-2014-2020", "[ITC4]-2014-2020"),
        ("café", "cafe\u0301 noir", "[café] noir"),
        ("<b>", "<b>a</b>", "<[b]>a</[b]>"),
        ("b* (c) d~", "b c d", "[b] [c] [d]"),
    ],
)
def test_the_words_are_told_apart(words: str, text: str, expected: str) -> None:
    assert [marked(each) for each in highlights(words, [("name", text)])] == [expected]


def test_texts_without_the_words_are_not_shown() -> None:
    found = highlights("photonics", [("id", "PHO"), ("name", "Photonics"), ("description", "Light.")])
    assert [each.field for each in found] == ["name"]


def test_a_long_text_is_cut_around_the_first_words_found() -> None:
    [highlight] = highlights("needle", [("note", "hay " * 100 + "needle " + "straw " * 20 + "needles " + "hay " * 100)])
    assert marked(highlight) == "… " + "hay " * 14 + "[needle] " + "straw " * 20 + "[needles] hay hay …"


@PROPERTIES
@given(
    words=st.text("aáłŁé1 ", min_size=1, max_size=6),
    text=st.text("aáÁłŁéeE\u0301b1 .-'", max_size=60) | st.text("ab é", min_size=150, max_size=700) | st.text(),
)
@example("a", "b" * 300 + " a")
@example("a", "b" * 50 + " " + "a" * 500)
@example("a", "b" * 500 + "-a-" + "b" * 500)
def test_the_parts_are_the_text_or_a_fragment_of_it(words: str, text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    for highlight in highlights(words, [("name", text)]):
        parts = [part.text for part in highlight.parts if part.text not in ("… ", " …")]
        assert "".join(parts) in text
        assert all(parts)
        assert any(part.found for part in highlight.parts)
        if len(text) <= MOST_SHOWN:
            assert "".join(parts) == text
        found = [part.text for part in highlight.parts if part.found]
        assert len("".join(parts)) <= MOST_SHOWN + len(found[0])
