"""Adds to the stage what follows from all rows that stand."""

from __future__ import annotations

from kb.errors import KbError
from kb.loaders.base import Loader
from kb.loaders.facts import Facts, add, shown
from kb.sync.check import checked
from kb.sync.gather import OWN
from kb.sync.shape import Staged
from kb.sync.stage import Stage, name, names


def derive(stage: Stage, loader: Loader) -> None:
    """Add the facts that the loader derives from those of the rows, if it derives any."""
    if type(loader).derived is Loader.derived:
        return
    facts = standing(stage)
    derived: list[Staged] = []
    for fact in loader.derived(dict(facts)):
        good = checked(fact, loader)
        if not add(facts, good[0].fact(good[1])):
            raise KbError(f"What the loader derives differs from a row: {shown(fact)}.")
        derived.append(good)
    stage.sheets.add(OWN, None, derived)
    stage.seal()


def standing(stage: Stage) -> Facts:
    """Give all facts of the rows that stand."""
    facts: Facts = {}
    for shape in (*stage.nodes(), *stage.links()):
        for cells in stage.stream(f"SELECT {names(shape.columns)} FROM {name(shape.name)} ORDER BY _row, _nth"):
            add(facts, shape.fact(cells))
    return facts
