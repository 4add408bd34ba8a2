"""Every loader, by the name it has on the command line."""

from __future__ import annotations

from kb.loaders.base import Loader
from kb.loaders.nuts import Nuts
from kb.loaders.starter import Starter

LOADERS: dict[str, Loader] = {each.name: each for each in (Nuts(), Starter())}


def added(kind: str, dataset: str) -> frozenset[str]:
    """Give the fields that loaders of other datasets add to nodes of this kind."""
    others = (each for each in LOADERS.values() if each.name != dataset)
    return frozenset(name for each in others for name in each.adds.get(kind, ()))


def only_adds(dataset: str, kind: str) -> bool:
    """Tell whether this dataset only adds to nodes of this kind, which others bring."""
    return dataset in LOADERS and kind in LOADERS[dataset].adds
