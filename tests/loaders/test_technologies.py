"""The rules find what a hand-tagged sample of texts says, bar what misleads, and are in order themselves."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from kb.loaders.facts import LinkFact
from kb.loaders.technologies import NOT, Tagged, rules, tags, terms
from kb.words import folded

SAMPLE = Path(__file__).parent / "files" / "technologies.csv"
STARTER = Path(__file__).parents[2] / "kb" / "loaders" / "starter" / "technologies.csv"


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def hits(sample: list[dict[str, str]]) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Count, for each technology, the tags that are right, those that are wrong, and those that are missing."""
    right, wrong, missing = Counter[str](), Counter[str](), Counter[str]()
    for row in sample:
        wanted, given = (
            set(filter(None, row["technologies"].split(";"))),
            {each.technology for each in tags(row["text"])},
        )
        right.update(wanted & given)
        wrong.update(given - wanted)
        missing.update(wanted - given)
    return right, wrong, missing


def share(part: int, rest: int) -> float:
    return part / (part + rest) if part + rest else 1.0


def told(name: str, right: int, wrong: int, missing: int) -> str:
    return f"{name:13} {share(right, wrong):9.2f} {share(right, missing):9.2f} {right + missing:6}"


SAMPLES = {"tuned on": rows(SAMPLE)[::2], "held out": rows(SAMPLE)[1::2], "all": rows(SAMPLE)}


@pytest.mark.parametrize("part", SAMPLES)
def test_the_sample(part: str) -> None:
    right, wrong, missing = hits(SAMPLES[part])
    print(f"{part:13} precision    recall  texts")
    for each in rules():
        print(told(each, right[each], wrong[each], missing[each]))
    print(told("together", right.total(), wrong.total(), missing.total()))
    assert share(right.total(), wrong.total()) >= 0.95
    assert share(right.total(), missing.total()) >= 0.95


def test_the_sample_is_one() -> None:
    assert len(SAMPLES["all"]) >= 200
    assert {row["language"] for row in SAMPLES["all"]} == languages()
    assert len({row["text"] for row in SAMPLES["all"]}) == len(SAMPLES["all"])
    assert sum(not row["technologies"] for row in SAMPLES["all"]) >= 80


def languages() -> set[str]:
    return {language for lists in rules().values() for language in lists} - {NOT}


def test_every_technology_has_rules_in_every_language() -> None:
    assert set(rules()) == {row["id"] for row in rows(STARTER)}
    for technology, lists in rules().items():
        assert set(lists) - {NOT} == languages(), technology


def test_no_term_is_there_twice() -> None:
    for technology, lists in rules().items():
        for language, written in lists.items():
            twice = [each for each, count in Counter(map(folded, written)).items() if count > 1]
            assert not twice, f"{technology}.{language}"


@pytest.mark.parametrize(
    ("technology", "written"), [(each, term) for each, lists in rules().items() for term in lists.get(NOT, ())]
)
def test_what_bars_bars_something(technology: str, written: str) -> None:
    found = terms().find(written.replace("*", ""))
    assert any(each.term.origin.startswith(f"{technology}.") and not each.term.origin.endswith(NOT) for each in found)
    assert technology not in {each.technology for each in tags(written.replace("*", ""))}


def test_all_terms_at_once_are_found_as_one_by_one() -> None:
    lists = {f"{each}.{name}": written for each, named in rules().items() for name, written in named.items()}
    plain = {each: re.compile("|".join(map(pattern, filter(in_any_case, lists[each]))) or "$.") for each in lists}
    for row in SAMPLES["all"]:
        text = folded(row["text"])
        one_by_one = {origin for origin, each in plain.items() if each.search(text)}
        at_once = {each.term.origin for each in terms().find(row["text"]) if not each.term.capitals}
        assert at_once == one_by_one, row["text"]


def in_any_case(written: str) -> bool:
    return not written.isupper()


def pattern(written: str) -> str:
    pieces = re.findall(r"\*?\w+(?:\.\d+)?\*?", folded(written))
    return r"\W+".join(r"\b" + re.escape(each).replace(r"\*", r"\w*") + r"\b" for each in pieces)


def test_a_tag_says_what_it_rests_on() -> None:
    (tag,) = tags("Die Halle", "Neue Femtosekundenlaser für Glas")
    assert tag == Tagged("PHO", "PHO.de", "Femtosekundenlaser")
    assert tag.link("Project", "p", "technologies") == LinkFact(
        "Project", "p", "technologies", "Technology", "PHO", {"basis": "Femtosekundenlaser (PHO.de)"}, (), "INFERRED"
    )


def test_each_technology_is_given_once_and_the_title_goes_first() -> None:
    given = list(tags("Drones and robots", "Robots, artificial intelligence and AI"))
    assert [(each.technology, each.words) for each in given] == [
        ("ROBOTICS", "Drones"),
        ("AI", "artificial intelligence"),
    ]


def test_the_longest_of_two_terms_is_what_a_tag_rests_on() -> None:
    assert [each.words for each in tags("Cloud native software")] == ["Cloud native"]


def test_a_term_is_found_within_one_text_only() -> None:
    assert not list(tags("Plans for artificial", "intelligence services"))


@pytest.mark.parametrize(
    ("text", "technologies"),
    [
        ("Laser eye surgery", set()),
        ("Laser eye surgery with a new laser", {"PHO"}),
        ("Nanosecond pulses", set()),
        ("Glaserei Müller", set()),
        ("Wykonanie robót budowlanych", set()),
        ("Cloud cover from cloud services", {"CLOUD"}),
        ("Nanoelectronics", {"MNE"}),
        ("Food additives, wood chips and social security", set()),
    ],
)
def test_what_misleads_is_barred_and_nothing_else(text: str, technologies: set[str]) -> None:
    assert {each.technology for each in tags(text)} == technologies
