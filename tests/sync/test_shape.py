"""What facts say is the same after the stage: through text, a file, a table and back, for every field of the model."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.loaders.facts import Fact, LinkFact, NodeFact, edge_fields, fields_of
from kb.loaders.table import Row
from kb.schema import KINDS, Confidence, Field, Point
from kb.schema.cypher import stored
from kb.sync.shape import Shape, Staged, read, shape_for, shape_of, written
from kb.sync.stage import Stage, name, names

ODD = [
    '"', '""', "'", "\\", "\\N", "NULL", "null", "[]", '["a"]', "\r", "\n", "\r\n", ",", ";", "\x1f", "\u2028",
    "\u202e", "\ufeff", "\x85", "\x1b[2J", "😀", "=1", "#", "-- ", "$1", "{}", "'); DROP TABLE rows; --",
    "MATCH (n) DELETE n", "[red]", "true", "1", "1.0", "2016-06-01", " ", "\t",
]  # fmt: skip
TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=20)
TEXTS = TEXT | st.lists(st.sampled_from(ODD), min_size=1, max_size=4).map("".join)
Temps = pytest.TempPathFactory
KEY = TEXTS.map(lambda text: text.strip()[:200]).filter(lambda text: text and not set(text) & set(";:"))


def values(field: Field) -> st.SearchStrategy[Any]:
    """Give what a field may hold, as it is checked."""
    if field.mark == "when" or field.type is str:
        one: st.SearchStrategy[Any] = TEXTS
    elif issubclass(field.type, Enum):
        one = st.sampled_from([*field.type.__members__])
    else:
        one = {
            bool: st.booleans(),
            int: st.integers(-(2**63), 2**63 - 1),
            float: st.floats(allow_nan=False, allow_infinity=False),
            date: st.dates(),
            datetime: st.datetimes(timezones=st.just(UTC)),
            Point: st.fixed_dictionaries({"latitude": st.floats(-90, 90), "longitude": st.floats(-180, 180)}),
        }[field.type]
    return st.lists(one, min_size=1, max_size=3) if field.many else one


def said(fields: dict[str, Field]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional={each: values(field) for each, field in fields.items()})


def facts(kind: str) -> st.SearchStrategy[Fact]:
    about = {"sources": st.lists(KEY, min_size=1, unique=True).map(lambda each: tuple(sorted(each)))}
    about["confidence"] = st.sampled_from([*Confidence.__members__])  # type: ignore[assignment]
    node = st.builds(NodeFact, st.just(kind), KEY, said(fields_of(kind)), **about)
    links = [
        st.builds(LinkFact, st.just(kind), KEY, st.just(each), st.just(to), KEY, said(edge_fields(kind, each)), **about)
        for each, relation in stored(KINDS[kind]).items()
        for to in relation.targets
    ]
    return st.one_of(node, *links)


def staged_as(fact: Fact) -> Staged:
    """Give a fact as it is staged, as the graph's facts are."""
    shape = shape_for(fact)
    key = (fact.id,) if isinstance(fact, NodeFact) else (fact.this, fact.that, fact.key or None)
    return shape, shape.cells(key, {**fact.properties, "confidence": fact.confidence}, ";".join(fact.sources))


def staged(given: list[Fact], folder: Path) -> dict[int, Fact]:
    """Give the facts as they come back from a stage."""
    with Stage(folder) as stage:
        for number, fact in enumerate(given):
            stage.sheets.add(number, Row("f", number, "", {}), [staged_as(fact)])
        stage.seal()
        return {
            row: shape.fact(cells)
            for shape in stage.shapes
            for row, *cells in stage.ask(f"SELECT _row, {names(shape.columns)} FROM {name(shape.name)}")
        }


@settings(max_examples=40, deadline=None)
@given(given=st.lists(st.sampled_from([*KINDS]).flatmap(facts), min_size=1, max_size=20))
def test_facts_come_back_from_the_stage_as_they_were(
    given: list[Fact], tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert staged(given, tmp_path_factory.mktemp("stage")) == dict(enumerate(given))


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_every_value_has_one_text_and_is_read_from_it(data: st.DataObject) -> None:
    every = {(each.type, each.many, each.mark): each for kind in KINDS for each in fields_of(kind).values()}
    for field in every.values():
        value = data.draw(values(field))
        text = written(value)
        assert text is not None
        assert read(field, text) == value
        assert written(read(field, text)) == text


def test_what_the_graph_holds_comes_back_whatever_its_first_row_begins_with(tmp_path: Path) -> None:
    shape: Shape = shape_of("Tool")
    with Stage(tmp_path / 'it\'s [1] "x"') as stage:
        for id in (each + "x" for each in ODD):
            stage.keep(shape, [(*shape.cells((id,), {"name": id, "confidence": "READ"}, "page"), "")])
            stage.seal()
        kept = stage.ask(f"SELECT id, name FROM {name(stage.was(shape))}")
    assert sorted(kept) == sorted((each + "x", each + "x") for each in ODD)


def test_texts_of_any_length_come_back(tmp_path: Path) -> None:
    long: list[Fact] = [
        NodeFact("Tool", f"k{at}", {"name": odd * (100_000 // len(odd))}, ("page",)) for at, odd in enumerate(ODD * 10)
    ]
    long.append(NodeFact("Region", "list", {"name": "n", "otherNames": ['"\n'] * 100_000}, ("page",)))
    assert staged(long, tmp_path) == dict(enumerate(long))
