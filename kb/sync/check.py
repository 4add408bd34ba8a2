"""Checks facts against the model: what is wrong is named, with a hint."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from kb.loaders.base import Loader
from kb.loaders.facts import Fact, LinkFact, NodeFact
from kb.loaders.rejects import Rejected, personal_data
from kb.schema import Confidence
from kb.sync.form import form_of, form_of_added, form_of_link, relation_stored
from kb.sync.value import REMEMBERED, bad_choice, choices

LONGEST_KEY = 200
_NOT_IN_KEYS = re.compile(r"[;:\x00-\x1f]")


def checked(fact: Fact, loader: Loader) -> Fact:
    """Give the fact as it is to be stored; raise Rejected, or KbError where the loader does not know the model."""
    # made anew and not by `replace`, which takes longer than all the checks
    if isinstance(fact, NodeFact):
        properties = _of_node(fact, loader)
        return NodeFact(fact.kind, fact.id, properties, _sources(fact, loader), _confidence(fact))
    properties = _of_link(fact)
    return LinkFact(
        fact.kind, fact.this, fact.relation, fact.that_kind, fact.that, properties,
        _sources(fact, loader), _confidence(fact),
    )  # fmt: skip


def _of_node(fact: NodeFact, loader: Loader) -> dict[str, Any]:
    key("id", fact.id)
    if fact.kind == "Person":
        _without_personal_data(fact.id, fact.properties)
    if loader.only_adds(fact):
        return form_of_added(fact.kind, loader.adds[fact.kind]).read(fact.properties)
    return form_of(fact.kind).read(_of_dataset(fact, loader) if fact.kind == "Source" else fact.properties)


def _of_dataset(source: NodeFact, loader: Loader) -> dict[str, Any]:
    named = source.properties.get("dataset")
    if named not in (None, "", loader.name):
        raise Rejected("BAD_CHOICE", f"dataset: {named!r} is not allowed.", f"Leave it out: {loader.name}.")
    return {**source.properties, "dataset": loader.name}


def _of_link(fact: LinkFact) -> dict[str, Any]:
    key("this", fact.this)
    key(fact.relation, fact.that)
    targets = relation_stored(fact.kind, fact.relation).targets
    if fact.that_kind not in targets:
        raise Rejected(
            "BAD_TARGET",
            f"{fact.relation} cannot lead to {fact.that_kind}.",
            f"It leads to {', '.join(targets)}, written as Kind:id where there are several.",
        )
    if "Person" in (fact.kind, fact.that_kind):
        _without_personal_data(fact.this, fact.that, fact.properties)
    return form_of_link(fact.kind, fact.relation).read(fact.properties)


def _sources(fact: Fact, loader: Loader) -> tuple[str, ...]:
    if fact.kind == "Source" and isinstance(fact, NodeFact):
        return (fact.id,)
    return tuple(sorted(set(fact.sources))) if fact.sources else (loader.name,)


def _confidence(fact: Fact) -> str:
    if fact.confidence not in choices(Confidence):
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
