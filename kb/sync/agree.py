"""Settles what many rows say of one thing, such as an organisation, where they say it in different ways."""

from __future__ import annotations

from kb.loaders.base import Loader
from kb.sync.shape import shape_of
from kb.sync.stage import Stage, name


def agree(stage: Stage, loader: Loader) -> None:
    """Have every row say what all rows agree on (`Loader.agreed`), whatever their order.

    A detail on which they differ is unknown. Only a name must be had: of several, the first by the alphabet.
    """
    for kind, fields in loader.agreed.items():
        if shape_of(kind) not in stage.shapes:
            continue
        table, columns = name(kind), [name(each) for each in fields]
        agreed = ", ".join(f"{_agreed(each)} AS {each}" for each in columns)
        differ = " OR ".join(f"min({each}) <> max({each}) OR count({each}) NOT IN (0, count(*))" for each in columns)
        stage.run(
            f"UPDATE {table} SET {', '.join(f'{each} = said.{each}' for each in columns)}"
            f" FROM (SELECT id, {agreed} FROM {table} GROUP BY id HAVING {differ}) AS said WHERE {table}.id = said.id"
        )


def _agreed(column: str) -> str:
    first = f"min({column})"
    return first if column == name("name") else f"CASE WHEN {first} = max({column}) THEN {first} END"
