"""Named traversals: each a typed signature in a file here and a Cypher text of the same name in `cypher/queries/`."""

from importlib import import_module
from pkgutil import iter_modules

from kb.queries.ways import SHORTCUTS, WALKED
from kb.signature import QUERIES

__all__ = ["QUERIES", "SHORTCUTS", "WALKED"]

for each in iter_modules(__path__, f"{__name__}."):  # a file is enough to declare some
    import_module(each.name)
