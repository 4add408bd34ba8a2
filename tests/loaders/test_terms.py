"""Terms are found where a reader would see them, all at once as well as one by one."""

import unicodedata

import pytest

from kb.loaders.terms import Term, Terms, words_of


def found(text: str, *written: str) -> list[str]:
    terms = Terms(Term.of("x", rank, each) for rank, each in enumerate(written))
    return [words_of(text, each) for each in terms.find(text)]


@pytest.mark.parametrize(
    ("term", "text", "words"),
    [
        ("photonic", "Photonic sensors", ["Photonic"]),
        ("photonic", "photonics, biophotonic", []),
        ("photoni*", "PHOTONICS and biophotonics", ["PHOTONICS"]),
        ("*laser", "Ein Diodenlaser, kein Laserdrucker", ["Diodenlaser"]),
        ("*laser", "a laser", ["laser"]),
        ("*nanotech*", "Bionanotechnologie", ["Bionanotechnologie"]),
        ("3D print*", "Ein 3d-Printer; 3D  Printing", ["3d-Printer", "3D  Printing"]),
        ("3D print*", "3D and printing", []),
        ("industry 4.0", "Industry 4.0.", ["Industry 4.0"]),
        ("industry 4.0", "industry 4 in 0 steps", []),
        ("robots.txt", "the file robots.txt", ["robots.txt"]),
        ("uměl* inteligenc*", "Umělou inteligencí", ["Umělou inteligencí"]),
        ("τεχνητ* νοημοσύν*", "ΤΕΧΝΗΤΗ ΝΟΗΜΟΣΥΝΗ", ["ΤΕΧΝΗΤΗ ΝΟΗΜΟΣΥΝΗ"]),
        ("intelligence artificielle", "l'intelligence artificielle", ["intelligence artificielle"]),
        ("weiße biotechnologie", "WEISSE BIOTECHNOLOGIE", ["WEISSE BIOTECHNOLOGIE"]),
        ("cloud", "", []),
        ("data science centre", "of data science", []),
    ],
)
def test_words_beginnings_ends_and_phrases(term: str, text: str, words: list[str]) -> None:
    assert found(text, term) == words


def test_letters_with_accents_apart_are_the_same_letters() -> None:
    assert found(unicodedata.normalize("NFD", "umělá inteligence"), "uměl* inteligenc*") == ["umělá inteligence"]


def test_a_term_in_capitals_is_found_in_capitals_only() -> None:
    assert found("AI per i comuni", "AI") == ["AI"]
    assert found("Aiuti ai comuni", "AI") == []
    assert found("LLMs in hospitals", "LLM*") == ["LLMs"]


def test_capitals_mean_nothing_where_most_words_have_them() -> None:
    assert found("SERVIZI AI CITTADINI del comune", "AI", "serviz*") == ["SERVIZI"]


def test_terms_that_share_words_are_all_found() -> None:
    written = ("data", "data science", "data science centre", "science*")
    assert found("Data science centre", *written) == ["Data", "Data science", "Data science centre", "science"]


@pytest.mark.parametrize("written", ["", "  ", "*", "-", "functionali*ed"])
def test_what_is_no_term_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"x: .* is no term"):
        Term.of("x", 0, written)
