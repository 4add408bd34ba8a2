"""What may be said of a kind or a relation, and what must be."""

from __future__ import annotations

import pytest

from kb.errors import KbError
from kb.loaders.rejects import Rejected
from kb.sync.form import Form, form_of, form_of_link, relation_stored


def said(form: Form, given: dict[str, str | None]) -> dict[str, str]:
    """Give what a form reads, by the names of its fields."""
    return {name: cell for name, cell in zip(form.shape.fields, form.read(given), strict=True) if cell is not None}


def test_properties_are_read_in_the_order_of_the_model_and_what_says_nothing_is_left_out() -> None:
    found = said(form_of("Project"), {"costEur": "5", "stages": "", "note": None, "pipeline": "true", "name": " A "})
    assert list(found.items()) == [("name", "A"), ("pipeline", "true"), ("costEur", "5.0")]


@pytest.mark.parametrize("given", [{}, {"name": " "}, {"name": None}, {"name": "", "note": "more"}])
def test_what_must_be_there_is_missed_in_the_order_of_the_model(given: dict[str, str | None]) -> None:
    with pytest.raises(Rejected) as rejected:
        form_of("Project").read(given)
    assert (rejected.value.code, rejected.value.reason) == ("MISSING_VALUE", "name is missing.")
    assert rejected.value.hint


def test_a_loader_that_does_not_know_the_model_is_at_fault() -> None:
    with pytest.raises(KbError, match=r"gives Project\.colour, which the model does not know"):
        form_of("Project").read({"name": "A", "colour": "red"})
    with pytest.raises(KbError, match=r"gives Project\.regions\.colour, which"):
        form_of_link("Project", "regions", "Region").read({"colour": "red"})
    with pytest.raises(KbError, match=r"gives Project\.colours, which the model does not store"):
        relation_stored("Project", "colours")


def test_what_is_only_added_needs_nothing_else() -> None:
    assert said(form_of("Project", complete=False), {"description": "More."}) == {"description": "More."}


def test_a_link_says_what_its_edge_holds_and_leads_where_it_may() -> None:
    form = form_of_link("Project", "regions", "Region")
    assert said(form, {"method": "CODE", "place": "ITC4"}) == {"method": "CODE", "place": "ITC4"}
    assert said(form, {}) == {}
    assert relation_stored("Project", "regions").targets == ("Region",)
    with pytest.raises(Rejected, match="cannot lead to Cluster") as rejected:
        form_of_link("Project", "regions", "Cluster")
    assert rejected.value.code == "BAD_TARGET"


def test_links_with_the_same_ends_are_told_apart_by_what_their_edge_says() -> None:
    form = form_of_link("Project", "organisations", "Organisation")
    keys = [form.key(form.read(given)) for given in ({}, {"role": "lead"}, {"role": "lead", "asOf": "2016"})]
    assert keys == ["|", "lead|", "lead|2016"]
    plain = form_of_link("Project", "regions", "Region")
    assert plain.key(plain.read({})) is None
