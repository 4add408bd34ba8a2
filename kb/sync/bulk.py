"""Makes the graph anew with a load in it, by Neo4j's own import: the way for a first load of millions of rows.

The import makes a whole database, so what the graph holds already goes along; it should be little.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from kb.errors import LoadRefused
from kb.graph import Graph, Row
from kb.schema import KINDS, Field, Point
from kb.schema.cypher import ALL, read_all_links, read_nodes, stored
from kb.sync.changes import Changes
from kb.sync.shape import ORIGIN, Shape, shape_of
from kb.sync.stage import Stage, name, names, same_key

Import: TypeAlias = Callable[[list[str]], None]
"""Makes the database of what the options of `neo4j-admin database import` name."""

TYPES = {int: "long", float: "double", bool: "boolean", date: "date", datetime: "datetime", Point: "point{crs:WGS-84}"}
SCRIPT = """\
#!/bin/sh
# Makes the database anew, named neo4j or as you say, of the files in this folder. Stop it first.
cd "$(dirname "$0")" && exec neo4j-admin database import full "${{1:-neo4j}}" --overwrite-destination {}
"""
THERE = """
MATCH (n) RETURN DISTINCT labels(n)[0] AS label, null AS type
UNION ALL
MATCH (n)-[link]->() RETURN DISTINCT labels(n)[0] AS label, type(link) AS type
"""
"""What a graph has any of: there are a hundred kinds and relations, and most graphs have some of them only."""
LINE_ENDS = r"[\n\r]|\\[nr]"
"""Ends of lines, as they are in a text or in the text of a list."""
AT_ONCE_BYTES = 4_000_000
"""So much of a file the import reads at once."""
OPTIONS = ["--array-delimiter=U+001F", "--path-pattern-style=none"]


def bulk(graph: Graph, stage: Stage, changes: Changes, load: Mapping[str, Any], folder: Path) -> list[str]:
    """Write all that the graph is to hold into files, and give the options of the import that name them."""
    found = {(label, type) for label, type in graph.scan(THERE, {}, list)}
    _refuse_foreign(found)
    there = set(_copy(graph, stage, found))
    _begin(stage, there, load)
    wanted = {each for each in changes.shapes if each.is_node or each in stage.shapes or each in there}
    shapes = sorted(wanted | there | {shape_of("Load")}, key=lambda each: each.name)
    files = [each for shape in shapes if (each := _files(stage, shape, shape in wanted, folder))]
    return [*OPTIONS, *_of_lines([each.lines for each in files if each.lines]), *(each.option for each in files)]


def _of_lines(files: list[Path]) -> list[str]:
    """Give the options by which the import reads files whose cells may have several lines.

    To read all files so takes it twice as long. It can be told which, but then fails where one is not read at once.
    """
    if not files:
        return []
    if any(each.stat().st_size >= AT_ONCE_BYTES for each in files):
        return ["--multiline-fields=true"]
    return [f"--multiline-fields={','.join(map(str, files))}", "--multiline-fields-format=v2"]


def script(options: Iterable[str], folder: Path) -> Path:
    """Write a script beside the files, which imports them wherever the folder is, and give its path."""
    path = folder / "import.sh"
    given = " ".join(shlex.quote(each.replace(f"{folder}{os.sep}", "")) for each in options)
    path.write_text(SCRIPT.format(given), encoding="utf-8")
    path.chmod(0o755)
    return path


class Files(NamedTuple):
    """The option that names the files of a shape, and the one of these whose cells have several lines, if any do."""

    option: str
    lines: Path | None


def _refuse_foreign(found: Iterable[tuple[str, str | None]]) -> None:
    """Raise LoadRefused where the graph holds what is not of the model: a database made anew would lack it."""
    types = {each.type for kind in KINDS.values() for each in stored(kind).values()}
    for label, type in found:
        if label not in {*KINDS, "Migration"} or type not in {None, *types}:
            what = f"relationships {type}" if type else f"nodes {label}"
            raise LoadRefused(
                f"The graph holds {what}, which are not kb's and would be lost.",
                "Load through the driver: without --bulk and --files-to.",
            )


def _copy(graph: Graph, stage: Stage, found: set[tuple[str, str | None]]) -> Iterator[Shape]:
    """Copy the whole graph onto the stage, and give the shapes of its facts."""
    seen: set[Shape] = set()

    def keep(shape: Shape, key: tuple[str | None, ...], properties: Mapping[str, Any]) -> None:
        seen.add(shape)
        stage.copy(shape, shape.cells(key, properties, ";".join(properties.get("sources") or ())))

    def nodes(kind: str, rows: Iterable[Row]) -> None:
        for id, properties in rows:
            keep(shape_of(kind), (id,), properties)

    def links(kind: str, relation: str, rows: Iterable[Row]) -> None:
        for this, that_kind, that, properties in rows:
            keep(shape_of(kind, relation, that_kind), (this, that, properties.get("key") or None), properties)

    for kind in KINDS.values():
        if (kind.name, None) in found:
            graph.scan(read_nodes(kind, ALL), {}, partial(nodes, kind.name))
        for relation, declared in stored(kind).items():
            if {(kind.name, declared.type), *((each, declared.type) for each in declared.targets)} & found:
                graph.scan(read_all_links(kind, declared), {}, partial(links, kind.name, relation))
    stage.seal()
    yield from seen


def _begin(stage: Stage, there: set[Shape], load: Mapping[str, Any]) -> None:
    """Put the record of the load among what is there: as one that has not ended."""
    shape = shape_of("Load")
    stage.copy(shape, shape.cells((load["id"],), {**load, "finished": None}, ";".join(load["sources"])))
    stage.seal()
    stage.run(
        f"DELETE FROM {name(stage.copied(shape))} WHERE rowid < (SELECT max(rowid) FROM {name(stage.copied(shape))})"
        " AND id = ?",
        [load["id"]],
    )
    there.add(shape)


def _files(stage: Stage, shape: Shape, is_wanted: bool, folder: Path) -> Files | None:
    """Write the facts of a shape; None where there is none."""
    columns = shape.kept
    parts = [f"SELECT {names(columns)} FROM {name(stage.copied(shape))} AS was"]
    if is_wanted:
        # what stays as it is is in the copy with all that anybody says of it
        changed = f"(SELECT * FROM {name(shape.name, 'to')} WHERE _status <> 'unchanged')"
        parts[0] += f" ANTI JOIN {changed} AS to_ ON {same_key(shape, 'was', 'to_')}"
        parts.append(f"SELECT {names(columns)} FROM {changed} WHERE NOT _gone")
    facts = f"({' UNION ALL '.join(parts)})"
    data, columns_of = folder / f"{shape.name}.csv", folder / f"{shape.name}.header.csv"
    columns_of.write_text(",".join(header(shape)) + "\n", encoding="utf-8")
    written = ", ".join(_written(shape, each) for each in columns if each != "key" or shape.keyed)
    texts = _has_lines(shape)
    has_lines = stage.one(f"SELECT coalesce(bool_or({texts}), false) FROM {facts}")
    lines = folder / f"{shape.name}.lines.csv" if has_lines else None
    apart = f" WHERE NOT ({texts})" if lines else ""
    many = stage.write(f"SELECT {written} FROM {facts}{apart}", data)
    if lines:
        many += stage.write(f"SELECT {written} FROM {facts} WHERE {texts}", lines)
    named = ",".join(map(str, filter(None, (columns_of, data, lines))))
    return Files(f"{label(shape)}={named}", lines) if many else None


def _has_lines(shape: Shape) -> str:
    """Give the condition that a text of a fact has several lines; keys have none."""
    of_text = (name(each) for each, field in shape.fields.items() if field.type is str)
    return " OR ".join(f"coalesce(regexp_matches({each}, '{LINE_ENDS}'), false)" for each in of_text) or "false"


def label(shape: Shape) -> str:
    """Give the option of the import that takes files of this shape."""
    return f"--nodes={shape.kind}" if shape.is_node else f"--relationships={shape.declared.type}"


def header(shape: Shape) -> Iterator[str]:
    """Give the columns with their types, as the import wants them: those of `Shape.kept`."""
    if shape.is_node:
        yield f"id:ID({shape.kind})"
    else:
        ends = ("START", "END") if shape.declared.outgoing else ("END", "START")
        yield f":{ends[0]}_ID({shape.kind})"
        yield f":{ends[1]}_ID({shape.that_kind})"
        if shape.keyed:
            yield "key:string"
    yield from (f"{each}:{_type(field)}" for each, field in shape.fields.items())
    yield "confidence:string"
    yield "sources:string[]"
    yield f"{ORIGIN}:long[]"


def _type(field: Field) -> str:
    return TYPES.get(field.type, "string") + ("[]" if field.many else "")


def _written(shape: Shape, column: str) -> str:
    """Give the SQL for a column as the import reads it."""
    text = name(column)
    if column == "sources":
        return f"replace({text}, ';', chr(31))"
    if column == ORIGIN:
        return f"replace(trim({text}, '[]'), ',', chr(31))"
    if column == "key":
        return f"coalesce({text}, '')"
    field = shape.fields.get(column)
    if field is not None and field.many:
        return f"array_to_string(from_json({text}, '[\"VARCHAR\"]'), chr(31))"
    if field is not None and field.type is Point:
        parts = (f"split_part({text}, ' ', {at})" for at in (1, 2))
        return "'{latitude: ' || " + " || ', longitude: ' || ".join(parts) + " || '}'"
    return text
