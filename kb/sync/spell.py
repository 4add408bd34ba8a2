"""Takes one spelling of each thing that rows spell in many ways."""

from __future__ import annotations

from kb.loaders.base import Loader
from kb.sync.shape import shape_of
from kb.sync.stage import Stage, name


def spell(stage: Stage, loader: Loader) -> None:
    """Have every row say what the first that says something says (`Loader.spelled`)."""
    for kind, fields in loader.spelled.items():
        if shape_of(kind) not in stage.shapes:
            continue
        table, columns = name(kind), [name(each) for each in fields]
        first = ", ".join(f"arg_min({each}, _row) AS {each}" for each in columns)
        differ = " OR ".join(f"min({each}) <> max({each}) OR count({each}) NOT IN (0, count(*))" for each in columns)
        stage.run(
            f"UPDATE {table} SET {', '.join(f'{each} = said.{each}' for each in columns)}"
            f" FROM (SELECT id, {first} FROM {table} GROUP BY id HAVING {differ}) AS said WHERE {table}.id = said.id"
        )
