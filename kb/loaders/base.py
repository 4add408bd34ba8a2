"""What a loader is: it reads rows and yields facts. All the rest is done for it.

class Hubs(TableLoader):
    \"\"\"The catalogue of innovation hubs, as its site exports it.\"\"\"
    name, title, publisher = "hubs", "Catalogue of innovation hubs", "European Commission"
    where = "The button Download of the catalogue's page."
    layouts = (Layout(("Code", "Name", "Region")),)

    def facts(self, row: Row) -> Iterator[Fact]:
        yield NodeFact("Facility", row["Code"], {"name": row["Name"], "type": "innovation hub"})
        yield LinkFact("Facility", row["Code"], "regions", "Region", row["Region"])
"""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import ClassVar

from kb.errors import FileRefused
from kb.loaders.facts import Fact, Facts, NodeFact
from kb.loaders.layout import Layout
from kb.loaders.opened import opened
from kb.loaders.places import Read
from kb.loaders.table import Row, read_table

PIECE = 1_000_000
"""Bytes of a file that are read at a time."""


class Loader(ABC):
    """A source of facts. Its `name` is that of the dataset and of its own Source."""

    name: str
    title: str
    publisher: str = ""
    licence: str = ""
    url: str = ""
    where: str = ""
    """Where a user gets the file; empty where it comes with kb."""
    after: ClassVar[tuple[str, ...]] = ()
    """Datasets that bring what the rows speak of: they are loaded first."""
    adds: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """Kinds whose nodes another dataset brings, with the fields this one adds to them.

    A fact that says no more than these adds to a node that must be there; one that says more brings the node.
    """

    placed: ClassVar[tuple[str, ...]] = ()
    """Kinds whose nodes it finds a region for; those without one are counted in the report."""
    agreed: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """Kinds with the fields that rows say in many ways, of which only what they agree on is believed.

    What several datasets say of these need not agree: that of the last load holds.
    """

    layouts: tuple[Layout, ...] = ()
    """The tables it reads; none where its files are no tables."""

    @property
    def about(self) -> str:
        """Say what it loads."""
        return " ".join((self.__doc__ or "").split())

    def only_adds(self, fact: NodeFact) -> bool:
        """Tell whether the fact only adds to a node that another dataset brings."""
        return fact.kind in self.adds and set(self.adds[fact.kind]).issuperset(fact.properties)

    def prepare(self, read: Read) -> None:  # noqa: B027
        """Look up in the graph what the rows are to be read with, such as places."""

    @abstractmethod
    def files(self, file: Path | None) -> list[Path]:
        """Give the files to read, `file` being what the user named; raise FileRefused where there is none."""

    @abstractmethod
    def rows(self, files: list[Path]) -> Iterator[Row]:
        """Read the rows; raise FileRefused where a file is not what this loader reads."""

    def reads(self, row: Row) -> bool:  # noqa: ARG002
        """Tell whether a row is of the dataset. What is left out, such as other languages, the docstring says."""
        return True

    @abstractmethod
    def facts(self, row: Row) -> Iterable[Fact]:
        """Give the facts of a row. The first is what the row is about: no other row may be about the same.

        Cells may be given as they are: the model says how to read them. Raises Rejected.
        """

    def remarks(self) -> list[str]:
        """Say what the user should know of the rows that were read, beside the counts and the rejects."""
        return []

    def derived(self, facts: Facts) -> Iterable[Fact]:  # noqa: ARG002
        """Give what follows from all accepted facts together."""
        return ()

    def sources(self, checksum: str) -> list[NodeFact]:
        """Give the sources that are not rows: the dataset itself."""
        own = {
            "name": self.title,
            "publisher": self.publisher,
            "licence": self.licence,
            "url": self.url,
            "note": self.about,
            "checksum": checksum,
        }
        return [NodeFact("Source", self.name, own)]


class TableLoader(Loader):
    """A loader of tables, each with its layout; most have one."""

    def files(self, file: Path | None) -> list[Path]:
        """Give the file the user named or, of a folder, those whose names are of one of the layouts."""
        if file is None:
            raise FileRefused(f"{self.name} needs a file.", f"kb load {self.name} FILE")
        if not file.is_dir():
            return [file]
        found = [each for layout in self.layouts for each in _matching(file, layout)]
        if not found:
            patterns = ", ".join(pattern for layout in self.layouts for pattern in layout.files)
            hint = f"Their names are like {patterns}." if patterns else "Name the file."
            raise FileRefused(f"{file.name} holds no file for {self.name}.", hint)
        return found

    def rows(self, files: list[Path]) -> Iterator[Row]:
        """Read the rows of every file that are of the dataset."""
        for file in files:
            yield from read_table(file, self._layout(file))

    def _layout(self, file: Path) -> Layout:
        of_that_name = [each for each in self.layouts if any(file.match(pattern) for pattern in each.files)]
        if of_that_name:
            return of_that_name[0]
        if len(self.layouts) == 1:
            return self.layouts[0]
        patterns = ", ".join(pattern for layout in self.layouts for pattern in layout.files)
        raise FileRefused(f"{file.name} is not a name that {self.name} knows.", f"They are like {patterns}.")


class RowLoader(TableLoader):
    """A loader of tables that reads each row by itself, whatever others say: several processes may share the rows.

    So it can be pickled once it is prepared.
    """

    def __init__(self) -> None:
        self.counted: Counter[str] = Counter()
        """What `facts` counts for `remarks`."""


def _matching(folder: Path, layout: Layout) -> list[Path]:
    found = {each for pattern in layout.files for each in folder.glob(pattern) if each.is_file()}
    return sorted(found)


def checksum(files: Iterable[Path]) -> str:
    """Give the SHA-256 of the files, one after the other; raise FileRefused where one cannot be read."""
    digest = hashlib.sha256()
    for file in files:
        with opened(file) as content:
            while piece := content.read(PIECE):
                digest.update(piece)
    return digest.hexdigest()
