"""What may be said of a kind or a relation, and what must be."""

from __future__ import annotations

import pytest

from kb.errors import KbError
from kb.loaders.rejects import Rejected
from kb.sync.form import form_of, form_of_added, form_of_link, relation_stored


def test_properties_are_read_in_the_order_of_the_model_and_what_says_nothing_is_left_out() -> None:
    said = form_of("Project").read({"costEur": "5", "stages": "", "note": None, "pipeline": "true", "name": " A "})
    assert list(said.items()) == [("name", "A"), ("pipeline", True), ("costEur", 5.0)]


@pytest.mark.parametrize("given", [{}, {"name": " "}, {"name": None}, {"name": "", "pipeline": "perhaps"}])
def test_what_must_be_there_is_missed_in_the_order_of_the_model(given: dict[str, str | None]) -> None:
    with pytest.raises(Rejected) as rejected:
        form_of("Project").read(given)
    assert (rejected.value.code, rejected.value.reason) == ("MISSING_VALUE", "name is missing.")
    assert rejected.value.hint


def test_a_loader_that_does_not_know_the_model_is_at_fault() -> None:
    with pytest.raises(KbError, match=r"gives Project\.colour, which the model does not know"):
        form_of("Project").read({"name": "A", "colour": "red"})
    with pytest.raises(KbError, match=r"gives Project\.regions\.colour, which"):
        form_of_link("Project", "regions").read({"colour": "red"})
    with pytest.raises(KbError, match=r"gives Project\.colours, which the model does not store"):
        relation_stored("Project", "colours")


def test_what_is_only_added_needs_nothing_else() -> None:
    added = form_of_added("Project", ("description",))
    assert added.read({"description": "More."}) == {"description": "More."}
    with pytest.raises(KbError, match="which the model does not know"):
        added.read({"name": "A"})


def test_a_link_says_what_its_edge_holds() -> None:
    assert form_of_link("Project", "regions").read({"method": "CODE", "place": "ITC4"}) == {
        "method": "CODE",
        "place": "ITC4",
    }
    assert relation_stored("Project", "regions").targets == ("Region",)
