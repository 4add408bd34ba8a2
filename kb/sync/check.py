"""Checks facts against the model: what is wrong is named, with a hint."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from kb.loaders.base import Loader
from kb.loaders.facts import Fact, NodeFact
from kb.loaders.rejects import Rejected, personal_data
from kb.schema import Confidence
from kb.sync.form import form_of, form_of_link
from kb.sync.shape import Staged
from kb.sync.value import REMEMBERED, bad_choice, choices

CONFIDENCES = choices(Confidence)
LONGEST_KEY = 200
_NOT_IN_KEYS = re.compile(r"[;:\x00-\x1f]")


def checked(fact: Fact, loader: Loader) -> Staged:
    """Give the fact as it is staged; raise Rejected, or KbError where the loader does not know the model."""
    if isinstance(fact, NodeFact):
        id = key("id", fact.id)
        form = form_of(fact.kind, not loader.only_adds(fact))
        if fact.kind in GUARDED:
            fact = GUARDED[fact.kind](fact, loader)
        return form.shape, (id, *form.read(fact.properties), _confidence(fact), _sources(fact, loader))
    this, that = key("this", fact.this), key(fact.relation, fact.that)
    form = form_of_link(fact.kind, fact.relation, fact.that_kind)
    if fact.kind == "Person" or fact.that_kind == "Person":
        _without_personal_data(this, that, fact.properties)
    cells = form.read(fact.properties)
    return form.shape, (this, that, form.key(cells), *cells, _confidence(fact), _sources(fact, loader))


def _person(fact: NodeFact, _: Loader) -> NodeFact:
    _without_personal_data(fact.id, fact.properties)
    return fact


def _source(fact: NodeFact, loader: Loader) -> NodeFact:
    """Give a source with its dataset: it vouches for itself."""
    named = fact.properties.get("dataset")
    if named not in (None, "", loader.name):
        raise Rejected("BAD_CHOICE", f"dataset: {named!r} is not allowed.", f"Leave it out: {loader.name}.")
    return fact._replace(properties={**fact.properties, "dataset": loader.name}, sources=(fact.id,))


GUARDED = {"Person": _person, "Source": _source}
"""Kinds of which more is asked than the model says."""


def _sources(fact: Fact, loader: Loader) -> str:
    return ";".join(sorted(set(fact.sources))) if fact.sources else loader.name


def _confidence(fact: Fact) -> str:
    if fact.confidence not in CONFIDENCES:
        raise bad_choice("confidence", fact.confidence, Confidence)
    return fact.confidence


def _without_personal_data(*given: Any) -> None:
    found = personal_data(" ".join(str(each) for each in given))
    if found:
        raise Rejected("PERSONAL_DATA", f"The row of a person holds {found}.", "Remove it: only public roles are kept.")


def key(name: str, given: Any) -> str:
    """Give a key; raise Rejected where it is none."""
    if not isinstance(given, str) or not given:
        raise Rejected("MISSING_VALUE", f"{name} is missing.", "Every row needs a key.")
    if not _is_key(given):
        shown = given if len(given) <= LONGEST_KEY else given[:40] + "..."
        hint = f"At most {LONGEST_KEY} characters, no spaces at its ends, no `;` and no `:`."
        raise Rejected("BAD_KEY", f"{name}: {shown!r} is no key.", hint)
    return given


@lru_cache(REMEMBERED)
def _is_key(text: str) -> bool:
    return len(text) <= LONGEST_KEY and text == text.strip() and not _NOT_IN_KEYS.search(text)
