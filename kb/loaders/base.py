"""What a loader is: it reads rows and yields facts. All the rest is done for it.

class Hubs(CsvLoader):
    \"\"\"The catalogue of innovation hubs, as its site exports it.\"\"\"
    name, title, publisher = "hubs", "Catalogue of innovation hubs", "European Commission"
    columns = ("Code", "Name", "Region")

    def facts(self, row: Row) -> Iterator[Fact]:
        yield NodeFact("Facility", row["Code"], {"name": row["Name"], "type": "innovation hub"})
        yield LinkFact("Facility", row["Code"], "regions", "Region", row["Region"])
"""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import ClassVar

from kb.errors import FileRefused
from kb.loaders.facts import Fact, Facts, NodeFact
from kb.loaders.table import Row, read_csv


class Loader(ABC):
    """A source of facts. Its `name` is that of the dataset and of its own Source."""

    name: ClassVar[str]
    title: ClassVar[str]
    publisher: ClassVar[str] = ""
    licence: ClassVar[str] = ""
    url: ClassVar[str] = ""
    after: ClassVar[tuple[str, ...]] = ()
    """Datasets that bring what the rows speak of: they are loaded first."""
    adds: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """Kinds whose nodes another dataset brings, with the fields this one adds to them."""

    @property
    def about(self) -> str:
        """Say what it loads."""
        return " ".join((self.__doc__ or "").split())

    @abstractmethod
    def files(self, file: Path | None) -> list[Path]:
        """Give the files to read, `file` being what the user named; raise FileRefused where there is none."""

    @abstractmethod
    def rows(self, files: list[Path]) -> Iterator[Row]:
        """Read the rows; raise FileRefused where a file is not what this loader reads."""

    @abstractmethod
    def facts(self, row: Row) -> Iterable[Fact]:
        """Give the facts of a row. The first is what the row is about: no other row may be about the same.

        Cells may be given as they are: the model says how to read them. Raises Rejected.
        """

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


class CsvLoader(Loader):
    """A loader of one CSV file with `columns`; those of `optional` may be missing."""

    columns: ClassVar[tuple[str, ...]]
    optional: ClassVar[tuple[str, ...]] = ()

    def files(self, file: Path | None) -> list[Path]:
        """Give the file the user named."""
        if file is None:
            raise FileRefused(f"{self.name} needs a file.", f"kb load {self.name} FILE")
        return [file]

    def rows(self, files: list[Path]) -> Iterator[Row]:
        """Read the rows of the file."""
        for file in files:
            yield from read_csv(file, self.columns, (*self.columns, *self.optional))


def checksum(files: Iterable[Path]) -> str:
    """Give the SHA-256 of the files, one after the other; raise FileRefused where one cannot be read."""
    digest = hashlib.sha256()
    for file in files:
        try:
            digest.update(file.read_bytes())
        except OSError:
            raise FileRefused(f"{file.name} cannot be read.", "Check its path and that you may read it.") from None
    return digest.hexdigest()
