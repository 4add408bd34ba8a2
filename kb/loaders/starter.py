"""The starter dataset: tidy CSV files whose names and columns are the model's.

`clusters.csv` holds nodes: columns are fields of the kind, and relations whose links share the row's sources.
`clusters.clusterPartnerships.csv` holds links: `this`, `that`, and fields of the relation's edge.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import ClassVar

from kb.errors import FileRefused
from kb.files import PACKAGE
from kb.loaders.base import Loader
from kb.loaders.facts import Fact, LinkFact, NodeFact, edge_fields, fields_of
from kb.loaders.layout import Layout
from kb.loaders.rejects import Rejected
from kb.loaders.table import Row, read_table
from kb.schema import KINDS, Relation
from kb.schema.cypher import stored

FOLDER = PACKAGE / "loaders" / "starter"
ALWAYS = ("sources", "confidence")


@dataclass(frozen=True)
class Table:
    """One file of the dataset: the nodes of a kind or, with `relation`, links of theirs."""

    kind: str
    relation: str | None = None
    only: tuple[str, ...] | None = None

    @property
    def name(self) -> str:
        """Give the name of its file."""
        plural = KINDS[self.kind].plural
        return f"{plural}.{self.relation}.csv" if self.relation else f"{plural}.csv"

    @cached_property
    def fields(self) -> list[str]:
        """Give the columns that are properties."""
        if self.relation:
            return list(edge_fields(self.kind, self.relation))
        return list(self.only if self.only is not None else fields_of(self.kind))

    @cached_property
    def relations(self) -> dict[str, Relation]:
        """Give the columns that are links, by their names."""
        return {} if self.relation or self.only is not None else stored(KINDS[self.kind])

    @cached_property
    def required(self) -> list[str]:
        """Give the columns that must be there."""
        if self.relation:
            fields = edge_fields(self.kind, self.relation)
            return ["this", "that", *(name for name in fields if fields[name].required), *ALWAYS]
        if self.only is not None:
            return ["id", *ALWAYS]
        if self.kind == "Source":  # a source vouches for itself
            return ["id", "name"]
        known = fields_of(self.kind)
        return ["id", *(name for name, each in known.items() if each.required and not each.many), *ALWAYS]

    @cached_property
    def layout(self) -> Layout:
        """Give the columns that must be there and those that may be."""
        known = (*(("this", "that") if self.relation else ("id",)), *self.fields, *self.relations, *ALWAYS)
        optional = tuple(each for each in known if each not in self.required)
        return Layout(tuple(self.required), optional, files=(self.name,))


NAMES = "They are named as in kb/loaders/starter: clusters.csv, clusters.technologies.csv ..."


class Starter(Loader):
    """Facts of European smart specialisation gathered from public pages: strategies, priorities, clusters,
    partnerships, facilities, funds, people and events, as of 2016 and since.
    """  # fmt: skip

    name = "starter"
    title = "Starter dataset of kb"
    publisher = "kb"
    after = ("nuts",)
    adds: ClassVar = {"Region": ("englishName", "otherNames", "note")}

    def __init__(self) -> None:
        nodes = [Table(kind, only=self.adds.get(kind)) for kind in KINDS if kind != "Load"]
        links = [Table(each.kind, name) for each in nodes if each.only is None for name in stored(KINDS[each.kind])]
        nodes.sort(key=lambda each: each.kind != "Source")
        self.tables = {each.name: each for each in (*nodes, *links)}
        self.layouts = tuple(each.layout for each in self.tables.values())

    def files(self, file: Path | None) -> list[Path]:
        """Give the files of the dataset: those shipped, those of a folder, or those shipped but one."""
        if file is None or file.is_dir():
            return self._all(file or FOLDER)
        if file.name not in self.tables:
            raise FileRefused(f"{file.name} is no file of the starter dataset.", NAMES)
        shipped = {each.name: each for each in self._all(FOLDER)} | {file.name: file}
        return [shipped[name] for name in self.tables if name in shipped]

    def _all(self, folder: Path) -> list[Path]:
        found = {each.name: each for each in folder.glob("*.csv")}
        unknown = sorted(found.keys() - self.tables.keys())
        if unknown or not found:
            what = f"{unknown[0]} in {folder.name} is" if unknown else f"{folder.name} holds"
            raise FileRefused(f"{what} no file of the starter dataset.", NAMES)
        return [found[name] for name in self.tables if name in found]

    def rows(self, files: list[Path]) -> Iterator[Row]:
        """Read the rows of every file."""
        for file in files:
            table = self.tables[file.name]
            yield from read_table(file, table.layout)

    def facts(self, row: Row) -> Iterator[Fact]:
        """Give the node and its links, or the one link."""
        table = self.tables[row.file]
        given = {name: row[name] for name in table.fields if name in row.cells}
        sources = _ids(row["sources"])
        if table.kind != "Source" and not sources:
            raise Rejected("MISSING_VALUE", "sources is missing.", "Every fact names who says so.")
        confidence = row["confidence"] or ("READ" if table.kind == "Source" else "")
        if table.relation:
            relation = stored(KINDS[table.kind])[table.relation]
            that_kind, that = target(table.relation, relation, row["that"])
            yield LinkFact(table.kind, row["this"], table.relation, that_kind, that, given, sources, confidence)
            return
        yield NodeFact(table.kind, row["id"], given, sources, confidence)
        for name, relation in table.relations.items():
            for each in _ids(row[name]):
                that_kind, that = target(name, relation, each)
                yield LinkFact(table.kind, row["id"], name, that_kind, that, {}, sources, confidence)


def target(name: str, relation: Relation, cell: str) -> tuple[str, str]:
    """Give the kind and id a cell names: `Kind:id` where the relation leads to several kinds."""
    if len(relation.targets) == 1:
        return relation.targets[0], cell
    kind, colon, id = cell.partition(":")
    if not colon or kind not in relation.targets:
        hint = f"Write Kind:id, the kind being one of {', '.join(relation.targets)}."
        raise Rejected("BAD_TARGET", f"{name}: {cell!r} does not say what kind it is.", hint)
    return kind, id


def _ids(cell: str) -> tuple[str, ...]:
    return tuple(each for each in cell.split(";") if each)
